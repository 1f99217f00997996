"""The family S beyond its pages: exact paths, no echoes, severities by target, and files as a whole."""

import json

import pytest

from ftdata.cli import main
from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.rules import Row, get, rules
from ftdata.targets import destination
from ftdata.types import Finding, Record, RemoveKey, SetValue, path_text

USER = {"role": "user", "content": "Hi"}
ANSWER = {"role": "assistant", "content": "Hello!"}
GOOD = {"messages": [USER, ANSWER]}
PAIR = {
    "input": {"messages": [USER]},
    "preferred_output": [ANSWER],
    "non_preferred_output": [{**ANSWER, "content": ""}],
}


def problems(*rows, target="azure", **options):
    quiet = tuple(letter for letter in "LMDP" if any(code.startswith(letter) for code in rules()))
    return validate([list(rows)], Settings(target=target, ignore=quiet, **options)).problems


def structure(*rows, **options):
    return [problem for problem in problems(*rows, **options) if problem.code.startswith("S")]


def findings(code, row, target="azure", method="sft") -> list[Finding]:
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, None, row), destination(target, method))))


def test_a_misspelt_role_is_one_problem_and_silences_the_rules_about_order():
    found = problems({"messages": [USER, {**ANSWER, "role": "asistant"}]})
    assert [(each.code, path_text(each.path)) for each in found] == [("S006", "messages[1].role")]


def test_ten_broken_messages_are_ten_problems_with_their_paths():
    broken = [
        ("S004", "", "Hi"),
        ("S004", "", None),
        ("S004", "", ["user", "Hi"]),
        ("S004", "", 7),
        ("S005", "", {"content": "Hi"}),
        ("S005", ".role", {"role": None, "content": "Hi"}),
        ("S005", ".role", {"role": 1, "content": "Hi"}),
        ("S006", ".role", {"role": "", "content": "Hi"}),
        ("S006", ".role", {"role": "human", "content": "Hi"}),
        ("S006", ".role", {"role": "Narrator", "content": "Hi"}),
    ]
    found = problems({"messages": [message for _, _, message in broken]})
    expected = {(code, f"messages[{index}]{tail}") for index, (code, tail, _) in enumerate(broken)}
    assert {(each.code, path_text(each.path)) for each in found} == expected
    assert len(found) == len(broken)


def test_broken_messages_in_every_list_of_a_pair_are_found():
    row = {**PAIR, "input": {"messages": ["Hi"]}, "preferred_output": [{"content": "A"}], "non_preferred_output": [3]}
    found = structure(row, method="dpo")
    assert [(each.code, path_text(each.path)) for each in found] == [
        ("S004", "input.messages[0]"),
        ("S004", "non_preferred_output[0]"),
        ("S005", "preferred_output[0]"),
    ]


def test_every_extra_key_is_named_once_with_its_path():
    found = structure({**GOOD, "id": 7, "meta": {}})
    assert [(each.code, each.path) for each in found] == [("S001", ("id",)), ("S001", ("meta",))]
    assert 'contains an extra "id".' in found[0].message


def test_extra_keys_inside_the_input_of_a_pair():
    row = {**PAIR, "input": {"messages": [USER], "tools": [], "note": 1}}
    assert [each.path for each in findings("S001", row, method="dpo")] == [("input", "note")]


@pytest.mark.parametrize(
    ("row", "method"),
    [({"conversation": [], "id": 1}, "sft"), ({"input": {}, "preferred_completion": []}, "dpo")],
)
def test_a_missing_needed_key_is_not_told_again_as_an_extra_one(row, method):
    assert findings("S001", row, method=method) == []


def test_a_message_never_counts_rows_so_that_parallel_runs_say_the_same():
    texts = {each.message for each in structure(GOOD, {**GOOD, "id": 1}, {"a": 1}, {**GOOD, "id": 2}) if each.fix}
    assert len(texts) == 1


def test_the_fix_removes_the_key():
    (found,) = findings("S001", {**GOOD, "id": 7})
    assert found.fix and found.fix.safe and found.fix.edits == (RemoveKey(("id",)),)
    (found,) = findings("S001", {**GOOD, "lang": "en"})
    assert found.fix and not found.fix.safe


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("Be brief.", "Be brief."),
        ([{"text": "Be"}, {"text": "brief."}], "Be\nbrief."),
        (" ", None),
        ({"text": "Be brief."}, None),
        ([{"text": 1}], None),
        ([], None),
    ],
)
def test_a_system_prompt_beside_the_messages_is_not_lost(prompt, text):
    (found,) = findings("S001", {"system": prompt, **GOOD})
    if text is None:
        assert found.fix is None
    else:
        moved, removed = found.fix.edits
        assert moved == SetValue(("messages",), [{"role": "system", "content": text}, *GOOD["messages"]])
        assert removed == RemoveKey(("system",)) and not found.fix.safe


