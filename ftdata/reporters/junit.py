"""JUnit's XML, which most CI servers show as a table of tests: a suite a file, a test for each rule that spoke.

Source: https://github.com/testmoapp/junitxml (2026-11-26).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only written here, never parsed

from ftdata.reporters import Style, safe, shown
from ftdata.types import Problem, Report, path_text

NAME = "junit"
TITLE = "JUnit XML"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 1000


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    problems = shown(report, style)
    files = list(dict.fromkeys([*(file.file for file in report.files), *(each.location.file for each in problems)]))
    root = Element("testsuites", name="ftdata", tests="0", failures="0")
    for file in files:
        _suite(root, file, [problem for problem in problems if problem.location.file == file], style)
    for total in ("tests", "failures"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield from tostring(root, encoding="unicode").splitlines()


def _suite(root: Element, file: str, problems: list[Problem], style: Style) -> None:
    """A file: a failed test for each rule that found something, or one that passed."""
    name = _clean(file) or "all files"
    codes = list(dict.fromkeys(problem.code for problem in problems))
    failed = [code for code in codes if any(each.code == code and each.severity == "error" for each in problems)]
    suite = SubElement(root, "testsuite", name=name, tests=str(len(codes) or 1), failures=str(len(failed)))
    for code in codes:
        found = [problem for problem in problems if problem.code == code]
        _case(suite, name, found, style, failed=code in failed)
    if not codes:
        SubElement(suite, "testcase", name="no problems", classname=name)


def _case(suite: Element, name: str, found: list[Problem], style: Style, *, failed: bool) -> None:
    first = found[0]
    case = SubElement(suite, "testcase", name=f"{first.code} {first.name}", classname=name)
    listed = found[: style.max_problems or None]
    text = "\n".join(_line(problem) for problem in listed)
    if len(found) > len(listed):
        text += f"\n... and {len(found) - len(listed)} more"
    if failed:
        SubElement(case, "failure", type=first.code, message=_clean(first.message)).text = text
    else:
        SubElement(case, "system-out").text = text


def _line(problem: Problem) -> str:
    place = f"line {problem.location.line}: " if problem.location.line else ""
    path = f"{path_text(problem.path)}: " if problem.path else ""
    return _clean(f"{place}{problem.severity}: {path}{problem.message}")


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NO_XML.sub("\ufffd", safe(text, _LONGEST))
