"""SARIF 2.1.0, which GitHub code scanning and many editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and GitHub's limits (25,000 results a run):
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support (2026-11-26).
"""

from collections.abc import Iterator
from importlib import import_module
from urllib.parse import quote

from ftdata.reporters import Style, shown
from ftdata.reporters._entry import dumped
from ftdata.types import SEVERITIES, Json, Problem, Report, path_text

NAME = "sarif"
TITLE = "SARIF 2.1.0"
MOST = 25_000
"""Results of one run that GitHub takes."""

_SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the document: its head, then a line for each result."""
    problems = sorted(shown(report, style), key=lambda problem: SEVERITIES.index(problem.severity))
    codes = {problem.code: problem for problem in problems}
    driver = {
        "name": "ftdata",
        "semanticVersion": import_module("ftdata").__version__,
        "rules": [_rule(problem, style) for problem in codes.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the directory the check ran in"}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _cut(len(problems))}],
    }
    head = dumped({"$schema": _SCHEMA, "version": "2.1.0"})[:-1]
    yield f'{head}, "runs": [{dumped(run)[:-1]}, "results": ['
    numbers = {code: number for number, code in enumerate(codes)}
    kept = problems[:MOST]
    for number, problem in enumerate(kept, 1):
        yield dumped(_result(problem, numbers[problem.code])) + ("," if number < len(kept) else "")
    yield "]}]}"


def _rule(problem: Problem, style: Style) -> Json:
    page, title = style.page(problem.code), style.title(problem.code)
    rule: dict[str, Json] = {"id": problem.code, "name": problem.name}
    if title:
        rule["shortDescription"] = {"text": title}
    if page.startswith("https://"):
        rule["helpUri"] = page
    return rule


def _result(problem: Problem, rule: int) -> Json:
    result: dict[str, Json] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "partialFingerprints": {"ftdata/v1": problem.fingerprint},
    }
    if problem.location.file and not problem.location.file.startswith(("<", "-")):
        result["locations"] = [_location(problem)]
    if problem.count > 1:
        result["occurrenceCount"] = problem.count
    return result


def _location(problem: Problem) -> Json:
    place = problem.location
    physical: dict[str, Json] = {"artifactLocation": _artifact(place.file)}
    if place.line:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Json] = {"physicalLocation": physical}
    if problem.path:
        location["logicalLocations"] = [{"fullyQualifiedName": path_text(problem.path), "kind": "member"}]
    return location


def _artifact(file: str) -> Json:
    if "://" in file:
        return {"uri": quote(file, safe="/:")}
    if file.startswith("/"):
        return {"uri": "file://" + quote(file)}
    return {"uri": quote(file.removeprefix("./")), "uriBaseId": "SRCROOT"}


def _cut(found: int) -> list[Json]:
    if found <= MOST:
        return []
    text = f"{found:,} problems were found; the {MOST:,} gravest are listed"
    return [{"level": "warning", "message": {"text": text}}]
