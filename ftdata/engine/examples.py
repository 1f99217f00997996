"""Running the examples of a rule's page: what is called bad has one problem, what is called good has none.

Only a rule's own code counts, and what is worse than information: an example of two rows would always be told that it
is too small.
"""

import json
import os
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from ftdata.engine.fix import Fixer, text_of
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.reporters import safe
from ftdata.rules import Rule, rules
from ftdata.rules.page import HEADINGS, Fence, page
from ftdata.targets import Fact
from ftdata.types import Location, Problem, Record, Report, path_text

TODAY = date(2026, 11, 23)
"""The day on which examples are judged, unless they name another."""

_WHOLE = ("L", "M", "D", "Q")
"""Families about whole files and choices."""


def faults(rule: Rule, folder: Path, plugins: tuple[str, ...] = ()) -> Iterator[str]:
    """Say what is wrong with the page of a rule, and which of its examples do not do what they say.

    Args:
        rule: The rule.
        folder: An empty folder to work in.
        plugins: Files of rules of the user's own, its own among them.
    """
    found = page(rule)
    if tuple(found.sections) != HEADINGS:
        yield f"the headings of its page have to be {', '.join(HEADINGS)}, in this order"
    if missing := {"bad", "good"} - {fence.kind for fence in found.fences}:
        yield f"it has no {' and no '.join(sorted(missing))} example"
    for number, fence in enumerate(found.fences):
        said = fault(rule, found.fences, number, folder, plugins)
        if said:
            yield f"example {number + 1} ({fence.kind}): {said}"


def fault(rule: Rule, fences: tuple[Fence, ...], number: int, folder: Path, plugins: tuple[str, ...] = ()) -> str:
    """Say what an example does instead of what it says; nothing when it does as it says.

    Args:
        rule: The rule.
        fences: The examples of its page.
        number: Which of them, from 0.
        folder: An empty folder to work in.
        plugins: Files of rules of the user's own, its own among them.
    """
    fence = fences[number]
    codes = [problem.code for problem in problems(rule, fence, folder, plugins)]
    wanted = [rule.code] if fence.kind == "bad" else []
    if codes != wanted:
        return f"expected {', '.join(wanted) or 'no problem'}, found {', '.join(codes) or 'none'}"
    if fence.kind == "fixed":
        if not number or fences[number - 1].kind != "bad":
            return "it has to follow the bad example that it mends"
        made = fixed(rule, fences[number - 1], folder, plugins)
        if made != fence.content:
            return f"the fix makes {made.decode(errors='replace')!r} of the bad example"
    return ""


def problems(rule: Rule, fence: Fence, folder: Path, plugins: tuple[str, ...] = ()) -> list[Problem]:
    """What is found in an example."""
    path = _written(fence, folder)
    chosen = _settings(rule.code, fence, plugins)
    if "size" in fence.options:
        return _of_size(rule, fence, path, chosen)
    if "fact" in fence.options:
        return _of_fact(fence, path, chosen)
    if "compare" in fence.options:
        return _of_comparison(rule, fence, path, chosen)
    report = validate([path], chosen)
    own = rule.severity == "info" or any(problem.code == rule.code for problem in report.problems)
    return [each for each in report.problems if each.severity != "info" or (own and each.code == rule.code)]


def said(rule: Rule, fence: Fence, folder: Path) -> list[str]:
    """What is printed about a ``bad`` example: place and message, then the fix; nothing for what no page can hold."""
    if {"max_line", "max_values"} & set(fence.options):
        return []
    lines = [line for problem in problems(rule, fence, folder) for line in _told_about(problem)]
    return [line.replace(f"{folder}{os.sep}", "") for line in lines]


def _told_about(problem: Problem) -> Iterator[str]:
    line = [f"line {problem.location.line}"] if problem.location.line else []
    path = [path_text(problem.path)] if problem.path else []
    head = " ".join([problem.severity, problem.code, *line, *path])
    yield safe(f"{head}: {problem.message}")
    if problem.fix:
        yield safe(f"fix ({'safe' if problem.fix.safe else 'unsafe'}): {problem.fix.title}")


