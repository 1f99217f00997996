"""``ftdata rule``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from ftdata.cli._nearest import unknown
from ftdata.cli._options import rule_names
from ftdata.cli._print import show
from ftdata.cli._table import aligned
from ftdata.reporters import safe
from ftdata.rules import Rule, matches, rules
from ftdata.rules.page import page

HELP = "list the rules, or explain one"
EPILOG = """\
examples:
  ftdata rule
  ftdata rule R            the rules whose code begins with R
  ftdata rule R001
  ftdata rule no-assistant
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code, its beginning, or a name")


def run(options: Namespace) -> int:
    """Print a table of rules, or the page of one."""
    every = list(rules().values())
    wanted = (options.code or "").strip()
    chosen = [rule for rule in every if matches(rule, [wanted])]
    if not chosen:
        raise unknown("rule", options.code, rule_names(), "`ftdata rule`")
    exact = [rule for rule in chosen if wanted.upper() == rule.code or wanted.lower() == rule.name]
    show(_page(exact[0]) if exact else _table(chosen))
    return 0


def _table(chosen: Sequence[Rule]) -> Iterator[str]:
    head = ("code", "name", "severity", "fix", "title")
    yield from aligned(
        [head, *((rule.code, rule.name, rule.severity, _fix(rule), page(rule).title) for rule in chosen)]
    )


def _fix(rule: Rule) -> str:
    """Take the first word of the section about the fix: safe, unsafe, or nothing."""
    words = page(rule).sections.get("Fix", "").replace(":", " ").split()
    first = words[0].lower().rstrip(".,;") if words else ""
    return first if first in ("safe", "unsafe") else "-"


def _page(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name}"
    methods = f"methods: {', '.join(rule.methods)}" if rule.methods else "all methods"
    yield f"severity: {rule.severity}; {methods}; fix: {_fix(rule)}; page: {rule.url}"
    yield ""
    yield from map(safe, (rule.module.__doc__ or "").strip().splitlines())
