"""The runs that are stopped: their data, their commands, and the files they would write."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ROWS = 12_000
IN_SMALL_UNITS = """
import sys

if __name__ == "__main__":
    try:
        from ftdata.cli import main
        from ftdata.engine import parallel

        parallel.UNIT = 1 << 19
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
"""
"""``ftdata``, with so small units that these rows are shared out among processes."""
OLD = b'{"messages": [{"role": "user", "content": "old"}, {"role": "assistant", "content": "old"}]}\n'


class Victim(NamedTuple):
    """A command that writes.

    Attributes:
        words: The command line, run in the folder that holds ``in.jsonl``.
        outputs: The files it writes, as seen from there.
    """

    words: tuple[str, ...]
    outputs: tuple[str, ...]


_PREPARED = ("train.jsonl", "validation.jsonl", "rejected.jsonl", "report.json")
VICTIMS = {
    "convert": Victim(
        ("convert", "in.jsonl", "--to", "chat", "-o", "out.jsonl", "--rejected", "rejected.jsonl", "--force"),
        ("out.jsonl", "rejected.jsonl"),
    ),
    "fix": Victim(("fix", "in.jsonl", "--in-place"), ("in.jsonl",)),
    "fix -o": Victim(("fix", "in.jsonl", "-o", "out.jsonl", "--force"), ("out.jsonl",)),
    "prepare": Victim(
        ("prepare", "in.jsonl", "--target", "azure", "--output", "out", "--force", "--no-page"),
        tuple(f"out/{name}" for name in _PREPARED),
    ),
    "dedupe": Victim(
        (
            *("dedupe", "in.jsonl", "--near", "-o", "out.jsonl", "--rejected", "rejected.jsonl"),
            *("--groups", "groups.jsonl", "--force"),
        ),
        ("out.jsonl", "rejected.jsonl", "groups.jsonl"),
    ),
    "split": Victim(
        ("split", "in.jsonl", "--output", "out", "--parts", "train=0.8,validation=0.1,test=0.1", "--force"),
        ("out/train.jsonl", "out/validation.jsonl", "out/test.jsonl", "out/rejected.jsonl"),
    ),
}
_STARTERS = {"out/job.json", "out/start.sh"}
"""Files of a preparation that are only written where they are not there."""


def lay_out(folder: Path, victim: Victim, *, old: bool) -> None:
    """Write the input and, if wanted, what an earlier run wrote."""
    (folder / "in.jsonl").write_bytes(data())
    for name in victim.outputs:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if old and name != "in.jsonl":
            path.write_bytes(OLD)


def data() -> bytes:
    """Rows of which some are good, some can be mended and some cannot."""
    chance = random.Random(7)
    return b"".join(_line(number, chance) for number in range(ROWS))


def _line(number: int, chance: random.Random) -> bytes:
    answer: dict[str, object] = {"role": "assistant", "content": f"answer {number}"}
    if number % 10 == 0:
        answer["weight"] = 1.0
    question = {"role": "wizard" if number % 97 == 0 else "user", "content": "word " * chance.randrange(5, 60)}
    return (
        json.dumps({"messages": [question | {"content": f"{number} {question['content']}"}, answer]}).encode() + b"\n"
    )


def start(folder: Path, victim: Victim, *more: str) -> "subprocess.Popen[bytes]":
    """Start a victim in a process group of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    return subprocess.Popen(
        [sys.executable, "-c", IN_SMALL_UNITS, *victim.words, "--workers", "2", *more],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def state(folder: Path, victim: Victim) -> tuple[bytes | None, ...]:
    """What stands in the outputs now; None for one that is not there."""
    paths = [folder / name for name in victim.outputs]
    return tuple(path.read_bytes() if path.exists() else None for path in paths)


def strangers(folder: Path, victim: Victim) -> list[str]:
    """The files that are neither input nor output, which no run may leave."""
    known = {"in.jsonl", "out", *victim.outputs, *_STARTERS}
    found = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return sorted(found - known)
