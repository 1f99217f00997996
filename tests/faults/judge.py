"""What a command may do with a hostile file, and what it may not."""

import re
from pathlib import Path
from typing import NamedTuple

COMMANDS = {
    "validate": ("validate", "{file}"),
    "fix": ("fix", "{file}", "-o", "{out}/fixed"),
    "convert": ("convert", "{file}", "--to", "chat", "-o", "{out}/rows.jsonl", "--rejected", "{out}/rejected.jsonl"),
    "prepare": ("prepare", "{file}", "--target", "azure", "--no-page", "--output", "{out}"),
    "stats": ("stats", "{file}"),
    "dedupe": ("dedupe", "{file}", "--near", "-o", "{out}/rows.jsonl", "--rejected", "{out}/rejected.jsonl"),
    "split": ("split", "{file}", "--output", "{out}"),
    "report": ("report", "{file}", "-o", "{out}/report.html"),
}
"""The command lines, by name; ``{out}`` is an empty directory."""

_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|panicked at|Fatal Python error|internal error")
_DRIVES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ACCOUNT = re.compile(r"^([\d,]+) rows? in = (.+)$", re.MULTILINE)
_SHARE = re.compile(r"([\d,]+) ([a-z ]+)")
_NAMED = {"written": "rows.jsonl", "rejected": "rejected.jsonl", "unique": "rows.jsonl"}


class Ended(NamedTuple):
    """A command that ended.

    Attributes:
        code: Its exit code.
        out: What it said to standard output.
        err: What it said to standard error.
        folder: Where it was to write.
    """

    code: int
    out: str
    err: str
    folder: Path


def faults(fault: dict[str, object], ended: Ended) -> list[str]:
    """Say what was wrong with the end of a command; nothing where it survived.

    Args:
        fault: An entry of the manifest of hostile files.
        ended: What became of the command.
    """
    said = ended.out + ended.err
    found = [] if ended.code in (0, 1, 2) else [f"exit code {ended.code}"]
    if _TRACEBACK.search(said):
        found.append("traceback: " + said.strip().splitlines()[-1][:200])
    if drives := _DRIVES.search(said):
        found.append(f"prints {drives[0]!r}")
    found += [f"prints {each!r}" for each in fault["not_out"] if str(each) in said]
    written = sorted(path for path in ended.folder.rglob("*") if path.is_file())
    found += [f"left {path.name}" for path in written if path.name.startswith(".")]
    if ended.code == 2:
        found += _refused(fault, ended, written)
    else:
        found += _conserved(ended)
    return found


def _refused(fault: dict[str, object], ended: Ended, written: list[Path]) -> list[str]:
    told = [line for line in ended.err.splitlines() if line.startswith("ftdata: ")]
    found = [] if len(told) == 1 else [f"{len(told)} lines say why"]
    if told and fault.get("check_file_name", True) and Path(str(fault["file"])).stem[:20] not in told[0]:
        found.append(f"does not name the file: {told[0][:160]}")
    return found + ([f"wrote {written[0].name} all the same"] if written else [])


def _conserved(ended: Ended) -> list[str]:
    """Whether the rows that went in are those that are told, and those that were written."""
    found = []
    for rows, told in _ACCOUNT.findall(ended.out):
        shares = {what.strip(): _number(many) for many, what in _SHARE.findall(told)}
        if sum(shares.values()) != _number(rows):
            found.append(f"does not add up: {rows} = {told}")
        for what, name in _NAMED.items():
            path = ended.folder / name
            if what in shares and path.exists() and _lines(path) != shares[what]:
                found.append(f"{name} has {_lines(path)} rows, not {shares[what]}")
    return found


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")
