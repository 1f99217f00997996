"""Reports: from a Report to lines of text.

To add one: write a module here, named as users will ask for it, with ``NAME`` (the same name), ``TITLE`` and
``write(report, style) -> Iterator[str]``, which yields lines without their ends. Whatever comes from data or from
file names goes through ``safe`` (or ``safe_json``) on its way out.
"""

import importlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol, cast

from ftdata import registry
from ftdata.errors import UsageError
from ftdata.reporters._paint import paint
from ftdata.reporters._safe import guarded, safe, safe_json
from ftdata.types import Problem, Report

__all__ = ["Reporter", "Style", "get", "guarded", "names", "paint", "safe", "safe_json", "shown"]


def no_page(_: str) -> str:
    """Know of no pages."""
    return ""


class Style(NamedTuple):
    """How the user wants a report to look; each reporter heeds what concerns it.

    Attributes:
        page: Address of a rule's page, by code.
        show_info: List findings of severity ``info`` too.
        max_problems: Problems printed for each rule; 0 for all.
        statistics: Add a table of the rules.
        quiet: Leave the problems out.
        verbose: Add what was learned about each file, and the notes.
        colour: Use ANSI colours.
        width: Columns of the terminal; 0 never breaks a line.
        notes: What else a reader may want to know about the run.
    """

    page: Callable[[str], str] = no_page
    show_info: bool = False
    max_problems: int = 50
    statistics: bool = False
    quiet: bool = False
    verbose: bool = False
    colour: bool = False
    width: int = 0
    notes: tuple[str, ...] = ()


class Reporter(Protocol):
    """What a module of this room defines."""

    NAME: str
    TITLE: str

    def write(self, report: Report, style: Style) -> Iterator[str]:
        """Yield the lines of the report, without line ends."""
        ...


def names() -> tuple[str, ...]:
    """Names of all reporters, sorted. None is imported."""
    return registry.names("ftdata.reporters")


def get(name: str) -> Reporter:
    """Return a reporter by name.

    Raises:
        UsageError: There is none of that name; the message lists those there are.
    """
    if name not in names():
        raise UsageError(f"no report is called {name!r}; there are: {', '.join(names())}")
    return cast("Reporter", importlib.import_module(f"ftdata.reporters.{name}"))


def shown(report: Report, style: Style) -> list[Problem]:
    """Return the problems that a report lists, in order."""
    return [problem for problem in report.problems if style.show_info or problem.severity != "info"]