def _written(fence: Fence, folder: Path) -> str:
    """Write an example; what is to be looked at is its file, or a directory when there is something beside it."""
    other = fence.options.get("beside")
    place = folder / "beside" / other.partition(".")[0] if other else folder
    place.mkdir(parents=True, exist_ok=True)
    path = place / fence.options.get("file", "train.jsonl")
    path.write_bytes(fence.content)
    if other:
        (place / other).write_bytes(fence.content)
    return str(place if other else path)


def fixed(rule: Rule, fence: Fence, folder: Path, plugins: tuple[str, ...] = ()) -> bytes:
    """What the fixes of a rule make of an example."""
    path = folder / fence.options.get("file", "train.jsonl")
    path.write_bytes(fence.content)
    chosen = _settings(rule.code, fence, plugins)
    judge, records = _judge(fence, str(path), chosen)
    fixer = Fixer(judge, unsafe=True, select=(rule.code,))
    mended = [fixer.fix(record) for record in records]
    return b"".join(text_of(each.record) + b"\n" for each in mended if each.record)


def _settings(code: str, fence: Fence, plugins: tuple[str, ...]) -> Settings:
    options = fence.options
    known = {each[0] for each in rules()}
    return Settings(
        target=options.get("target", "azure"),
        method=options.get("method"),
        model=options.get("model"),
        format=options.get("format"),
        ignore=(*(family for family in _WHOLE if family != code[0] and family in known), *_ignored(options)),
        today=date.fromisoformat(options["today"]) if "today" in options else TODAY,
        plugins=plugins,
        options=_told(options.get("set")) | _moderated(options.get("flags")),
    )


def _moderated(word: str | None) -> dict[str, Any]:
    """Ask a stand-in for a moderation service, which no test can call."""
    return {"X003.endpoint": lambda texts: [{"flagged": word in text} for text in texts]} if word else {}


def _ignored(options: Mapping[str, str]) -> list[str]:
    return options["ignore"].split(",") if "ignore" in options else []


def _told(text: str | None) -> dict[str, Any]:
    name, _, value = (text or "").partition(":")
    return {name: json.loads(value)} if text else {}


def _of_size(rule: Rule, fence: Fence, path: str, chosen: Settings) -> list[Problem]:
    """What the rule itself says of the file, were it so large: a docstring cannot hold it."""
    intake = take_in(path, chosen)
    summary = intake.summary._replace(size=int(fence.options["size"]))
    judge = Judge(summary, intake.destination, chosen)
    return [judge.problem(rule, finding, Location(path)) for finding in rule.check(summary, judge.destination)]


def _of_fact(fence: Fence, path: str, chosen: Settings) -> list[Problem]:
    """What all rules about rows say for a target with one fact more."""
    judge, records = _judge(fence, path, chosen)
    return [problem for record in records for problem in judge.judge(record).problems]


def _judge(fence: Fence, path: str, chosen: Settings) -> tuple[Judge, Iterator[Record]]:
    """What an example is judged by, and its records."""
    intake = take_in(path, chosen)
    goal = intake.destination
    if "fact" in fence.options:
        name, value = fence.options["fact"].split(":", 1)
        target = copy(goal.target)
        target.facts = target.facts | {name: Fact(json.loads(value), "this example", TODAY)}
        goal = goal._replace(target=target)
    return Judge(intake.summary, goal, chosen), iter(intake.records)


def _of_comparison(rule: Rule, fence: Fence, path: str, chosen: Settings) -> list[Problem]:
    """What a rule that compares rows says of them; the last ones stand in a file of their own."""
    from ftdata.engine.alike.findings import Comparison, compare

    lines = fence.content.splitlines(keepends=True)
    with_what, others = fence.options["compare"], int(fence.options.get("others", 0))
    other = str(Path(path).with_name(f"{with_what.removesuffix('.jsonl')}.jsonl"))
    cut = len(lines) - others
    Path(path).write_bytes(b"".join(lines[:cut]))
    Path(other).write_bytes(b"".join(lines[cut:]))
    against = () if with_what in ("duplicates", "benchmark") else (other,)
    benchmarks = (other,) if with_what == "benchmark" else ()
    comparison = Comparison(with_what == "duplicates", against, benchmarks)
    found = compare([path], chosen, comparison, Report(chosen.target)).problems
    return [problem for problem in found if problem.code == rule.code]
