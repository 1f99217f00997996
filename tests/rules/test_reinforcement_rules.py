"""The family G beyond its pages: what a grader reads, what none may be, broken rows and graders, folds that merge."""

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.cli import main
from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.jsontext import dumps, loads
from ftdata.rules import Row, get
from ftdata.rules.grade_function import read, taken_by
from ftdata.rules.graders import MISSING, parts, references, value_at
from ftdata.rules.reinforcement import g004_inconsistent_extra_fields as g004
from ftdata.targets import destination
from ftdata.types import Finding, Record, path_text

USER = {"role": "user", "content": "2 + 2?"}
FOLDS = ("G002", "G004", "G005", "G010")


def check(reference="{{item.answer}}", **more):
    given = {"type": "string_check", "name": "same", "operation": "eq", "input": "{{sample.output_text}}"}
    return given | {"reference": reference} | more


def code(source, **more):
    return {"type": "python", "name": "code", "source": source, **more}


def several(formula, **graders):
    return {"type": "multi", "name": "all", "graders": graders, "calculate_output": formula}


def row(**given):
    return {"messages": [USER], **given}


def goal(grader=None, target="azure", **options):
    return destination(target, "rft", options=options | ({} if grader is None else {"grader": grader}))


def as_row(value, grader=None, number=1, target="azure", **options) -> Row:
    return Row(value, Record("x.jsonl", number, 0, number, None, value), goal(grader, target, **options))


def findings(code, value, grader=None, target="azure") -> list[Finding]:
    return list(get(code).check(as_row(value, grader, target=target)))


def folded(code, rows, grader=None, **options):
    made = get(code).check(goal(grader, **options))
    for number, value in enumerate(rows, start=1):
        made.add(as_row(value, grader, number, **options))
    return made


def told(code, rows, grader=None, **options):
    return [
        (each.location and each.location.line, each.severity, each.message)
        for each in folded(code, rows, grader, **options).findings()
    ]


def faults(grader, target="azure"):
    return [(each.message, each.severity) for each in get("G007").check(goal(grader, target))]


def problems(rows, grader=None, target="azure", select=("G", "S011")):
    options = {} if grader is None else {"grader": grader}
    report = validate([rows], Settings(target=target, method="rft", select=select, options=options))
    return [problem.code for problem in report.problems]


# What a grader reads


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{{item.answer}}", ["item answer"]),
        ("{{ item.answer }}", ["item answer"]),
        ("{{item.a.b}} and {{sample.output_json.x}}", ["item a b", "sample output_json x"]),
        ('{"a": {{item.a}}, "b": {{item.b}}}', ["item a", "item b"]),
        (
            "{{item.answers[0]}} {{sample.output_tools[0].function.name}}",
            ["item answers 0", "sample output_tools 0 function name"],
        ),
        ("{{item['the answer']}} {{item[\"b c\"]}}", ["item the answer", "item b c"]),
        ("{{item.the-answer}} {{item.ответ}}", ["item the-answer", "item ответ"]),
        ("{{answer}}", ["answer"]),
        ("{{item}}", ["item"]),
        ("{{ item.a | upper }} {{item.a + 1}} {{item.}} {{item[x]}} {{ }} {{}} {{7}}", []),
        ("{item.answer} {{item.answer} { {item.a} } no", []),
        ("{{" * 5000, []),
    ],
)
def test_templates(text, read):
    found = references(goal(check(text, input="the answer")))
    assert [" ".join(map(str, (each.space, *each.steps))) for each in found] == read


def test_every_text_of_every_part_is_read_but_code_and_headers_are_not():
    judge = {
        "type": "score_model",
        "model": "m",
        "input": [
            {"role": "user", "content": "{{item.a}}"},
            {"role": "user", "content": [{"type": "input_text", "text": "{{item.b}}"}]},
            {"role": "user", "content": {"type": "input_text", "text": "{{item.c}}"}},
        ],
    }
    away = {"type": "endpoint", "url": "https://example.com/{{item.no}}", "headers": {"x": "{{item.no}}"}}
    grader = several("judge + away", judge=judge, away=away, same=check("{{item.a}}"), code=code("x = '{{item.no}}'"))
    found = [each.written for each in references(goal(grader)) if each.space == "item"]
    assert found == ["item.a", "item.b", "item.c"]
    listed = {**grader, "graders": list(grader["graders"].values())}
    assert [each.written for each in references(goal(listed)) if each.space == "item"] == found


