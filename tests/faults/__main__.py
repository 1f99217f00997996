"""``python -m tests.faults FOLDER [COMMAND ...]``: run commands over hostile files, and print what survived.

The folder is what the generator of hostile files made, with its ``manifest.json``.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.judge import COMMANDS, Ended, faults

ROOT = Path(__file__).parents[2]
_PATIENCE = 120
_APART = ("feed", "user", "live", "pty", "stdout", "stdin", "cwd", "rlimit_as", "rlimit_nofile", "rel_dash", "env")
"""Circumstances that are not the file's own; only ``validate`` is run in them, by the runner beside the generator."""


class Fate(NamedTuple):
    """What became of one command on one file.

    Attributes:
        name: Of the fault.
        wrong: What was wrong; nothing where it survived.
        seconds: How long it took.
    """

    name: str
    wrong: list[str]
    seconds: float


def main(words: Sequence[str]) -> int:
    """Print a line for each command, and one for each file that it did not survive."""
    folder, names = Path(words[0]), words[1:] or tuple(COMMANDS)
    entries = list(suitable(folder))
    lost = 0
    for name in names:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            fates = list(pool.map(lambda entry, name=name: _run(folder, entry, COMMANDS[name]), entries))
        bad = [fate for fate in fates if fate.wrong]
        slowest = max(fates, key=lambda fate: fate.seconds)
        survived = f"{len(fates) - len(bad)}/{len(fates)} survived"
        print(f"{name:8} {survived}, the slowest in {slowest.seconds:.1f} s ({slowest.name})", flush=True)
        for fate in bad:
            print(f"    {fate.name}: {'; '.join(fate.wrong)}", flush=True)
        lost += len(bad)
    return int(lost > 0)


def suitable(folder: Path) -> Iterator[dict[str, Any]]:
    """The faults that lie in a file, whatever surrounds it."""
    listed = json.loads((folder / "manifest.json").read_bytes())["faults"]
    return (entry for entry in listed if not any(entry.get(key) is not None for key in _APART))


def _run(folder: Path, entry: dict[str, Any], command: Sequence[str]) -> Fate:
    path = os.path.join(folder.resolve(), entry["file"])
    with tempfile.TemporaryDirectory() as out:
        words = [word.replace("{file}", path).replace("{out}", out) for word in command]
        begun = time.monotonic()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "ftdata", *words],
                cwd=out,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Fate(entry["id"], [f"took more than {_PATIENCE} s"], _PATIENCE)
        seconds = time.monotonic() - begun
        said = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        return Fate(entry["id"], faults(entry, Ended(done.returncode, *said, Path(out))), seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
