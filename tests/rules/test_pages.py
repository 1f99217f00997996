"""Every rule's page: complete, dated, and its fenced examples do what they say."""

import json
import re
import sys
from copy import copy
from datetime import date

import pytest

from ftdata import loaders
from ftdata.engine import Settings
from ftdata.engine.fix import Fixer, text_of
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules import rules
from ftdata.rules.page import HEADINGS, Fence, page
from ftdata.targets import Fact
from ftdata.types import Location, Problem

RULES = list(rules().values())
QUIET_FAMILIES = ("L", "M", "D", "Q")  # about whole files and choices: an example of two rows would always set them off
FENCES = [(rule, number, fence) for rule in RULES for number, fence in enumerate(page(rule).fences)]
IDS = [f"{rule.code}-{number}-{fence.kind}" for rule, number, fence in FENCES]


def _settings(code: str, fence: Fence) -> Settings:
    options = fence.options
    known = {code[0] for code in rules()}
    quiet = tuple(family for family in QUIET_FAMILIES if family != code[0] and family in known)
    day = date.fromisoformat(options["today"]) if "today" in options else date(2026, 11, 23)
    return Settings(
        target=options.get("target", "azure"),
        method=options.get("method"),
        model=options.get("model"),
        format=options.get("format"),
        ignore=quiet,
        today=day,
        options=_told(options.get("set")),
    )


def _told(text: str | None) -> dict[str, object]:
    name, _, value = (text or "").partition(":")
    return {name: json.loads(value)} if text else {}


def _problems(code, fence, directory) -> list[Problem]:
    path = directory / fence.options.get("file", "train.jsonl")
    path.write_bytes(fence.content)
    if "size" in fence.options:
        return _of_size(code, fence, str(path))
    if "fact" in fence.options:
        return _of_fact(code, fence, str(path))
    report = validate([str(path)], _settings(code, fence))
    regraded = rules()[code].severity == "info" or any(p.code == code for p in report.problems)
    return [p for p in report.problems if p.severity != "info" or (regraded and p.code == code)]


def _of_size(code, fence, path) -> list[Problem]:
    """What the rule itself says of the file, were it so large: a docstring cannot hold it."""
    settings = _settings(code, fence)
    intake = take_in(path, settings)
    summary = intake.summary._replace(size=int(fence.options["size"]))
    judge = Judge(summary, intake.destination, settings)
    rule = rules()[code]
    return [judge.problem(rule, finding, Location(path)) for finding in rule.check(summary, judge.destination)]


def _of_fact(code, fence, path) -> list[Problem]:
    """What all rules about rows say for a target with one fact more."""
    settings = _settings(code, fence)
    intake = take_in(path, settings)
    name, value = fence.options["fact"].split(":", 1)
    target = copy(intake.destination.target)
    target.facts = target.facts | {name: Fact(json.loads(value), "this example", date(2026, 11, 23))}
    judge = Judge(intake.summary, intake.destination._replace(target=target), settings)
    return [problem for record in intake.records for problem in judge.judge(record).problems]


@pytest.mark.parametrize(("rule", "number", "fence"), FENCES, ids=IDS)
def test_example(rule, number, fence, tmp_path, monkeypatch):
    if "max_line" in fence.options:
        monkeypatch.setattr(loaders.jsonl, "MAX_LINE", int(fence.options["max_line"]))
    if "max_values" in fence.options:
        monkeypatch.setattr(sys.modules["ftdata.jsontext.parse"], "MAX_VALUES", int(fence.options["max_values"]))
        monkeypatch.setattr(loaders.jsonl, "_LONG", 0)
    if fence.kind == "bad":
        found = _problems(rule.code, fence, tmp_path)
        assert [problem.code for problem in found] == [rule.code], found
    elif fence.kind == "good":
        assert _problems(rule.code, fence, tmp_path) == []
    else:
        before = page(rule).fences[number - 1]
        assert before.kind == "bad", "a fixed example follows the bad one it mends"
        assert _fixed(rule.code, before, tmp_path) == fence.content
        assert _problems(rule.code, fence, tmp_path) == []


def _fixed(code, fence, directory) -> bytes:
    path = directory / fence.options.get("file", "train.jsonl")
    path.write_bytes(fence.content)
    settings = _settings(code, fence)
    intake = take_in(str(path), settings)
    fixer = Fixer(Judge(intake.summary, intake.destination, settings), unsafe=True, select=(code,))
    fixed = [fixer.fix(record) for record in intake.records]
    return b"".join(text_of(each.record) + b"\n" for each in fixed if each.record)


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