@pytest.mark.parametrize("grader", [None, 7, "x", [], {}, {"type": "multi"}, {"type": "multi", "graders": 7}])
def test_what_is_no_grader_reads_nothing(grader):
    assert references(goal(grader)) == ()
    assert len(list(parts(grader))) == isinstance(grader, dict)


def test_another_grader_is_not_taken_for_the_last_one():
    assert [references(goal(check(f"{{{{item.f{number}}}}}")))[-1].written for number in range(3)] == [
        "item.f0",
        "item.f1",
        "item.f2",
    ]


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("a", "b"), 1),
        (("list", 0), "x"),
        (("list", "0"), "x"),
        (("list", 5), MISSING),
        (("list", "-1"), MISSING),
        (("list", "9" * 5000), MISSING),
        (("list", "b"), MISSING),
        (("a", "c"), MISSING),
        (("text", "b"), MISSING),
        (("text", 0), MISSING),
        (("none",), None),
        (("none", "b"), MISSING),
        (("messages", 0, "role"), "user"),
    ],
)
def test_values_are_found_by_their_steps(steps, value):
    assert value_at(row(a={"b": 1}, list=["x"], text="abc", none=None), steps) == value


SOURCES = [
    ("def grade(sample, item):\n    return item['a'] + item.get('b', 0)", ["a", "b"]),
    ("def grade(s, i):\n    return s['output_text'] == i['a']", ["a"]),
    ("def grade(sample, item):\n    item['a'] = 1\n    return item[x] + item[0]", []),
    ("def grade(sample, item):\n    item = item['item']\n    return item['a']", []),
    ("def grade(sample, item):\n    return sum(x['a'] for item in [] for x in item['c'])", []),
    ("def grade(sample, item):\n    f = lambda item: item['a']\n    return item['b']", []),
    ("def other(sample, item):\n    return item['a']\ndef grade(sample, item):\n    return 1", []),
    ("def grade(sample):\n    return item['a']", []),
    ("def grade(*both):\n    return both[1]['a']", []),
    ("grade = print", []),
    ("def grade(", []),
    ("\0", []),
    ("(" * 5000, []),
    ("def grade(sample, item):\n    return '\\d'", []),
]


@pytest.mark.parametrize(("source", "keys"), SOURCES)
def test_what_python_reads(source, keys):
    assert list(taken_by(source)) == keys


def test_python_is_never_run(tmp_path):
    mark = tmp_path / "ran"
    source = f"open({str(mark)!r}, 'w')\ndef grade(sample, item, x=open({str(mark)!r}, 'w')): return 1"
    assert faults(code(source)) == []
    assert problems([row(a=1), row(a=2)], code(source)) == []
    assert not mark.exists()


# G003


def lacking(value, grader):
    return [each.message for each in findings("G003", value, grader)]


def test_a_field_that_is_missing_is_told_with_what_there_is():
    (message,) = lacking(row(solution="4", level=1), check())
    assert "item.answer" in message and "'solution', 'level'" in message
    (message,) = lacking(row(), check())
    assert "no field beside the messages" in message
    assert lacking(row(answer=None), check()) == [], "an empty field has its own finding"


def test_every_row_that_lacks_a_field_is_named_unless_nearly_all_do():
    rows = [row(answer=str(number)) for number in range(20)]
    some = validate([[*rows, row(), row()]], Settings("azure", "rft", select=("G003",), options={"grader": check()}))
    assert [(each.location.example, each.count) for each in some.problems] == [(21, 1), (22, 1)]
    most = validate(
        [[*rows[:1], *[row(number=each) for each in range(19)]]],
        Settings("azure", "rft", select=("G003",), options={"grader": check()}),
    )
    assert [(each.location.example, each.count) for each in most.problems] == [(2, 19)]


