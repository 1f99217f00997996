"""``python -m tests.crashes [TIMES]``: stop each victim so many times by each signal, and print what survived."""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.crashes.kill import SIGNALS, Fate, rehearse, strike
from tests.crashes.victims import VICTIMS


def main(times: int) -> int:
    """Print a line for each victim and signal; the exit code says whether all survived."""
    fates = [fate for name in VICTIMS for fate in _victim(name, times)]
    survived = sum(not fate.faults for fate in fates)
    running = sum(fate.struck for fate in fates)
    print(f"{survived}/{len(fates)} survived ({running} struck while running)")
    return int(survived < len(fates))


def _victim(name: str, times: int) -> Iterator[Fate]:
    with tempfile.TemporaryDirectory() as folder:
        scene = rehearse(Path(folder), name)
    for number in SIGNALS:
        chance = random.Random(f"{name} {number.name}")
        fates = []
        for _ in range(times):
            with tempfile.TemporaryDirectory() as folder:
                fates.append(strike(Path(folder), scene, number, chance))
        _tell(f"{name:8} {number.name}", fates)
        yield from fates


def _tell(what: str, fates: list[Fate]) -> None:
    good = sum(not fate.faults for fate in fates)
    slowest = max((fate.waited for fate in fates if fate.struck), default=0)
    mixed = sum(fate.mixed for fate in fates)
    print(f"{what}: {good}/{len(fates)} survived, slowest end {slowest:.2f} s" + f", {mixed} mixed" * bool(mixed))
    for fault in sorted({fault for fate in fates for fault in fate.faults}):
        print("   ", fault, flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 20))
