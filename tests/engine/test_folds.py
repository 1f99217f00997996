"""Rules that compare rows wait for rows that concern them, and never for long."""

import json

from ftdata.engine.folds import _MOST, Folds
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Settings
from ftdata.rules import Row
from ftdata.targets import destination
from ftdata.types import FileSummary, Record

GOAL = destination("azure", "sft")


def row(number, **more):
    messages = [{"role": "user", "content": f"{number}?"}, {"role": "assistant", "content": str(number)}]
    value = {"messages": messages} | more
    raw = json.dumps(value).encode()
    return Row(value, Record("x.jsonl", number, 0, number, raw, value), GOAL)


def folds():
    judge = Judge(FileSummary("x.jsonl", format="chat"), GOAL, Settings(target="azure"))
    return Folds(judge.rules("Fold"), GOAL, None)


def test_a_rule_about_images_waits_for_one():
    found = folds()
    for number in range(5):
        found.add(row(number))
    assert "V008" in found._waiting
    part = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    found.add(row(9, extra=[part]))
    assert "V008" not in found._waiting
    assert "V008" in found._made


def test_few_rows_are_kept_for_rules_that_wait():
    found = folds()
    for number in range(3 * _MOST):
        found.add(row(number))
        assert len(found._early) < _MOST
    assert not found._waiting
    assert not found._early
