"""The text report, line by line."""

import pytest

from ftdata import reporters
from ftdata.errors import UsageError
from ftdata.reporters import Style
from ftdata.types import FileSummary, Location, Problem, Report

SUMMARY = (
    "6 rows in 2 files, target azure (format chat, method sft, model gpt-4.1, facts as of 2026-11-23): "
    "1 error, 2 warnings (1 info; --show-info lists it)"
)


def _write(report, **style):
    return list(reporters.get("text").write(report, Style(**style)))


def test_everything_in_its_place(report):
    assert _write(report) == [
        "other.jsonl: warning L001 few-examples",
        "    only 1 row; add 9",
        "",
        'train.jsonl:2 (example 1) messages[2]["odd key"]: error R001 no-assistant',
        "    nobody answers; add the answer",
        "    [fix: drop the row (safe)]",
        "train.jsonl:3 (example 2): warning F003 crlf, in 4 rows",
        "    lines end with CR LF",
        "    [fix: write LF (unsafe)]",
        "",
        SUMMARY,
        "`ftdata fix --target azure` can mend 1 of them",
    ]


def test_info_when_asked_for(report):
    lines = _write(report, show_info=True)
    assert lines[:2] == ["all files: info M003 platform-closing", "    it closes"]
    assert lines[-2].endswith(": 1 error, 2 warnings, 1 info")


def test_quiet_is_the_summary(report):
    assert _write(report, quiet=True) == [SUMMARY]


def test_statistics_count_rows_most_first(report):
    assert _write(report, quiet=True, statistics=True)[:-2] == [
        "4  F003  warning  crlf",
        "1  L001  warning  few-examples",
        "1  R001  error    no-assistant",
    ]


def test_verbose_tells_what_was_learned(report):
    assert _write(report, quiet=True, verbose=True, notes=("it\nis late",))[:-1] == [
        "train.jsonl: 5 rows, 4 readable; jsonl gzip; format chat; method sft; messages is a list",
        "other.jsonl: 1 row; jsonl; format chat; method sft; messages is a list",
        "note: it\\nis late",
        "",
    ]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (
            Report("azure", "sft", None, "2026-11-23", [FileSummary("a", method="sft", reason="why", rows=449)]),
            "449 rows in 1 file, target azure (method sft, facts as of 2026-11-23): no problems",
        ),
        (Report("any"), "0 rows in 0 files, target any: no problems"),
        (
            Report("any", files=[FileSummary("a", method="sft", rows=1), FileSummary("b", method="dpo", rows=1)]),
            "2 rows in 2 files, target any (methods dpo and sft): no problems",
        ),
    ],
)
def test_summary_of_clean_data(report, expected):
    assert _write(report) == [expected]


def test_a_rule_is_cut_over_all_files_and_says_so(report):
    problem = report.problems[2]
    report.problems = [problem._replace(location=Location(file, n)) for file in "ab" for n in range(1, 4)]
    lines = _write(report, max_problems=4)
    assert [line.split(":")[0] for line in lines if "R001" in line and line[0] != "…"] == ["a", "a", "a", "b"]
    assert "… and 2 more of R001 no-assistant (--max-problems 0 lists them all)" in lines
    assert len([line for line in _write(report, max_problems=0) if "error R001" in line]) == 6


def test_colour(report):
    lines = _write(report, colour=True)
    assert "\x1b[1mother.jsonl\x1b[0m: \x1b[33mwarning\x1b[0m \x1b[1mL001\x1b[0m few-examples" in lines
    assert "\x1b[31m1 error, 2 warnings\x1b[0m" in lines[-2]
    assert not any("\x1b" in line for line in _write(report))


def test_codes_are_links_to_their_pages(report):
    page = {"R001": "https://example.org/rules/R001/"}
    (line,) = [line for line in _write(report, links=True, page=lambda code: page.get(code, "")) if "\x1b" in line]
    assert "error \x1b]8;;https://example.org/rules/R001/\x1b\\R001\x1b]8;;\x1b\\ no-assistant" in line
    assert not any("\x1b" in line for line in _write(report, page=page.__getitem__, max_problems=1, quiet=True))


def test_lines_are_broken_at_the_width_of_the_terminal(report):
    report.problems = [Problem("R001", "x", "error", "word " * 40, Location("a", 1))]
    lines = _write(report, width=60)
    assert max(map(len, lines[1:5])) <= 60
    assert all(line.startswith("    word") for line in lines[1:5])
    assert len(_write(report)) < len(lines)


def test_hostile_text_is_harmless():
    evil = "\x1b[2J\x9b\x7f\u202e\u2028\n::error::##[x]##vso[y]"
    file = FileSummary("::" + evil, method="sft", reason=evil, format=evil)
    problem = Problem("R001", "x", "error", evil, Location("::" + evil, 1), (evil,))
    report = Report("any", "sft", evil, None, [file], [problem])
    for width in (0, 40):
        for line in _write(report, verbose=True, notes=(evil,), width=width):
            assert not set("\x1b\x9b\x7f\u202e\u2028\n") & set(line)
            assert not line.lstrip().startswith("::")
            assert "##[" not in line and "##vso[" not in line


def test_long_messages_and_paths_are_cut():
    problem = Problem("R001", "x", "error", "m" * 5000, Location("a", 1), ("k" * 5000,))
    assert max(map(len, _write(Report("any", problems=[problem])))) < 1100


@pytest.mark.parametrize("name", reporters.names())
def test_every_reporter_is_named_like_its_file(name):
    reporter = reporters.get(name)
    assert (reporter.NAME, bool(reporter.TITLE)) == (name, True)


def test_an_unknown_reporter_names_the_known_ones():
    with pytest.raises(UsageError, match="no report is called 'yaml'; there are: github, gitlab, json, "):
        reporters.get("yaml")
