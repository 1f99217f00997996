"""GitLab's Code Quality report: one JSON array, for ``artifacts:reports:codequality``.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format (2026-11-26).
"""

from collections import Counter
from collections.abc import Iterator

from ftdata.reporters import Style, safe, shown
from ftdata.reporters._entry import dumped
from ftdata.types import Json, Problem, Report, path_text

NAME = "gitlab"
TITLE = "Code Quality for GitLab"

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the array, a problem a line."""
    seen: Counter[str] = Counter()
    lines = [dumped(_entry(problem, seen)) for problem in shown(report, style)]
    yield "["
    yield from (line + ("," if number < len(lines) else "") for number, line in enumerate(lines, 1))
    yield "]"


def _entry(problem: Problem, seen: Counter[str]) -> Json:
    """One problem; GitLab drops all but the first of those with one fingerprint, so equal ones are numbered."""
    mark = problem.fingerprint
    seen[mark] += 1
    path = f"{path_text(problem.path)}: " if problem.path else ""
    return {
        "description": safe(f"{problem.code} {problem.name}: {path}{problem.message}"),
        "check_name": problem.code,
        "fingerprint": mark if seen[mark] == 1 else f"{mark}-{seen[mark]}",
        "severity": _SEVERITIES[problem.severity],
        "location": {"path": problem.location.file.removeprefix("./"), "lines": {"begin": problem.location.line or 1}},
    }
