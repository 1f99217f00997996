"""``ftdata rule``."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from ftdata.cli._nearest import unknown
from ftdata.cli._options import rule_names
from ftdata.cli._print import show
from ftdata.cli._style import page_of
from ftdata.cli._table import aligned
from ftdata.errors import UsageError
from ftdata.jsontext import dumps
from ftdata.reporters import safe
from ftdata.rules import Rule, matches, rules
from ftdata.rules.option import options_of
from ftdata.rules.page import page
from ftdata.rules.plugins import load

HELP = "list the rules, explain one, or write and test one of your own"
EPILOG = """\
examples:
  ftdata rule
  ftdata rule R            the rules whose code begins with R
  ftdata rule R001
  ftdata rule no-assistant
  ftdata rule --all --output markdown
  ftdata rule --new no-jokes             writes u001_no_jokes.py
  ftdata rule --test u001_no_jokes.py    runs the examples on its page
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code, its beginning, or a name")
    parser.add_argument("--all", action="store_true", help="the whole page of every rule chosen")
    parser.add_argument("--output", choices=("text", "json", "markdown"), default="text", help="(default: text)")
    parser.add_argument("--plugin", action="append", metavar="FILE", help="rules of your own, listed with the others")
    parser.add_argument("--new", metavar="NAME", help="write a file for a rule of your own, to be filled in")
    parser.add_argument("--test", nargs="+", metavar="FILE", help="run the examples of rules of your own")


def run(options: Namespace) -> int:
    """Print rules, or write or test one."""
    if options.new is not None:
        show([_written(options.new)])
        return 0
    if options.test:
        return _test(options.test)
    load(options.plugin or ())
    show(_OUTPUTS[options.output](*_chosen(options)))
    return 0


def _chosen(options: Namespace) -> tuple[list[Rule], bool]:
    """The rules that are meant, and whether their pages are wanted."""
    wanted = (options.code or "").strip()
    chosen = [rule for rule in rules().values() if matches(rule, [wanted])]
    if not chosen:
        raise unknown("rule", options.code, rule_names(), "`ftdata rule`")
    exact = [rule for rule in chosen if wanted.upper() == rule.code or wanted.lower() == rule.name]
    return (exact, True) if exact else (chosen, options.all)


def _text(chosen: Sequence[Rule], whole: bool) -> Iterator[str]:
    if whole:
        for number, rule in enumerate(chosen):
            yield from ("", "") if number else ()
            yield from _page(rule)
        return
    head = ("code", "name", "severity", "fix", "title")
    yield from aligned(
        [head, *((rule.code, rule.name, rule.severity, _fix(rule), page(rule).title) for rule in chosen)]
    )


def _json(chosen: Sequence[Rule], whole: bool) -> Iterator[str]:
    yield dumps([_described(rule, whole) for rule in chosen]).decode()


def _described(rule: Rule, whole: bool) -> dict[str, Any]:
    found = page(rule)
    about: dict[str, Any] = {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "fix": _fix(rule).replace("-", "none"),
        "methods": list(rule.methods),
        "title": found.title,
        "url": page_of(rule.code),
        "options": [{"name": each.name, "default": each.default, "reason": each.reason} for each in options_of(rule)],
    }
    return about | {"page": found.sections} if whole else about


def _markdown(chosen: Sequence[Rule], whole: bool) -> Iterator[str]:
    if not whole:
        yield "| Code | Name | Severity | Fix | What it finds |"
        yield "|---|---|---|---|---|"
        for rule in chosen:
            yield f"| {rule.code} | `{rule.name}` | {rule.severity} | {_fix(rule)} | {page(rule).title} |"
        return
    for rule in chosen:
        found = page(rule)
        yield f"# {rule.code} `{rule.name}`"
        yield f"\n{found.title}\n"
        yield f"Severity: {rule.severity}. Fix: {_fix(rule).replace('-', 'none')}. Page: <{page_of(rule.code)}>."
        for heading, text in found.sections.items():
            yield f"\n## {heading}\n"
            yield text
        yield ""


_OUTPUTS = {"text": _text, "json": _json, "markdown": _markdown}


def _fix(rule: Rule) -> str:
    """Take the first word of the section about the fix: safe, unsafe, or nothing."""
    words = page(rule).sections.get("Fix", "").replace(":", " ").split()
    first = words[0].lower().rstrip(".,;") if words else ""
    return first if first in ("safe", "unsafe") else "-"


def _page(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name}"
    methods = f"methods: {', '.join(rule.methods)}" if rule.methods else "all methods"
    yield f"severity: {rule.severity}; {methods}; fix: {_fix(rule)}; page: {page_of(rule.code)}"
    for option in options_of(rule):
        yield f"--set {option.name}={option.default}: {option.reason}"
    yield ""
    yield from map(safe, (rule.module.__doc__ or "").strip().splitlines())


def _written(name: str) -> str:
    """Write a file for a new rule and say so.

    Raises:
        UsageError: The name is none, is taken, or the file is there.
    """
    from ftdata.rules.skeleton import file_name, skeleton

    text, file = skeleton(name), file_name(name, os.listdir())
    try:
        with open(file, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(f"{file} exists already") from error
    return f"wrote {file}; `ftdata rule --test {file}` runs its examples, `--plugin {file}` runs the rule"


def _test(files: Sequence[str]) -> int:
    """Run the examples of rules; 1 when one does not do what it says."""
    import tempfile
    from pathlib import Path

    from ftdata.engine.examples import faults

    wrong = 0
    for rule in load(files):
        with tempfile.TemporaryDirectory() as folder:
            found = list(faults(rule, Path(folder), (rule.file,)))
        wrong += len(found)
        show([f"{rule.code} {rule.name}: {safe(fault)}" for fault in found] or [f"{rule.code} {rule.name}: as it says"])
    return 1 if wrong else 0
