"""The reports that other programs read: what their readers ask for, and nothing that could steer them."""

import json
from xml.etree.ElementTree import fromstring

import pytest

from ftdata import reporters
from ftdata.reporters import Style
from ftdata.types import Fix, Location, Problem, Report

PAGE = "https://ftdata.example/rules/{}"
R001 = f"({PAGE.format('R001')})"
PLACE = 'messages[2]["odd key"]'
HOSTILE = "a,b:c%\n::error::x\r<img src=x onerror=alert(1)> @team #1 [x](javascript:y) | \x1b[31m \u202e \x00 ]]>"


def _lines(kind, report, **style):
    chosen = Style(page=PAGE.format, title=lambda code: f"What {code} finds.", **style)
    return list(reporters.get(kind).write(report, chosen))


def _hostile():
    problem = Problem("R001", "no-assistant", "error", HOSTILE, Location(HOSTILE, 2, 140, 1), (HOSTILE,), row="ab")
    return Report(HOSTILE, "sft", files=[], problems=[problem])


@pytest.mark.parametrize("kind", reporters.names())
def test_every_report_has_a_title_and_takes_an_empty_and_a_hostile_report(kind, report):
    module = reporters.get(kind)
    assert (module.NAME, bool(module.TITLE)) == (kind, True)
    for each in (Report("any"), report, _hostile()):
        for line in _lines(kind, each):
            assert "\n" not in line and "\x1b" not in line and "\u202e" not in line and "\x00" not in line


def test_jsonl_has_a_problem_a_line(report):
    found = [json.loads(line) for line in _lines("jsonl", report)]
    assert [each["code"] for each in found] == ["L001", "R001", "F003"]
    assert found[1]["url"] == PAGE.format("R001")
    assert all(each["fingerprint"] for each in found)


def test_github_names_file_and_line_and_puts_errors_first(report):
    lines = _lines("github", report)
    assert lines == [
        "::error file=train.jsonl,line=2,title=R001 no-assistant::" + f"{PLACE}: nobody answers; add the answer {R001}",
        f"::warning file=other.jsonl,title=L001 few-examples::only 1 row; add 9 ({PAGE.format('L001')})",
        f"::warning file=train.jsonl,line=3,title=F003 crlf::lines end with CR LF ({PAGE.format('F003')})",
        "6 rows in 2 files: 1 error, 2 warnings",
    ]


def test_github_commands_cannot_be_forged():
    (command, _) = _lines("github", _hostile())
    head, _, message = command.removeprefix("::").partition("::")
    assert head.startswith("error file=a%2Cb%3Ac%25")
    assert "\r" not in message and "%0A" not in message, "a line end was made visible before it was escaped"


def test_gitlab_has_what_the_widget_needs(report):
    twice = report._replace(problems=[report.problems[2]] * 2)
    found = json.loads("\n".join(_lines("gitlab", twice)))
    assert {each["severity"] for each in found} == {"major"}
    assert len({each["fingerprint"] for each in found}) == 2, "equal ones are told apart, or the second is dropped"
    assert found[0]["location"] == {"path": "train.jsonl", "lines": {"begin": 2}}
    assert json.loads("\n".join(_lines("gitlab", Report("any")))) == []


def test_junit_counts_tests_and_failures(report):
    root = fromstring("\n".join(_lines("junit", report)))
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert {suite.get("name") for suite in root} == {"train.jsonl", "other.jsonl"}
    failure = root.find(".//failure")
    assert failure.get("type") == "R001" and failure.text.startswith("line 2: error: ")
    passed = fromstring("\n".join(_lines("junit", Report("any", files=report.files))))
    assert (passed.get("tests"), passed.get("failures")) == ("2", "0")
    assert fromstring("\n".join(_lines("junit", _hostile()))).get("failures") == "1"


def test_markdown_links_rules_and_shows_hostile_text_as_text(report):
    said = "\n".join(_lines("markdown", report))
    assert "### ftdata: 1 error, 2 warnings" in said
    assert f"| [R001 no-assistant]({PAGE.format('R001')}) | error | 1 | What R001 finds. |" in said
    hostile = "\n".join(_lines("markdown", _hostile()))
    assert "<img" not in hostile and "@team" not in hostile and "[x](" not in hostile
    assert all(line.count(" | ") == 4 for line in hostile.splitlines() if line.startswith("| ["))


def test_sarif_tells_rules_places_and_fingerprints(report):
    log = json.loads("\n".join(_lines("sarif", report)))
    (run,) = log["runs"]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "ftdata")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["R001", "L001", "F003"], "the gravest first"
    assert rules[0]["helpUri"] == PAGE.format("R001")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["ftdata/v1"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "train.jsonl", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 2},
    }


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/ü.jsonl", "a%20b/%C3%BC.jsonl"),
        ("./x.jsonl", "x.jsonl"),
        ("/data/x#1.jsonl", "file:///data/x%231.jsonl"),
        ("s3://bucket/x y.jsonl", "s3://bucket/x%20y.jsonl"),
    ],
)
def test_sarif_places_are_uris(file, uri):
    found = Report("any", problems=[Problem("R001", "n", "error", "m", Location(file, 1))])
    result = json.loads("\n".join(_lines("sarif", found)))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_says_that_it_was_cut(monkeypatch):
    from ftdata.reporters import sarif

    monkeypatch.setattr(sarif, "MOST", 2)
    many = [Problem("R001", "n", "error", "m", Location("a", line)) for line in range(1, 5)]
    run = json.loads("\n".join(_lines("sarif", Report("any", problems=many))))["runs"][0]
    assert len(run["results"]) == 2
    assert "4 problems" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_fingerprint_follows_its_row_and_nothing_else():
    first = Problem("R001", "n", "error", "m", Location("a", 1, 0, 1), ("x",), row="abc")
    moved = first._replace(location=Location("a", 9, 90, 9), message="n", fix=Fix("f", True, ()))
    assert first.fingerprint == moved.fingerprint
    others = [first._replace(row="abd"), first._replace(code="R002"), first._replace(path=("y",))]
    assert len({first.fingerprint, *(other.fingerprint for other in others)}) == 4
