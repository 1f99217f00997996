"""Every rule's page: complete, dated, and its fenced examples do what they say."""

import re
import sys

import pytest

from ftdata import loaders
from ftdata.engine.examples import fixed, problems
from ftdata.rules import rules
from ftdata.rules.page import HEADINGS, page

RULES = list(rules().values())
FENCES = [(rule, number, fence) for rule in RULES for number, fence in enumerate(page(rule).fences)]
IDS = [f"{rule.code}-{number}-{fence.kind}" for rule, number, fence in FENCES]


@pytest.mark.parametrize(("rule", "number", "fence"), FENCES, ids=IDS)
def test_example(rule, number, fence, tmp_path, monkeypatch):
    if "max_line" in fence.options:
        monkeypatch.setattr(loaders.jsonl, "MAX_LINE", int(fence.options["max_line"]))
    if "max_values" in fence.options:
        monkeypatch.setattr(sys.modules["ftdata.jsontext.parse"], "MAX_VALUES", int(fence.options["max_values"]))
        monkeypatch.setattr(loaders.jsonl, "_LONG", 0)
    if fence.kind == "bad":
        found = problems(rule, fence, tmp_path)
        assert [problem.code for problem in found] == [rule.code], found
    elif fence.kind == "good":
        assert problems(rule, fence, tmp_path) == []
    else:
        before = page(rule).fences[number - 1]
        assert before.kind == "bad", "a fixed example follows the bad one it mends"
        assert fixed(rule, before, tmp_path) == fence.content
        assert problems(rule, fence, tmp_path) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_page_is_complete(rule):
    found = page(rule)
    assert re.fullmatch(r".+\.", found.title), "what stands before the first heading is one sentence"
    assert tuple(found.sections) == HEADINGS
    assert {"bad", "good"} <= {fence.kind for fence in found.fences}, "one bad and one good example at least"
    sources = [line for line in found.sections["Sources"].splitlines() if line.startswith("- ")]
    assert sources and all(re.search(r"\(.*\d{4}", line) or "ftdata" in line for line in sources), "sources are dated"


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_fix_is_shown(rule):
    """A rule whose findings carry edits shows a fixed example, and one that shows it says whether it is safe."""
    found = page(rule)
    fix = found.sections["Fix"]
    assert fix.startswith(("Safe", "Unsafe", "None")), fix
    shown = any(fence.kind == "fixed" for fence in found.fences)
    assert not (shown and fix.startswith("None"))
