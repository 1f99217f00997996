"""Limits of rows and files beyond their pages: exact edges, what is not limited, and rows that are skimmed."""

import json

import pytest

from ftdata.engine import Settings
from ftdata.engine import validate as validating
from ftdata.engine.validate import validate
from ftdata.rules import Row, get
from ftdata.rules.limits.l009_message_chars import least
from ftdata.rules.skim import Skimmer
from ftdata.targets import destination
from ftdata.types import FileSummary, Finding, Record, path_text

LIMIT = 1_048_576
USER = {"role": "user", "content": "Hi"}
ANSWER = {"role": "assistant", "content": "Hello!"}


def chat(*messages):
    return {"messages": list(messages)}


def findings(code, row, target="azure", method="sft") -> list[Finding]:
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, None, row), destination(target, method))))


def of_file(code, target="azure", method="sft", options={}, **summary):  # noqa: B006 - only read
    told = FileSummary("x.jsonl", container=summary.pop("container", "jsonl"), **summary)
    return [each.message for each in get(code).check(told, destination(target, method, options=options))]


BROKEN = (None, 7, "text", [], {}, [None], [[]], [7], [{}], [{"content": 7}], [{"content": [None, {}, {"text": 7}]}])


@pytest.mark.parametrize("code", ["L009", "L010"])
@pytest.mark.parametrize("method", ["sft", "dpo", "rft", "completion"])
def test_no_broken_row_stops_a_rule(code, method):
    for value in BROKEN:
        row = {"messages": value, "input": {"messages": value}, "preferred_output": value}
        assert findings(code, row, method=method) == findings(code, {"input": value}, method=method) == []


@pytest.mark.parametrize("more", [0, 1])
def test_characters_of_a_message(more):
    """Characters are counted, not bytes; the parts of a message are counted together."""
    text = "é" * (LIMIT + more)
    half = [{"type": "text", "text": text[:10]}, {"type": "text", "text": text[10:]}]
    for content in (text, half):
        found = findings("L009", chat(USER, {"role": "assistant", "content": content}))
        assert [path_text(each.path) for each in found] == ["messages[1].content"] * more
    assert findings("L009", chat({"role": "user", "content": text}, ANSWER), "any") == []


def test_characters_of_an_answer_of_a_pair():
    long = {"role": "assistant", "content": "a" * (LIMIT + 1)}
    row = {"input": chat(USER), "preferred_output": [ANSWER], "non_preferred_output": [long]}
    assert [path_text(each.path) for each in findings("L009", row, method="dpo")] == ["non_preferred_output[0].content"]


def test_a_row_with_a_message_too_long_is_at_least_as_long_as_said():
    """The shortest row with such a message; whatever is shorter need not be looked at."""
    row = chat({"role": "user", "content": "a" * (LIMIT + 1)})
    shortest = least(destination("azure", "sft"))
    assert findings("L009", row) and shortest is not None
    assert LIMIT < shortest <= len(json.dumps(row, separators=(",", ":")))
    assert least(destination("any", "sft")) is None


def test_a_long_message_is_found_among_rows_that_are_skimmed(tmp_path, monkeypatch):
    monkeypatch.setattr(validating, "FEW", 1)
    taken = []
    take = Skimmer.take
    monkeypatch.setattr(Skimmer, "take", lambda self: (found := take(self), taken.extend(found[0]))[0])
    path = tmp_path / "train.jsonl"
    rows = [chat({"role": "user", "content": f"Number {number}?"}, ANSWER) for number in range(40)]
    rows[20] = chat({"role": "user", "content": "a" * (LIMIT + 1)}, ANSWER)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = validate([str(path)], Settings("azure", "sft", select=("L009",))).problems
    assert [(each.code, each.location.line) for each in found] == [("L009", 21)]
    assert len(taken) >= 36


@pytest.mark.parametrize(("count", "found"), [(2048, []), (2049, ["messages"])])
def test_number_of_messages(count, found):
    row = chat(*[USER, ANSWER] * (count // 2), *[USER] * (count % 2))
    assert [path_text(each.path) for each in findings("L010", row)] == found
    assert findings("L010", row, "any") == findings("L010", row, "openai") == []


def test_number_of_messages_of_a_pair():
    row = {"input": chat(*[USER] * 2049), "preferred_output": [ANSWER], "non_preferred_output": [ANSWER] * 2049}
    paths = [path_text(each.path) for each in findings("L010", row, method="dpo")]
    assert paths == ["input.messages", "non_preferred_output"]


def test_number_of_examples():
    assert of_file("L002", "openai", "rft", rows=50_000) == []
    (said,) = of_file("L002", "openai", "rft", rows=50_001)
    assert "50,001 examples, above 50,000; leave out 1 or more" in said
    for target, method in (("openai", "sft"), ("azure", "rft"), ("any", "rft")):
        assert of_file("L002", target, method, rows=10_000_000) == []


def test_a_limit_of_your_own_counts_before_the_target_s():
    assert of_file("L002", "any", options={"L002.most": 5}, rows=6)
    assert of_file("L002", "openai", "rft", options={"L002.most": 60_000}, rows=55_000) == []
    assert of_file("L002", "any", options={"L002.most": 5}, rows=5) == []


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ({"size": 1 << 30}, False),
        ({"size": (1 << 30) + 1}, True),
        ({"size": 2 << 30, "container": "csv"}, False),
        ({"size": 2 << 30, "compression": "gzip"}, False),
        ({"size": None}, False),
    ],
)
def test_room_of_a_resource(summary, found):
    assert bool(of_file("L004", **summary)) is found
    assert of_file("L004", "openai", **summary) == of_file("L004", "any", **summary) == []


def of_model(name, target="azure", method="sft"):
    return [each.message for each in get("M006").check(destination(target, method, name))]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("gpt-oss-20b", True),
        ("GPT-OSS-120B", True),
        ("qwen3-32b", True),
        ("gpt-4.1-mini", False),
        ("o4-mini-2025-04-16", False),
        ("unheard-of", False),
        (None, False),
    ],
)
def test_type_of_training(name, found):
    assert bool(of_model(name)) is found
    assert of_model(name, "any") == of_model(name, "openai") == []


def test_every_model_that_needs_a_type_is_known():
    target = destination("azure", "sft").target
    assert {name for names in target.facts["training_types"].value.values() for name in names} <= target.models.keys()
