"""What machine-readable reports say of one problem."""

import json

from ftdata.reporters._safe import safe_json
from ftdata.reporters._style import Style
from ftdata.types import Json, Problem, path_text


def entry(problem: Problem, style: Style) -> dict[str, Json]:
    """One problem as an object. Keys are only ever added."""
    fix = problem.fix
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        "file": problem.location.file,
        "line": problem.location.line,
        "example": problem.location.example,
        "section": problem.location.section or None,
        "path": path_text(problem.path) or None,
        "fix": {"title": fix.title, "safe": fix.safe} if fix else None,
        "url": style.page(problem.code),
        "count": problem.count,
        "fingerprint": problem.fingerprint,
    }


def dumped(value: Json) -> str:
    """A value as JSON that may be printed anywhere."""
    return safe_json(json.dumps(value, ensure_ascii=False))