def test_rows_without_a_field_that_the_grader_reads_are_rejected(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [row(answer=str(number)) for number in range(20)]
    path.write_bytes(b"".join(dumps(each) + b"\n" for each in (*rows, row(solution="7"))))
    (tmp_path / "grader.json").write_bytes(dumps(check()))
    words = ["prepare", str(path), "--target", "azure", "--method", "rft", "--output", str(tmp_path / "out"), "--quiet"]
    assert main([*words, "--grader", str(tmp_path / "grader.json")]) == 1
    (rejected,) = (tmp_path / "out" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert loads(rejected.encode())["codes"] == ["G003"]


def test_fields_inside_item_are_explained():
    (message,) = lacking(row(item={"answer": "4"}), check())
    assert "item.item" in message
    assert lacking(row(item={"answer": "4"}), check("{{item.item.answer}}")) == []


def test_a_conversation_can_be_read_too():
    assert lacking(row(), check("{{item.messages[0].content}}")) == []
    assert len(lacking(row(), check("{{item.messages[1].content}}"))) == 1


def test_without_a_grader_nothing_is_missed():
    assert lacking(row(), None) == told("G010", [row()]) == told("G010", [], check()) == []


# G010


def test_code_may_do_without_a_field_of_some_rows():
    grader = code("def grade(sample, item):\n    return item['answer'] == item.get('unit')")
    rows = [row(answer="4"), row(unit="m")]
    assert told("G010", rows, grader) == []
    ((line, _, message),) = told("G010", rows[:1], grader)
    assert line is None and "item.unit" in message and "they have: 'answer'" in message
    assert lacking(row(), grader) == []


def test_parts_of_a_file_are_put_together():
    grader = code("def grade(sample, item):\n    return item['answer'] == item['unit'] == item['other']")
    first, second = folded("G010", [row(answer="4")], grader), folded("G010", [row(unit="m")], grader)
    first.merge(second, 1, 1)
    assert ["item.other" in each.message for each in first.findings()] == [True]


# G002


def test_fields_beside_the_messages():
    assert problems([row(), row(tools=[]), row(parallel_tool_calls=True)], select=("G002",)) == ["G002"]
    assert problems([row(), row(level=1)], select=("G002",)) == []
    assert problems([row()], target="any", select=("G002",)) == []
    assert told("G002", []) == []


def test_one_cause_one_finding():
    assert problems([row()] * 12) == ["G002"]
    assert problems([row()] * 12, check()) == ["G003"]
    assert problems([row(answer="")] * 12, check()) == ["G006"], "said once of all rows"
    assert problems([row(item={"answer": "4"})] * 2, check()) == ["G003"] * 2
    assert problems([row(answer="4", tools=[]), row(answer="5")]) == ["S011"]
    assert problems([row(answer="4"), row(answer="5")], check()) == []
    assert problems([row(answer="4"), row()], check()) == ["G003"], "and no S011 about the same field"
    assert problems([row(answer="4"), row(answer="5", level=1)], check()) == ["S011"]


# G004


def test_types_of_a_field():
    rows = [row(answer=each) for each in ("4", "5", 6, "7", ["8"], None, 9.5)]
    ((line, _, message),) = told("G004", rows)
    assert line == 3
    assert "'answer' is a number or a list in 3 rows (this one first) and text in 3" in message


@pytest.mark.parametrize("values", [(1, 2.5), ("a", None), (None, None), ([], [1]), ({}, {"a": 1}), (True, False)])
def test_types_that_go_together(values):
    assert told("G004", [row(answer=each) for each in values]) == []


@pytest.mark.parametrize("values", [("1", 1), (True, 1), (True, "true"), ([], {}), ("[]", [])])
def test_types_that_do_not(values):
    assert len(told("G004", [row(answer=each) for each in values])) == 1


def test_memory_does_not_grow_with_ever_new_fields():
    made = folded("G004", [row(**{f"f{number}": number}) for number in range(500)])
    assert made._fields == {} and list(made.findings()) == []


# G005


def test_all_rows_alike():
    rows = [row(answer="see below", unit=None)] * 10
    ((*_, message),) = told("G005", rows)
    assert "all 10 rows" in message and "answer: 'see below'" in message and "unit" not in message
    assert told("G005", rows[:9]) == []
    assert told("G005", [*rows, row(answer="4")]) == told("G005", [*rows, row()]) == []
    assert told("G005", [row(answer="")] * 10) == told("G005", [row()] * 10) == []


def test_only_what_the_grader_reads_is_compared():
    rows = [row(answer="4", id=number) for number in range(10)]
    assert told("G005", rows) == []
    assert len(told("G005", rows, check())) == 1
    assert told("G005", rows, check("{{item.id}} {{item.answer}}")) == []
    assert told("G005", rows, check("4")) == told("G005", rows, check("{{item.other}}")) == []
    away = {"type": "endpoint", "url": "https://example.com"}
    assert told("G005", rows, code("def grade(s, i): return 1")) == told("G005", rows, away) == []


# G006


@pytest.mark.parametrize(
    ("given", "grader", "path", "severity"),
    [
        ({"answer": " "}, check(), ["answer"], None),
        ({"answer": None}, check(), ["answer"], None),
        ({"truth": {"x": ""}}, check("{{item.truth.x}}"), ["truth.x"], None),
        ({"answer": "", "note": "", "solution": ""}, check(), ["answer"], None),
        ({"answer": "4", "solution": ""}, check(), [], None),
        ({"answer": []}, check(), [], None),
        ({"answer": 0}, check(), [], None),
        ({}, check(), [], None),
        ({"reference_answer": ""}, None, ["reference_answer"], "warning"),
        ({"Answer": "", "id": 7}, None, ["Answer"], "warning"),
        ({"solution": "\n"}, code("def grade(s, i): return i['solution']"), ["solution"], "warning"),
        ({"ground_truth": None, "note": ""}, None, ["ground_truth"], "warning"),
        ({"ground_truth": None, "id": 7}, None, [], None),
        ({"note": ""}, None, [], None),
        ({"answer": [], "calls": {}}, None, [], None),
    ],
)
def test_empty_references(given, grader, path, severity):
    found = findings("G006", row(**given), grader)
    assert [path_text(each.path) for each in found] == path
    assert all(each.severity == severity for each in found)


# G009


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"item": {"answer": "4"}}, ["item"]),
        ({"item": "sock"}, []),
        ({"sample": "4"}, ["sample"]),
        ({"items": {}, "samples": {}}, []),
    ],
)
def test_reserved_names(given, paths):
    assert [path_text(each.path) for each in findings("G009", row(**given))] == paths
    assert findings("G009", row(**given), check()) == []


