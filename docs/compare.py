#!/usr/bin/env python3
"""Measure what convmerge makes of the rows of ``datasets.jsonl`` and note it there, for the page about data sets.

``python docs/compare.py CONVMERGE`` runs that program on each row by itself; ``make docs`` then writes the page.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ftdata import formats
from ftdata.types import ABSENT, Message

FILE = Path(__file__).parent / "datasets.jsonl"
PAIRS = "chosen-rejected"


def main(words: Sequence[str]) -> int:
    """Write the file anew with what convmerge did; return the exit code."""
    (program,) = words
    version = _run(program, "--version").split()[-1]
    entries = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    for entry in entries:
        entry["convmerge"] = {"version": version, "result": compare(program, entry["row"], entry["format"])}
        sys.stdout.write(f"{entry['dataset']}: {entry['convmerge']['result']}\n")
    FILE.write_text("".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries), encoding="utf-8")
    return 0


def goal_of(name: str) -> str:
    """The format in which what a row of a format says can be compared."""
    return PAIRS if formats.get(name).METHODS[0] in ("dpo", "kto") else "chat"


def compare(program: str, row: Mapping[str, Any], name: str) -> str:
    """Say what convmerge makes of a row, beside what we make of it: ``same``, ``other``, or why nothing."""
    rows, report = _converted(program, row, "preference" if goal_of(name) == PAIRS else "messages")
    if not rows:
        return ", ".join(sorted(report["drop_reasons"])) or "not read"
    goal = goal_of(name)
    ours = [formats.render(formats.get(name).parse(each), goal).row for each in formats.rows_of(name, row)]
    return "same" if [_said(each, goal) for each in rows] == [_said(each, goal) for each in ours] else "other"


def _converted(program: str, row: Mapping[str, Any], goal: str) -> tuple[list[Any], Any]:
    with TemporaryDirectory() as folder:
        source, out, report = (Path(folder, name) for name in ("in.jsonl", "out.jsonl", "report.json"))
        source.write_text(json.dumps(row) + "\n", encoding="utf-8")
        files = ("--input", source, "--output", out, "--report", report)
        _run(program, "convert", *map(str, files), "--from", "auto", "--format", goal)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
        return rows, json.loads(report.read_text(encoding="utf-8"))


def _run(*words: str) -> str:
    return subprocess.run(words, check=False, capture_output=True, text=True).stdout  # noqa: S603


def _said(row: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    """Who says what and calls which tool, and the tools; null and empty text count as the same, and ids do not."""
    example = formats.get(name).parse(row)
    sides = [example.context, *(answer.messages for answer in example.candidates)]
    said = [[(turn.role, _content(turn), _calls(turn)) for turn in side] for side in sides]
    return said, example.tools or []


def _content(turn: Message) -> Any:
    return "" if turn.content is ABSENT else turn.content or ""


def _calls(turn: Message) -> list[tuple[str, Any]]:
    """Name and arguments of each call."""
    return [(call.name, json.loads(str(call.arguments))) for call in turn.tool_calls or ()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
