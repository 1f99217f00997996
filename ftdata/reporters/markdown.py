"""A report for pull requests and job summaries: the verdict, a table of rules, and the first places of each."""

import re
from collections.abc import Iterator

from ftdata.reporters import Style, count, safe, shown
from ftdata.types import Problem, Report, path_text

NAME = "markdown"
TITLE = "Markdown for pull requests"

_PLACES = 3
_LONGEST = 200
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]#!|<>&~@])")


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines."""
    problems = shown(report, style)
    verdict = f"{count(report.count('error'), 'error')}, {count(report.count('warning'), 'warning')}"
    yield f"### ftdata: {verdict if problems else 'no problems'}"
    yield ""
    yield f"{count(report.rows, 'row')} in {count(len(report.files), 'file')}, target {_text(report.target)}"
    if not problems:
        return
    yield ""
    yield "| Rule | Severity | Rows | What | Where |"
    yield "|---|---|---|---|---|"
    for code in report.by_code():
        found = [problem for problem in problems if problem.code == code]
        if found:
            yield _row(found, style)


def _row(found: list[Problem], style: Style) -> str:
    first = found[0]
    page = style.page(first.code)
    name = f"{first.code} {first.name}"
    rule = f"[{name}]({page})" if page.startswith("https://") else name
    rows = sum(problem.count for problem in found)
    more = [f"... and {len(found) - _PLACES} more"] if len(found) > _PLACES else []
    places = "<br>".join([*map(_place, found[:_PLACES]), *more])
    what = style.title(first.code) or first.message
    return f"| {rule} | {first.severity} | {rows} | {_text(what)} | {places} |"


def _place(problem: Problem) -> str:
    place = problem.location
    where = f"{place.file}:{place.line}" if place.line else place.file or "all files"
    path = f" {path_text(problem.path)}" if problem.path else ""
    return _text(where + path)


def _text(text: str) -> str:
    """Text that is shown as it is: no markup, no mention, no link, no HTML."""
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), safe(text, _LONGEST))
