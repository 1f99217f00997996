"""A report for pipes: one JSON object a problem, a line each, as in the JSON report."""

from collections.abc import Iterator

from ftdata.reporters import Style, shown
from ftdata.reporters._entry import dumped, entry
from ftdata.types import Report

NAME = "jsonl"
TITLE = "JSON Lines, a problem a line"


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield a line for each problem."""
    return (dumped(entry(problem, style)) for problem in shown(report, style))
