"""Reports: from a Report to lines of text.

To add one: write a module here, named as users will ask for it, with ``NAME`` (the same name), ``TITLE`` and
``write(report, style) -> Iterator[str]``, which yields lines without their ends. Whatever comes from data or from
file names goes through ``safe`` (or ``safe_json``) on its way out.
"""

import importlib
from collections.abc import Iterator
from typing import Protocol, cast

from ftdata import registry
from ftdata.errors import UsageError
from ftdata.reporters._paint import paint
from ftdata.reporters._safe import guarded, safe, safe_json
from ftdata.reporters._style import Style, no_excerpt
from ftdata.types import Problem, Report

__all__ = ["Reporter", "Style", "count", "get", "guarded", "names", "no_excerpt", "paint", "safe", "safe_json", "shown"]


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


def count(number: int, noun: str) -> str:
    """Say how many of a thing."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def shown(report: Report, style: Style) -> list[Problem]:
    """Return the problems that a report lists, in order."""
    return [problem for problem in report.problems if style.show_info or problem.severity != "info"]