def test_reserved_names_are_told_once():
    report = validate([[row(sample=str(number)) for number in range(5)]], Settings(method="rft", select=("G009",)))
    assert [(problem.code, problem.count) for problem in report.problems] == [("G009", 5)]


# G007

SOUND = [
    check(),
    check(pass_threshold=1),
    check("{{item}}"),
    {"type": "text_similarity", "input": "a", "reference": "b", "evaluation_metric": "rouge_l", "pass_threshold": 0.5},
    {
        "type": "score_model",
        "model": "m",
        "input": [{"role": "developer", "content": [{"type": "input_text", "text": "{{sample.choices[0]}}"}]}],
        "range": [0.0, 5.0],
        "pass_threshold": 5,
    },
    code("def grade(sample, item): return 1", pass_threshold=5.0, image_tag="2025-05-08"),
    code("def grade(sample, item, *, strict=True): return 1"),
    code("def grade(*both): return 1"),
    code("def grade(sample, item=None, more=None): return 1"),
    code("from mine import grade"),
    code("from mine import *"),
    code("import mine as grade"),
    code("grade = lambda sample, item: 1"),
    code("try:\n    import numpy\nfinally:\n    def grade(sample, item): return 1"),
    code("def grade(sample, item): return '\\d'"),
    {"type": "endpoint", "url": "https://example.com/grade", "rate_limit": 50},
    several("0.5 * a + max(b, 0.1e5) ^ 2", a=check(), b=code("def grade(s, i): return 1")),
    several("a + is", **{"a": check(), "is": check()}),
    several("not-known + 1", **{"not-known": check()}),
    several("x_score / 2", a=check()) | {"graders": [check()]},
    several(
        "a", a={"type": "label_model", "model": "m", "input": [USER], "labels": ["y", "n"], "passing_labels": ["y"]}
    ),
]


