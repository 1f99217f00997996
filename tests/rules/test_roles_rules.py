"""The family R beyond its pages: who speaks when, on broken rows, in pairs, and by target."""

import pytest

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.rules import Row, get, rules
from ftdata.targets import destination
from ftdata.types import Record, path_text

ORDER = [rule for rule in rules().values() if rule.family == "roles"]
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
LETTERS = {"s": "system", "d": "developer", "u": "user", "a": "assistant", "t": "tool", "c": "assistant"}


def talk(letters, **last):
    """A conversation in letters: c is the assistant calling a tool."""
    messages = [{"role": LETTERS[letter], "content": "x"} for letter in letters]
    for message, letter in zip(messages, letters, strict=True):
        message.update({"c": {"tool_calls": [CALL]}, "t": {"tool_call_id": "c1"}}.get(letter, {}))
    messages[-1] |= last
    return messages


def problems(row, target="any", **options):
    report = validate([[row]], Settings(target=target, select=("R",), **options))
    return [(problem.code, path_text(problem.path), problem.severity) for problem in report.problems]


def codes(row, **options):
    return [code for code, _, _ in problems(row, **options)]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("ua", []),
        ("sua", []),
        ("dua", []),
        ("suaua", []),
        ("uctua", []),
        ("ucta", []),
        ("ucctta", []),
        ("uca", []),
        ("uac", []),
        ("uct", ["R002"]),
        ("u", ["R001"]),
        ("su", ["R001"]),
        ("uau", ["R002"]),
        ("a", ["R004"]),
        ("sa", ["R004"]),
        ("saa", ["R004", "R007"]),
        ("aua", ["R008"]),
        ("saua", ["R008"]),
        ("cta", ["R004"]),
        ("usa", ["R006"]),
        ("uasua", ["R006"]),
        ("ssua", ["R006"]),
        ("sdua", ["R006"]),
        ("uasdsua", ["R006"]),
        ("uua", ["R007"]),
        ("uuua", ["R007"]),
        ("uuaauua", ["R007", "R007", "R007"]),
        ("usua", ["R006"]),
    ],
)
def test_who_speaks_when(letters, expected):
    target = "azure" if "R002" in expected else "any"
    assert codes({"messages": talk(letters)}, target=target, method="sft") == expected


def test_places():
    assert problems({"messages": talk("suuua")}) == [("R007", "messages[2]", "warning")]
    assert problems({"messages": talk("uasdua")}) == [("R006", "messages[2]", "warning")]
    assert problems({"messages": talk("sauaa")}) == [
        ("R007", "messages[4]", "warning"),
        ("R008", "messages[1]", "warning"),
    ]


@pytest.mark.parametrize(("target", "severity"), [("azure", "info"), ("openai", "info"), ("any", "warning")])
def test_turns_by_one_speaker_are_graded_by_target(target, severity):
    assert problems({"messages": talk("uua")}, target=target) == [("R007", "messages[1]", severity)]


def test_the_user_has_the_last_word_about_a_grade():
    assert problems({"messages": talk("uua")}, target="azure", severity={"R007": "error"})[0][2] == "error"


@pytest.mark.parametrize(
    ("letters", "expected"), [("u", []), ("du", []), ("ua", ["R003"]), ("ud", ["R003", "R006"]), ("uct", ["R003"])]
)
def test_prompts_for_reinforcement_end_with_the_user(letters, expected):
    assert codes({"messages": talk(letters), "answer": "x"}, target="azure", method="rft") == expected
    without = [code for code in expected if code != "R003"]
    assert codes({"messages": talk(letters), "answer": "x"}, target="any", method="rft") == without


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((None, None), []),
        ((0, None), []),
        ((0, 1), []),
        ((1, 0), ["R009"]),
        ((None, 0), ["R009"]),
        ((0, 0), ["R005"]),
        ((0.0, 0), ["R005"]),
        ((False, False), []),
        (("0", "0"), []),
    ],
)
def test_weights(weights, expected):
    messages = talk("uaua")
    for message, weight in zip((messages[1], messages[3]), weights, strict=True):
        message.update({} if weight is None else {"weight": weight})
    assert codes({"messages": messages}, method="sft") == expected
    assert codes({"messages": messages}, method="rft", target="any") == []


def test_a_lone_answer_of_weight_zero():
    assert problems({"messages": talk("ua", weight=0)}) == [("R005", "messages", "error")]


def pair(letters):
    answer = [{"role": "assistant", "content": "x"}]
    other = [{"role": "assistant", "content": "y"}]
    return {"input": {"messages": talk(letters)}, "preferred_output": answer, "non_preferred_output": other}


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("u", []),
        ("su", []),
        ("uau", []),
        ("s", [("R004", "input.messages")]),
        ("us", [("R006", "input.messages[1]")]),
        ("uu", [("R007", "input.messages[1]")]),
        ("au", [("R008", "input.messages[0]")]),
    ],
)
def test_only_the_prompt_of_a_pair_is_a_conversation(letters, expected):
    assert [found[:2] for found in problems(pair(letters), method="dpo")] == expected


BROKEN = [
    {"messages": [*talk("aasu"), {"role": "asistant", "content": "x"}]},
    {"messages": [*talk("aasu"), "Hi"]},
    {"messages": [*talk("aasu"), {"content": "x"}]},
    {"messages": []},
    {"messages": "Hi"},
    {"messages": None},
    {},
    {"messages": [], "preferred_output": talk("a")},
    {"preferred_output": talk("a"), "non_preferred_output": talk("a")},
    {"input": {"messages": []}, "preferred_output": talk("a"), "non_preferred_output": talk("a")},
    {"input": {"messages": talk("s")}, "preferred_output": talk("a"), "non_preferred_output": [3]},
]


@pytest.mark.parametrize("row", BROKEN)
@pytest.mark.parametrize("method", ["sft", "dpo", "rft"])
@pytest.mark.parametrize("rule", ORDER, ids=[rule.code for rule in ORDER])
def test_nothing_is_said_about_the_order_of_broken_conversations(rule, method, row):
    record = Record("x.jsonl", 1, 0, 1, None, row)
    assert list(rule.check(Row(row, record, destination("azure", method)))) == []


def test_there_are_nine_rules_about_order():
    assert [rule.code for rule in ORDER] == [f"R00{number}" for number in range(1, 10)]
    assert get("consecutive-same-role").code == "R007"