def test_two_system_prompts_are_left_to_people():
    row = {"system": "Be brief.", "messages": [{"role": "system", "content": "Be long."}, *GOOD["messages"]]}
    assert [each.fix for each in findings("S001", row)] == [None]


def test_a_moved_system_prompt_does_not_lead_other_fixes_astray(tmp_path):
    path, out = tmp_path / "rows.jsonl", tmp_path / "fixed.jsonl"
    row = {
        "system": "Be brief.",
        "messages": [{"role": "human", "content": "Hi"}, {"role": "gpt", "content": "Hello!"}],
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main(["fix", str(path), "--target", "azure", "--format", "chat", "--unsafe", "-o", str(out)]) in (0, 1)
    roles = [message["role"] for message in json.loads(out.read_text(encoding="utf-8"))["messages"]]
    assert roles == ["system", "user", "assistant"]


def test_missing_messages_among_others():
    found = structure(GOOD, {"text": "Hi"}, GOOD)
    assert [(each.code, each.location.example) for each in found] == [("S002", 2)]
    assert "is missing key 'messages'" in found[0].message and "'text'" in found[0].message


def test_missing_messages_is_no_matter_for_pairs():
    assert findings("S002", {"input": {}}, method="dpo") == []


@pytest.mark.parametrize("value", [None, "Hi", 3, True, {}, [], {"role": "user"}])
def test_messages_have_to_be_a_list_with_something_in_it(value):
    assert [each.path for each in findings("S003", {"messages": value})] == [("messages",)]
    pair = {**PAIR, "input": {"messages": value}}
    assert [each.path for each in findings("S003", pair, method="dpo")] == [("input", "messages")]
    assert findings("S003", {**GOOD, "input": {"messages": value}}) == []


@pytest.mark.parametrize(
    ("role", "meant"),
    [
        ("User", "user"),
        ("ASSISTANT", "assistant"),
        (" system ", "system"),
        ("Human", "user"),
        ("prompter", "user"),
        ("input", "user"),
        ("gpt", "assistant"),
        ("bot", "assistant"),
        ("Model", "assistant"),
        ("chatgpt", "assistant"),
        ("output", "assistant"),
        ("function-response", "tool"),
        ("observation", "tool"),
        ("Tool_Response", "tool"),
        ("ipython", "tool"),
    ],
)
def test_other_words_for_roles_are_translated(role, meant):
    (found,) = findings("S006", {"messages": [{"role": role, "content": "Hi"}]}, target="any")
    assert found.fix and not found.fix.safe
    assert found.fix.edits == (SetValue(("messages", 0, "role"), meant),)


@pytest.mark.parametrize("role", ["", "narrator", "usr", "client", "function_call"])
def test_no_role_is_guessed(role):
    (found,) = findings("S006", {"messages": [{"role": role, "content": "Hi"}]})
    assert found.fix is None


@pytest.mark.parametrize(
    ("role", "method", "other"),
    [("developer", "sft", "system"), ("developer", "dpo", "system"), ("system", "rft", "developer")],
)
def test_roles_of_another_method_are_swapped(role, method, other):
    row = {**PAIR, "input": {"messages": [{"role": role}]}} if method == "dpo" else {"messages": [{"role": role}]}
    (found,) = findings("S007", row, method=method)
    assert found.fix and found.fix.edits == (SetValue(found.path, other),)
    assert findings("S007", row, target="any", method=method) == []


def test_a_role_without_counterpart_has_no_fix():
    (found,) = findings("S007", {"messages": [{"role": "function", "name": "f"}]}, method="rft")
    assert found.fix is None


def test_message_keys_are_judged_by_role():
    tool = {"role": "tool", "content": "1", "tool_call_id": "a", "name": "f", "speaker": 1}
    row = {"messages": [{**USER, "refusal": "no"}, {**ANSWER, "refusal": "no", "id": None}, tool]}
    found = findings("S008", row)
    assert [path_text(each.path) for each in found] == ["messages[0].refusal", "messages[1].id", "messages[2].speaker"]
    assert [each.fix.safe for each in found if each.fix] == [False, True, False]


def test_message_keys_of_unknown_roles_are_left_alone():
    assert findings("S008", {"messages": [{"from": "human", "value": "Hi"}, {"role": "human", "x": 1}]}) == []


@pytest.mark.parametrize("weight", [0, 1])
def test_integer_weights_are_fine(weight):
    assert findings("S013", {"messages": [USER, {**ANSWER, "weight": weight}]}) == []


@pytest.mark.parametrize("weight", [True, False, "1", 2, -1, 0.5, [1], {}])
def test_other_weights_are_left_to_the_user(weight):
    (found,) = findings("S013", {"messages": [USER, {**ANSWER, "weight": weight}]})
    assert found.path == ("messages", 1, "weight") and found.fix is None


@pytest.mark.parametrize(("weight", "whole"), [(1.0, 1), (0.0, 0)])
def test_whole_floats_are_written_as_integers(weight, whole):
    (found,) = findings("S013", {"messages": [USER, {**ANSWER, "weight": weight}]})
    assert found.fix and found.fix.safe and found.fix.edits == (SetValue(found.path, whole),)
    assert type(found.fix.edits[0].value) is int


def test_a_weight_on_another_speaker_is_one_problem_whatever_it_is():
    found = structure({"messages": [{**USER, "weight": "x"}, ANSWER]})
    assert [(each.code, each.severity) for each in found] == [("S013", "error")]
    assert found[0].fix and not found[0].fix.safe and found[0].fix.edits == (RemoveKey(("messages", 0, "weight")),)


def test_weights_do_not_matter_where_nothing_is_known_of_them():
    assert findings("S013", {"messages": [USER, {**ANSWER, "weight": 0.5}]}, target="any") == []


@pytest.mark.parametrize("name", [None, 1, "", "a b", "a/b", "x" * 65, "a\n"])
def test_names_that_are_refused(name):
    assert [each.path for each in findings("S014", {"messages": [{**USER, "name": name}]})] == [("messages", 0, "name")]


@pytest.mark.parametrize("name", ["a", "A_b-9", "Zoë", "x" * 64])
def test_names_that_are_taken(name):
    assert findings("S014", {"messages": [{**USER, "name": name}]}) == []


@pytest.mark.parametrize("target", ["azure", "any"])
def test_a_function_message_needs_its_name(target):
    (found,) = findings("S014", {"messages": [{"role": "function", "content": "1"}]}, target=target)
    assert found.severity == "error"


@pytest.mark.parametrize(
    ("row", "target", "method", "codes"),
    [
        ({"prompt": "Hi", "completion": "Hello!"}, "azure", "sft", ["S010"]),
        ({"prompt": "Hi", "completion": "Hello!"}, "azure", "completion", []),
        ({"prompt": "Hi", "completion": "Hello!"}, "azure", "dpo", ["S009"]),
        ({"prompt": "Hi", "completion": "Hello!"}, "any", "sft", []),
        ({"instruction": "Greet.", "input": "", "output": "Hi"}, "openai", "sft", ["S012"]),
        ({"instruction": "Greet.", "input": "", "output": "Hi"}, "any", "sft", []),
        (PAIR, "azure", "sft", ["S009"]),
        (GOOD, "azure", "completion", ["S009"]),
        (GOOD, "any", "dpo", ["S009"]),
        ({"height": 1}, "any", None, ["S016"]),
        ({"height": 1}, "azure", "sft", ["S016"]),
    ],
)
def test_a_whole_file_in_another_shape_is_one_problem(row, target, method, codes):
    assert [each.code for each in structure(row, row, target=target, method=method)] == codes


def test_the_commands_that_convert_are_named():
    (legacy,) = structure({"prompt": "Hi", "completion": "Hello!"}, method="sft")
    assert "ftdata convert FILE --to chat -o OUT" in legacy.message
    assert legacy.severity == "error" and legacy.fix and legacy.fix.safe and legacy.fix.edits == ()


def test_the_method_that_was_given_is_quoted():
    (found,) = structure(GOOD, method="dpo")
    assert "fine-tune-chat format" in found.message and "(provided method=dpo)" in found.message


def test_an_unknown_format_lists_keys_formats_and_the_way_out():
    (found,) = structure({"height": 1, "width": 2})
    assert all(word in found.message for word in ("'height', 'width'", "chat", "--columns prompt=")), found.message


def test_nothing_readable_is_no_unknown_format():
    assert structure("Hi", 7) == []


def test_key_values_cannot_fill_the_message():
    for each in structure({**GOOD, "k" * 5000: 1, "\x1b[31m": 2}):
        assert len(each.message) < 400 and "\x1b" not in each.message


def test_refused_and_missing_keys_are_not_told_twice():
    found = structure(GOOD, {**GOOD, "id": 1}, {**GOOD, "functions": []})
    assert sorted(each.code for each in found) == ["S001", "S011"]


def test_optional_keys_are_fine_where_nothing_is_known_of_them():
    assert structure(GOOD, {**GOOD, "id": 1}, target="any") == []
