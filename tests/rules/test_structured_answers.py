"""Answers and rows held against schemas: Q013, S018 and G008 beyond their pages, skimmed and not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine import validate as validating
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules import Row, get
from ftdata.rules.quality import q013_invalid_structured_target as q013
from ftdata.rules.skim import Skimmer
from ftdata.targets import destination
from ftdata.types import Record, path_text
from tests.rules.tool_rows import USER, answered, call, calling, chat, tool

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
FORMAT = {"type": "json_schema", "json_schema": {"name": "city", "strict": True, "schema": CITY}}
FLAT = {"type": "json_schema", "name": "city", "schema": CITY}


def answer(text, **more):
    return {"role": "assistant", "content": text, **more}


def told(options):
    return {name.replace("_", "-"): value for name, value in options.items()}


def found(code, row, target="any", method="sft", **options):
    goal = destination(target, method)._replace(options=told(options))
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, None, row), goal)))


def flaws(text, **options):
    messages = [each.message for each in found("Q013", chat(USER, answer(text)), **options)]
    return [message.partition("(")[2].partition(")")[0] for message in messages]


# Q013 without a schema


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1,}',
        '{"a": 1}}',
        '{"a": "x" "b": 2}',
        '{\n  "a": [1, 2,\n  "b": 3\n}',
        '[{"a": 1}, {"a": }]',
        '[\n {\n "a": tru\n }\n]',
        '{"a": 1',
        '{"a": "cut off in the mid',
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": "line\nbreak"}',
        "{'a': 1}",
        "{'a': True, 'b': None}",
        '{"a": None}',
        '{"a": ' + '{"a": ' * 500 + "1" + "}" * 501,
        '{"a":' + "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_meant_as_json_and_is_none(text):
    assert len(flaws(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Oslo.",
        "{}",
        "[]",
        '{"a": 1}',
        ' {"a": 1}\n',
        '[{"a": 1}, {"b": "}"}]',
        '{"a": 1}\n{"a": 2}\n',
        '{"a": 1} is an object with one key.',
        '{"a": 1} or {"b": 2}',
        '{"a": 1, then the rest',
        "{x : x > 0} is a set {of numbers}",
        "{ int x = 5; return x; }",
        "{{name}}",
        '{"a", "b"}',
        "[1] Smith, 2020. [2] Jones, 2021. [3]",
        "[Your Name]\n[Your Address]",
        "[laughs] No. [leaves]",
        '["a", "b"][0]',
        "[x for x in y]",
        '```json\n{"a": 1,}\n```',
        'Here it is: {"a": 1,}',
    ],
)  # fmt: skip
def test_what_is_json_or_not_meant_as_such(text):
    assert flaws(text) == []


def test_single_quotes_are_named():
    assert flaws("{'a': 1}") == ["its keys stand in single quotes, as in Python"]


def test_only_answers_that_are_trained_on_count():
    broken = '{"a": 1,}'
    silent = [
        chat({"role": "user", "content": broken}, answer("No.")),
        chat(USER, answer(broken, weight=0), USER, answer("No.")),
        chat({"role": "system", "content": broken}, USER, answer("No.")),
        chat(USER, {**calling(call()), "content": broken}),
        chat(USER, calling(call()), {**answered("c1"), "content": broken}, answer("No.")),
        chat(USER, answer([{"type": "text", "text": broken}, {"type": "text", "text": "}"}])),
        {"messages": "none"},
    ]
    assert [found("Q013", row) for row in silent] == [[]] * len(silent)
    (one,) = found("Q013", chat(USER, answer([{"type": "text", "text": broken}])))
    assert path_text(one.path) == "messages[1].content[0].text"
    pair = {
        "input": {"messages": [USER]},
        "preferred_output": [answer(broken)],
        "non_preferred_output": [answer(broken)],
    }
    assert [path_text(each.path) for each in found("Q013", pair, method="dpo")] == ["preferred_output[0].content"]
    assert [each.path for each in found("Q013", {"prompt": broken, "completion": broken}, method="completion")] == [
        ("completion",)
    ]
    assert found("Q013", {"messages": [answer(broken), USER]}, method="rft") == []


# Q013 with a schema


@pytest.mark.parametrize("schema", [CITY, FORMAT, FLAT])
def test_answers_keep_to_the_users_schema(schema):
    said = {
        '{"city": "Oslo"}': [],
        "": [],
        "Oslo": ["error"],
        '{"city": 7}': ["error"],
        "[]": ["error"],
        "```json\n{}\n```": ["error"],
    }
    for text, grades in said.items():
        assert [each.severity for each in found("Q013", chat(USER, answer(text)), answer_schema=schema)] == grades, text
    (one,) = found("Q013", chat(USER, answer('{"city": {"name": 7}}')), answer_schema=schema)
    assert "'city' is {'name': 7}, not of type 'string'" in one.message
    (fenced,) = found("Q013", chat(USER, answer("```\n{}")), answer_schema=schema)
    assert "code fence" in fenced.message


@pytest.mark.parametrize("schema", [7, [], "x", {"type": "json_schema"}, {"type": "json_schema", "json_schema": 7}])
def test_a_schema_that_is_none_is_said_and_nothing_breaks(schema):
    (one,) = found("Q013", chat(USER, answer("{}")), answer_schema=schema)
    assert "the schema is " in one.message


@pytest.mark.parametrize(
    ("asked", "text", "number"),
    [
        ({"type": "json_object"}, "Oslo", 1),
        ({"type": "json_object"}, "[]", 1),
        ({"type": "json_object"}, "{}", 0),
        (FORMAT, '{"city": 7}', 1),
        (FLAT, '{"city": "Oslo"}', 0),
        ({"type": "json_schema"}, "{}", 0),
        ({"type": "json_schema", "json_schema": {"schema": {"type": 7}}}, "{}", 0),
        ({"type": "text"}, "Oslo", 0),
        ({"type": ["json_object"]}, "Oslo", 0),
        ({"type": {}}, "Oslo", 0),
        (7, "Oslo", 0),
        (None, "Oslo", 0),
    ],
)  # fmt: skip
def test_a_row_may_ask_for_json(asked, text, number):
    assert len(found("Q013", chat(USER, answer(text), response_format=asked))) == number


# Skimming


def lines_of(texts, **more):
    talks = [chat({"role": "user", "content": f"{number}?"}, answer(text)) for number, text in enumerate(texts)]
    return [json.dumps({**row, **more}) for row in talks]


def both(tmp_path, lines, codes, skimmed=0, **options):
    """What is found in a file, skimmed and not; at least so many rows are skimmed."""
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = Settings(target="azure", select=codes, options=told(options))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validating, "FEW", 1)
        taken = []
        take = Skimmer.take
        patch.setattr(Skimmer, "take", lambda self: (found := take(self), taken.append(len(found.identities)))[0])
        short = validate([str(path)], asked).problems
        assert sum(taken) >= skimmed
        patch.setattr(Judge, "skimmer", lambda _: None)
        return short, validate([str(path)], asked).problems


def test_a_broken_answer_among_good_ones_is_found(tmp_path):
    texts = ["Oslo.", '{"a": 1}', '{"a": 1,}', "Oslo.", '[{"a": "\\u00e9"}]', '{"a": "/"}', "{'a': 1}", "So."] * 9
    short, long = both(tmp_path, lines_of(texts), ("Q013",), skimmed=40)
    assert short == long
    assert [problem.location.line for problem in short] == [8 * block + place for block in range(9) for place in (3, 7)]


def test_answers_after_calls_are_looked_at_and_results_are_not(tmp_path):
    def line(number, result, text):
        turns = [{"role": "user", "content": f"{number}?"}, calling(call()), {**answered("c1"), "content": result}]
        return json.dumps(chat(*turns, answer(text), tools=[tool()]))

    lines = [line(number, '{"c": 4,}', "Cold.") for number in range(8)] + [line(8, "4", '{"c": 4,}')]
    short, long = both(tmp_path, lines, ("Q013",), skimmed=5)
    assert short == long and [problem.location.line for problem in short] == [9]
    assert not any(map(q013.suspect, map(str.encode, lines[:8]))) and q013.suspect(lines[8].encode())


@settings(max_examples=100, deadline=None)
@given(
    st.text("{}[]\":,\\'ab1 \n", max_size=14),
    st.sampled_from(("", '{"a": ', '[{"b": 1', "{'a'")),
    st.sampled_from((None, (",", ":"), (" ,  ", ": "))),
)
def test_whatever_is_found_is_suspect(text, head, separators):
    row = chat(USER, answer(head + text))
    raw = json.dumps(row, separators=separators, ensure_ascii=False).encode()
    assert q013.suspect(raw) or not found("Q013", row)


@pytest.mark.parametrize(
    "raw", [b'{"messages": 7, "content": "{"}', b'"content": "{', b'{"messages": [{"content": "{\\x"}]}', b"\xff"]
)
def test_what_is_no_row_is_suspect_or_not_but_never_an_error(raw):
    assert q013.suspect(raw) in (True, False)


def test_with_a_schema_every_row_is_looked_at():
    for code, name in (("Q013", "answer-schema"), ("S018", "row-schema")):
        marks, goal = get(code).module.marks, destination("azure", "sft")
        assert list(marks(goal)) == [] and marks(goal._replace(options={name: {}})) is None


def test_rows_that_break_the_row_schema_are_all_found(tmp_path):
    schema = {"properties": {"messages": {"contains": {"properties": {"content": {"const": "Oslo."}}}}}}
    lines = lines_of(["Oslo."] * 20 + ["Bergen."] + ["Oslo."] * 20)
    short, long = both(tmp_path, lines, ("S018",), row_schema=schema)
    assert short == long and [problem.location.line for problem in short] == [21]
    assert both(tmp_path, lines, ("S018",), skimmed=30) == ([], [])


def test_answers_that_break_the_answer_schema_are_all_found(tmp_path):
    lines = lines_of(['{"city": "Oslo"}'] * 20 + ['{"city": 7}'] + ['{"city": "Oslo"}'] * 20)
    short, long = both(tmp_path, lines, ("Q013",), answer_schema=CITY)
    assert short == long and [problem.location.line for problem in short] == [21]


# S018


def test_a_row_is_held_against_the_schema_as_it_stands_in_the_file():
    schema = {"required": ["conversations"], "properties": {"id": {"type": "integer"}}}
    rows = [{"id": "x", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]}]
    report = validate(
        [rows], Settings(target="any", format="sharegpt", select=("S018",), options={"row-schema": schema})
    )
    assert [(problem.severity, path_text(problem.path)) for problem in report.problems] == [("error", "id")]


def test_at_most_ten_places_of_a_row_are_named():
    schema = {"properties": {"messages": {"items": {"required": ["id"]}}}}
    named = found("S018", chat(*[USER] * 50), row_schema=schema)
    assert [path_text(each.path) for each in named] == [f"messages[{number}]" for number in range(10)]
    assert all(len(each.message) < 300 for each in named)


# G008

READS = {
    "type": "string_check",
    "operation": "eq",
    "input": "{{sample.output_json.city}}",
    "reference": "{{item.city}}",
}


def g008(target="azure", **options):
    goal = destination(target, "rft")._replace(options=told(options))
    return [(each.severity, each.message) for each in get("G008").check(goal)]


def test_a_grader_that_reads_json_wants_a_schema():
    ((grade, said),) = g008(grader=READS)
    assert grade == "info" and "response_format" in said
    assert (
        len(
            g008(grader={"type": "python", "source": "def grade(sample, item):\n    return sample['output_json']['a']"})
        )
        == 1
    )
    for other in (
        None,
        7,
        {"type": "string_check", "input": "{{sample.output_text}}"},
        {"type": "python", "source": 7},
    ):
        assert g008(grader=other) == []


@pytest.mark.parametrize(
    ("schema", "steps", "declared"),
    [
        (CITY, "city", True),
        (CITY, "town", False),
        (CITY, "city.name", True),
        ({**CITY, "additionalProperties": True}, "town", True),
        ({"anyOf": [CITY]}, "town", True),
        ({"properties": {"list": {"items": CITY}}}, "list[0].town", False),
        ({"properties": {"list": {"items": CITY}}}, "list[0].city", True),
        ({"type": "object"}, "town", True),
        (FORMAT, "town", False),
        (FLAT, "city", True),
    ],
)  # fmt: skip
def test_what_the_grader_reads_is_declared(schema, steps, declared):
    grader = {**READS, "input": "{{ sample.output_json." + steps + " }}"}
    said = [each for _, each in g008(grader=grader, answer_schema=schema) if "does not declare" in each]
    assert bool(said) != declared


def test_a_response_format_is_as_the_target_takes_it():
    assert [grade for grade, _ in g008("openai", answer_schema=FLAT)] == [None]
    assert g008("azure", answer_schema=FLAT) == g008("any", answer_schema=FLAT) == []
    ((_, said),) = g008("openai", answer_schema=FORMAT)
    assert "'additionalProperties' is required" in said
    assert g008("any", answer_schema=FORMAT) == []


@pytest.mark.parametrize(
    "schema", [7, [], {"type": 7}, {"type": "json_schema"}, {"type": "json_schema", "json_schema": []}]
)
def test_a_schema_that_is_none_is_an_error(schema):
    assert [grade for grade, _ in g008(answer_schema=schema)] == ["error"]


# S019


@pytest.mark.parametrize(
    ("row", "method", "expected"),
    [
        ({"messages": [answer("4", weight=0), USER]}, "rft", [("messages[0].weight", "info")]),
        ({"messages": [answer("4", weight=1.0), USER]}, "rft", []),
        ({"messages": [answer("4", weight=True), USER]}, "rft", []),
        ({"messages": [{**USER, "weight": 1}]}, "rft", []),
        ({"messages": [USER, answer("4", weight=0)]}, "sft", []),
        (
            {
                "input": {"messages": [answer("3", weight=0), USER]},
                "preferred_output": [answer("4", weight=1)],
                "non_preferred_output": [answer("5", weight=[])],
            },
            "dpo",
            [("input.messages[0].weight", "info"), ("preferred_output[0].weight", None)],
        ),
    ],
)
def test_weights_that_do_nothing(row, method, expected):
    idle = found("S019", row, target="azure", method=method)
    assert [(path_text(each.path), each.severity) for each in idle] == expected
    assert found("S019", row, target="any", method=method) == []


@pytest.mark.parametrize(("broken", "findings"), [(120, [(1, 120)]), (108, [(1, 108)]), (3, [(1, 1), (2, 1), (3, 1)])])
def test_what_nearly_all_answers_have_is_said_once(broken, findings):
    texts = [str({"name": number}) if number < broken else json.dumps({"name": number}) for number in range(120)]
    rows = [
        {"messages": [{"role": "user", "content": f"{number}?"}, answer(text)]} for number, text in enumerate(texts)
    ]
    report = validate([rows], Settings(select=("Q013",)))
    assert [(each.location.example, each.count) for each in report.problems] == findings
    assert report.by_code() == {"Q013": broken}
