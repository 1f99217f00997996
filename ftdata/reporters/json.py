"""A report for programs: one JSON object, one problem a line, everything in it.

Keys are only ever added; a change of meaning raises ``version``.
"""

import json
from collections.abc import Iterator

from ftdata.reporters import Style, safe_json, shown
from ftdata.types import Json, Problem, Report, path_text

NAME = "json"
TITLE = "JSON for programs"
VERSION = 1


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the object: its head, then a line for each problem."""
    problems = shown(report, style)
    head = _dumps(_head(report))[:-1] + ', "problems": ['
    if not problems:
        yield head + "]}"
        return
    yield head
    last = len(problems) - 1
    for number, problem in enumerate(problems):
        yield _dumps(_entry(problem, style)) + ("," if number < last else "")
    yield "]}"


def _head(report: Report) -> dict[str, Json]:
    return {
        "version": VERSION,
        "target": report.target,
        "method": report.method,
        "model": report.model,
        "as_of": report.as_of,
        "summary": {
            "files": len(report.files),
            "rows": report.rows,
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "infos": report.count("info"),
        },
    }


def _entry(problem: Problem, style: Style) -> dict[str, Json]:
    fix = problem.fix
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        "file": problem.location.file,
        "line": problem.location.line,
        "example": problem.location.example,
        "path": path_text(problem.path) or None,
        "fix": {"title": fix.title, "safe": fix.safe} if fix else None,
        "url": style.page(problem.code),
        "count": problem.count,
    }


def _dumps(value: Json) -> str:
    return safe_json(json.dumps(value, ensure_ascii=False))
