"""Workflow commands that GitHub Actions shows beside the changed lines.

GitHub shows ten annotations of a kind a step, so the worst come first, and the last line says how many there are.
Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands (2026-11-26).
"""

from collections import Counter
from collections.abc import Iterator

from ftdata.reporters import Style, count, safe, shown
from ftdata.types import SEVERITIES, Problem, Report, path_text

NAME = "github"
TITLE = "Annotations for GitHub Actions"

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_LONGEST = 1000


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield a command for each problem, errors first, then the verdict."""
    printed: Counter[str] = Counter()
    for problem in sorted(shown(report, style), key=lambda problem: SEVERITIES.index(problem.severity)):
        printed[problem.code] += 1
        if not style.max_problems or printed[problem.code] <= style.max_problems:
            yield _command(problem, style)
    counts = ", ".join(count(report.count(severity), severity) for severity in SEVERITIES[:2])
    yield f"{count(report.rows, 'row')} in {count(len(report.files), 'file')}: {counts}"


def _command(problem: Problem, style: Style) -> str:
    place = problem.location
    properties = {"file": place.file, "line": place.line, "title": f"{problem.code} {problem.name}"}
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    path = f"{path_text(problem.path)}: " if problem.path else ""
    page = style.page(problem.code)
    message = _escaped(safe(f"{path}{problem.message}", _LONGEST)) + (f" ({_escaped(page)})" if page else "")
    return f"::{_COMMANDS[problem.severity]} {given}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(safe(text)).replace(":", "%3A").replace(",", "%2C")
