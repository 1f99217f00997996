"""A report for programs: one JSON object, one problem a line, everything in it.

Keys are only ever added; a change of meaning raises ``version``.
"""

from collections.abc import Iterator

from ftdata.reporters import Style, shown
from ftdata.reporters._entry import dumped, entry
from ftdata.types import Json, Report

NAME = "json"
TITLE = "JSON for programs"
VERSION = 1


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the object: its head, then a line for each problem."""
    problems = shown(report, style)
    head = dumped(_head(report))[:-1] + ', "problems": ['
    if not problems:
        yield head + "]}"
        return
    yield head
    last = len(problems) - 1
    for number, problem in enumerate(problems):
        yield dumped(entry(problem, style)) + ("," if number < last else "")
    yield "]}"


def _head(report: Report) -> dict[str, Json]:
    return {
        "version": VERSION,
        "target": report.target,
        "method": report.method,
        "model": report.model,
        "as_of": report.as_of,
        "summary": {
            "files": report.file_count,
            "rows": report.rows,
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "infos": report.count("info"),
            "known": report.known,
        },
    }
