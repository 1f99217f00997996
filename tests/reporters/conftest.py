"""A report that has everything."""

import pytest

from ftdata.types import DropRow, FileSummary, Fix, Location, Problem, Report

TRAIN = FileSummary("train.jsonl", 900, "jsonl", "gzip", "chat", "sft", "messages is a list", rows=5, readable=4)
OTHER = FileSummary("other.jsonl", 10, "jsonl", "", "chat", "sft", "messages is a list", rows=1, readable=1)
PROBLEMS = [
    Problem("M003", "platform-closing", "info", "it closes", Location("")),
    Problem("L001", "few-examples", "warning", "only 1 row; add 9", Location("other.jsonl")),
    Problem(
        "R001",
        "no-assistant",
        "error",
        "nobody answers; add the answer",
        Location("train.jsonl", 2, 140, 1),
        ("messages", 2, "odd key"),
        Fix("drop the row", safe=True, edits=(DropRow(),)),
    ),
    Problem(
        "F003",
        "crlf",
        "warning",
        "lines end with CR LF",
        Location("train.jsonl", 3, 200, 2),
        fix=Fix("write LF", safe=False, edits=()),
        count=4,
    ),
]


@pytest.fixture
def report():
    return Report("azure", "sft", "gpt-4.1", "2026-11-23", [TRAIN, OTHER], list(PROBLEMS))
