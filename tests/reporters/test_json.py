"""The JSON report, word for word."""

import json

from ftdata import reporters
from ftdata.reporters import Style
from ftdata.types import Location, Problem, Report
from tests.reporters import conftest


def _write(report, **style):
    return "\n".join(reporters.get("json").write(report, Style(page=lambda code: f"docs/{code}.md", **style)))


HEAD = {
    "version": 1,
    "target": "azure",
    "method": "sft",
    "model": "gpt-4.1",
    "as_of": "2026-11-23",
    "summary": {"files": 2, "rows": 6, "errors": 1, "warnings": 2, "infos": 1, "known": 0},
}
PROBLEMS = [
    {
        "code": "L001",
        "name": "few-examples",
        "severity": "warning",
        "message": "only 1 row; add 9",
        "file": "other.jsonl",
        "line": None,
        "example": None,
        "section": None,
        "path": None,
        "fix": None,
        "url": "docs/L001.md",
        "count": 1,
    },
    {
        "code": "R001",
        "name": "no-assistant",
        "severity": "error",
        "message": "nobody answers; add the answer",
        "file": "train.jsonl",
        "line": 2,
        "example": 1,
        "section": None,
        "path": 'messages[2]["odd key"]',
        "fix": {"title": "drop the row", "safe": True},
        "url": "docs/R001.md",
        "count": 1,
    },
    {
        "code": "F003",
        "name": "crlf",
        "severity": "warning",
        "message": "lines end with CR LF",
        "file": "train.jsonl",
        "line": 3,
        "example": 2,
        "section": None,
        "path": None,
        "fix": {"title": "write LF", "safe": False},
        "url": "docs/F003.md",
        "count": 4,
    },
]
INFO = {
    "code": "M003",
    "name": "platform-closing",
    "severity": "info",
    "message": "it closes",
    "file": "",
    "line": None,
    "example": None,
    "section": None,
    "path": None,
    "fix": None,
    "url": "docs/M003.md",
    "count": 1,
}


for entry, known in zip([INFO, *PROBLEMS], conftest.PROBLEMS, strict=True):
    entry["fingerprint"] = known.fingerprint


def test_the_contract(report):
    text = _write(report)
    assert json.loads(text) == {**HEAD, "problems": PROBLEMS}
    assert list(json.loads(text)) == [*HEAD, "problems"]
    assert [list(each) for each in json.loads(text)["problems"]] == [list(each) for each in PROBLEMS]


def test_info_when_asked_for(report):
    assert json.loads(_write(report, show_info=True)) == {**HEAD, "problems": [INFO, *PROBLEMS]}


def test_all_problems_whatever_the_style(report):
    assert _write(report, max_problems=1, quiet=True, verbose=True, colour=True, statistics=True) == _write(report)


def test_no_problems():
    assert json.loads(_write(Report("any"))) == {
        "version": 1,
        "target": "any",
        "method": None,
        "model": None,
        "as_of": None,
        "summary": {"files": 0, "rows": 0, "errors": 0, "warnings": 0, "infos": 0, "known": 0},
        "problems": [],
    }


def test_hostile_text_comes_back_unchanged_and_is_harmless():
    evil = "\x1b[2J\x9b\x7f\u202e\u2028\n::error::##[x]##vso[y]\udc80\U000e0041 é日"
    report = Report("any", problems=[Problem("R001", "x", "error", evil, Location(evil, 1), (evil,))])
    text = _write(report)
    found = json.loads(text)["problems"][0]
    assert (found["message"], found["file"]) == (evil, evil)
    assert not set("\x1b\x9b\x7f\u202e\u2028\udc80\U000e0041") & set(text)
    assert "##[" not in text and "##vso[" not in text
    text.encode()