@pytest.mark.parametrize("grader", SOUND, ids=json.dumps)
def test_sound_graders(grader):
    assert faults(grader) == []


UNSOUND = [
    ("x", "is 'x'"),
    ([check()], "object with a type"),
    ({}, "no type"),
    ({"type": None}, "null"),
    ({"type": []}, "one of string_check"),
    ({"type": "regex"}, "'regex'"),
    ({"type": "label_model"}, "'label_model'"),
    (check(operation="neq"), "eq, ne, like, ilike"),
    (check(operation=["eq"]), "as operation"),
    ({"type": "string_check", "input": "x"}, "no reference and no operation"),
    (check(input=7), "7 as input"),
    (check(pass_threshold="1"), "has to be a number"),
    (check(pass_threshold=True), "has to be a number"),
    ({"type": "text_similarity", "input": "a", "reference": "b", "evaluation_metric": "cosine"}, "fuzzy_match"),
    ({"type": "score_model", "model": "m", "input": "Grade it."}, "a list"),
    ({"type": "score_model", "model": "m", "input": []}, "asked nothing"),
    ({"type": "score_model", "model": "m", "input": [{"role": "tool", "content": "x"}]}, "a role"),
    ({"type": "score_model", "model": "m", "input": ["x"]}, "a role"),
    ({"type": "score_model", "model": "m", "input": [USER], "range": [1, 0]}, "lower one first"),
    ({"type": "score_model", "model": "m", "input": [USER], "range": "0-1"}, "two numbers"),
    ({"type": "score_model", "model": "m", "input": [USER], "range": ["0", "1"]}, "two numbers"),
    ({"type": "score_model", "input": [USER]}, "no model"),
    (code("def score(sample, item): return 1"), "without a function grade"),
    (code("class A:\n    def grade(self, sample, item): return 1"), "without a function grade"),
    (code("def score(sample, item):\n    grade = 1\n    return grade"), "without a function grade"),
    (code("def grade(sample): return 1"), "two arguments"),
    (code("def grade(a, b, c): return 1"), "two arguments"),
    (code("def grade(a, b, *, c): return 1"), "two arguments"),
    (code("async def grade(sample, item): return 1"), "async"),
    (code("def grade(sample, item)\n    return 1"), "line 1"),
    (code("x\0"), "no Python"),
    (code("(" * 100_000), "no Python"),
    (code("\ud800"), "no Python"),
    (code("#" * 262_145), "262,144"),
    (code(7), "has to be a text"),
    ({"type": "endpoint", "url": "example.com"}, "no address"),
    ({"type": "endpoint"}, "no url"),
    (several("a + b", a=check()), "'b'"),
    (several("a +", a=check()), "no formula"),
    (several("0.5 * a)", a=check()), "no formula"),
    (several("", a=check()), "no formula"),
    (several("a" * 20_000, a=check()), "no formula"),
    (several("(" * 9_000, a=check()), "no formula"),
    (several("1"), "no graders"),
    (several("a", a="x"), "graders.a"),
    (several("a", a=several("b", b=check())), "'multi'"),
    (several("a", a=check(operation="is")), "at graders.a has the operation 'is'"),
    (several("a", a=check()) | {"calculate_output": 7}, "as calculate_output"),
    (check("{{answer}}"), "begin with item."),
    (check("{{items.answer}}"), "begin with item."),
]


@pytest.mark.parametrize(("grader", "said"), UNSOUND, ids=[said for _, said in UNSOUND])
def test_unsound_graders(grader, said):
    ((message, severity),) = faults(grader)
    assert said in message and severity is None
    assert len(message) < 400


