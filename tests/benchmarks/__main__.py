"""``python -m tests.benchmarks``: measure, print, and write docs/performance.md."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import rooms
from tests.benchmarks.page import line, page
from tests.benchmarks.parts import FULL, PARTS, QUICK, Bench
from tests.benchmarks.race import ROOT, Result, hold


def main(words: Sequence[str]) -> int:
    """Run the parts that are asked for; return 1 when a goal is missed."""
    options = _options(words)
    options.folder.mkdir(parents=True, exist_ok=True)
    sizes = QUICK if options.quick else FULL
    needed = 2 * sum(sizes.large) + 20 * sizes.file
    if shutil.disk_usage(options.folder).free < needed:
        sys.stderr.write(f"{needed / 1e9:.0f} GB of free disk are needed in {options.folder}; --folder names another\n")
        return 2
    load = os.getloadavg()[0]
    bench = Bench(options.folder, sizes, rooms.ftdata(options.folder))
    results: dict[str, list[Result]] = {}
    goal = options.page or (None if options.quick or options.only else ROOT / "docs" / "performance.md")
    for name in options.only or PARTS:
        sys.stdout.write(f"{name}\n")
        results[name] = list(_results(name, bench, 3 if options.quick else 100))
        if goal:  # after each part, so that a run that is broken off leaves what it found
            goal.write_text(page(results, sizes.file, load), encoding="utf-8")
    missed = [r for found in results.values() for r in found if r.failure or False in (r.met(), r.within())]
    sys.stdout.write(f"{len(missed)} missed or not measured\n")
    return 1 if missed else 0


def _results(name: str, bench: Bench, runs: int) -> Iterator[Result]:
    for race in PARTS[name](bench):
        result = hold(race, runs)
        sys.stdout.write(f"{line(result)}\n")
        sys.stdout.flush()
        yield result


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small files, for a fast look; writes no page")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="NAME", help="one part: " + ", ".join(PARTS))
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="where files are kept")
    parser.add_argument("--page", type=Path, help="write the page here")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
