"""Every rule's page: complete, dated, and its fenced examples do what they say."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from ftdata import loaders
from ftdata.engine.examples import fault, problems
from ftdata.rules import rules
from ftdata.rules.page import HEADINGS, page

RULES = list(rules().values())
DOCS = Path(__file__).parents[2] / "docs"
ONE_IS_NOT_TWO = re.compile(r"(?<!line )\b1 (rows|examples|messages|answers|images|tools|files|texts)\b")
FENCES = [(rule, number, fence) for rule in RULES for number, fence in enumerate(page(rule).fences)]
IDS = [f"{rule.code}-{number}-{fence.kind}" for rule, number, fence in FENCES]

UNPRINTABLE = {"max_line", "max_values"}


def _generator():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()


@pytest.mark.parametrize(("rule", "number", "fence"), FENCES, ids=IDS)
def test_example(rule, number, fence, tmp_path, monkeypatch):
    if "max_line" in fence.options:
        monkeypatch.setattr(loaders.jsonl, "MAX_LINE", int(fence.options["max_line"]))
    if "max_values" in fence.options:
        monkeypatch.setattr(sys.modules["ftdata.jsontext.parse"], "MAX_VALUES", int(fence.options["max_values"]))
        monkeypatch.setattr(loaders.jsonl, "_LONG", 0)
    assert fault(rule, page(rule).fences, number, tmp_path) == ""


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_page_is_complete(rule):
    found = page(rule)
    assert re.fullmatch(r".+\.", found.title), "what stands before the first heading is one sentence"
    assert tuple(found.sections) == HEADINGS
    assert {"bad", "good"} <= {fence.kind for fence in found.fences}, "one bad and one good example at least"
    sources = [line for line in found.sections["Sources"].splitlines() if line.startswith("- ")]
    assert sources and all(re.search(r"\(.*\d{4}", line) or "ftdata" in line for line in sources), "sources are dated"


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_fix_is_shown(rule, tmp_path):
    """A rule whose findings carry edits says whether they are safe, and shows what becomes of a bad example."""
    found = page(rule)
    kinds = {fence.kind for fence in found.fences}
    bad = [fence for fence in found.fences if fence.kind == "bad" and not UNPRINTABLE & set(fence.options)]
    said = found.sections["Fix"]
    assert said.startswith(("Safe", "Unsafe", "None")), said
    fixes = [each.fix for fence in bad for each in problems(rule, fence, tmp_path) if each.fix and each.fix.edits]
    assert bool(fixes) <= ("fixed" in kinds), "a fix is shown by an example"
    assert not (fixes and said.startswith("None"))
    assert all(fix.safe for fix in fixes) <= ("Safe" in said or "safe" in said or not fixes)
    assert not ("fixed" in kinds and said.startswith("None"))


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_the_page_says_what_the_rule_says(rule):
    """The published page has the messages of the examples, and how the rule is graded."""
    shown = (DOCS / "rules" / f"{rule.code}.md").read_text(encoding="utf-8")
    assert "\n".join(GENERATOR.rule_page(rule)) + "\n" == shown, "run `make docs`"
    messages = "\n".join(re.findall(r"^What is said:\n\n```text\n(.*?)^```$", shown, re.MULTILINE | re.DOTALL))
    assert bool(messages) == any(
        not UNPRINTABLE & set(fence.options) for fence in page(rule).fences if fence.kind == "bad"
    )
    assert not ONE_IS_NOT_TWO.search(messages), "one row has, two rows have"