@pytest.mark.parametrize(
    ("grader", "said"),
    [
        (check(pass_threshold=1.5), "no answer passes"),
        (check(pass_threshold=0), "every answer passes"),
        ({"type": "score_model", "model": "m", "input": [USER], "pass_threshold": 5}, "no answer passes"),
        (check(input="{{sample.output_txt}}"), "output_text"),
    ],
)
def test_graders_that_run_but_are_odd(grader, said):
    ((message, severity),) = faults(grader)
    assert said in message and severity == "warning"


def test_an_endpoint_is_for_some_targets_only():
    away = {"type": "endpoint", "url": "https://example.com"}
    assert faults(away) == [] and len(faults(away, "openai")) == 1
    assert len(faults(several("a", a=away), "openai")) == 1


def test_nothing_is_said_where_nothing_is_known_of_graders():
    assert faults(check(operation="neq"), "any") == faults(None) == []


def test_a_fault_of_the_grader_is_told_once_for_all_files(tmp_path):
    paths = []
    for name in ("train", "valid"):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps(row(answer="4")) + "\n")
        paths.append(str(path))
    settings = Settings("azure", "rft", select=("G",), options={"grader": check(operation="neq")})
    assert [problem.code for problem in validate(paths, settings).problems] == ["G007"]


# Whatever the data is

ODD = st.recursive(
    st.sampled_from(
        (None, True, 0, 1.5, "", "x", "{{item.a}}", "{{sample.output_text}}", "multi", "python", "string_check")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                (
                    "type",
                    "input",
                    "reference",
                    "graders",
                    "source",
                    "calculate_output",
                    "operation",
                    "role",
                    "content",
                    "a",
                )
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(
    ODD,
    st.lists(st.dictionaries(st.sampled_from(("messages", "tools", "item", "sample", "a", "answer")), ODD), max_size=3),
)
def test_nothing_raises(grader, rows):
    for target in ("azure", "openai", "any"):
        faults(grader, target)
        for value in rows:
            for rule in ("G006", "G009"):
                findings(rule, value, grader, target)
        for rule in FOLDS:
            told(rule, rows, grader)


FIELDS = st.fixed_dictionaries(
    {}, optional={"answer": st.sampled_from(("4", "5", 4, None, "")), "level": st.sampled_from((1, "1", [1]))}
)


@settings(max_examples=66, deadline=None)
@given(
    rows=st.lists(FIELDS.map(lambda given: row(**given)), max_size=10),
    cuts=st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted),
    most=st.sampled_from((1, g004.MOST_FIELDS)),
)
@pytest.mark.parametrize("rule", FOLDS)
def test_merged_folds_say_what_one_fold_says(rule, rows, cuts, most):
    graders = (None, check(), check("{{item.level}}{{item.answer}}"), code("def grade(s, i): return i['level']"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(g004, "MOST_FIELDS", most)
        for grader in graders:
            options = {"G005.rows": 2}
            whole = told(rule, rows, grader, **options)
            made = folded(rule, (), grader, **options)
            for start, end in itertools.pairwise([0, *(min(cut, len(rows)) for cut in cuts), len(rows)]):
                made.merge(folded(rule, rows[start:end], grader, **options), start, start)
            assert [
                (each.location and each.location.line, each.severity, each.message) for each in made.findings()
            ] == whole


@pytest.mark.parametrize("rule", FOLDS)
@pytest.mark.parametrize("grader", [None, check(), check("{{item.messages[0].content}}")])
def test_skimmed_rows_count_like_others(rule, grader):
    """Rows without fields may be skimmed: the fold is then told how many there were."""
    plain = [row()] * 12
    for others in ([], [row(answer="4")], [row(tools=[])]):
        one = folded(rule, [*others, *plain], grader)
        two = folded(rule, [*others, *plain[:1]], grader)
        two.repeat(("messages",), 11)
        assert list(one.findings()) == list(two.findings())


def test_a_source_is_read_as_what_it_is():
    assert read("x = 1").named is False
    assert read("def grade(a, b): pass").takes(2)
    assert read("grade = 1").function is None and read("grade = 1").named
