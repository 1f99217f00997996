"""``python -m tests.benchmarks.each``: what each rule costs on a row that it has to look at, beside parsing the row.

Most rows are skimmed and cost no rule anything; this is the price of the others. Writes docs/rule-cost.md.
"""

import datetime as dt
import platform
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from ftdata.engine.able import Able
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Settings
from ftdata.rules import Row, Rule
from ftdata.targets import destination
from ftdata.types import FileSummary, Record
from tests.benchmarks import files

ROOT = Path(__file__).parents[2]
ROWS = 400
TURNS = 7
SILENT = "**it does not say**"
BY_SIGHT = {
    "sample": "it reads answers through; of a large file it is shown some 700 rows",
    "bytes": "it reads texts through; a row that its quick look at the bytes lets pass is skipped",
}
KINDS = {
    "chat": ("sft", "chat", "rows of conversations, 2.4 kB"),
    "tools": ("sft", "chat", "rows with tools and calls, 10 kB"),
    "preference": ("dpo", "preference", "preference pairs, 2.4 kB"),
}
_INTRODUCTION = """# What a rule costs

Microseconds that each rule takes for a row that has to be looked at, and the same in the time that orjson takes to
parse such a row. Rows that are known to be good at a glance cost no rule anything, and a rule whose words a row does
not hold is not run on it, so this is the price of odd rows. `make rule-cost` measures and writes this page.

A rule that costs more than parsing says why, in a constant `COST` of its file or by what it says it sees, and that
stands here. The figures are means over all rows, those included on which a rule was not run; a rule that sees a sample
is shown some 700 rows of a large file, but all rows here.
"""


def main() -> int:
    """Measure and write the page; 1 when a rule costs more than parsing and does not say why."""
    text = [_INTRODUCTION, f"Measured on {dt.date.today().isoformat()}, Python {platform.python_version()}.\n"]
    for kind, (method, _, title) in KINDS.items():
        text += _section(kind, method, title)
    (ROOT / "docs" / "rule-cost.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    return int(any(SILENT in line for line in text))


def _section(kind: str, method: str, title: str) -> Iterator[str]:
    goal = destination("azure", method)
    lines = [line.encode() for line in islice(files.lines(kind), ROWS)]
    parse = _best(lambda: [orjson.loads(line) for line in lines])
    judge = Judge(FileSummary("x.jsonl", format=goal.format), goal, Settings("azure", method))
    records = [Record("x", 1, 0, 1, raw, orjson.loads(raw)) for raw in lines]
    rows = [Row(record.row, record, goal) for record in records]
    costs = sorted(((_cost(rule, rows, goal), rule) for rule in _rules(judge)), key=lambda pair: -pair[0])
    yield f"## {title[0].upper()}{title[1:]}\n"
    yield f"Parsing one with orjson takes {1e6 * parse / ROWS:.1f} µs.\n"
    yield "| Rule | µs a row | of parsing | Why more |"
    yield "|---|--:|--:|---|"
    for cost, rule in costs:
        link, why = f"[{rule.code}](rules/{rule.code}.md) `{rule.name}`", _reason(rule) if cost > parse else ""
        yield f"| {link} | {1e6 * cost / ROWS:.2f} | {cost / parse:.2f} | {why} |"
        sys.stdout.write(f"{kind} {rule.code} {rule.name} {1e6 * cost / ROWS:.2f} us {cost / parse:.2f}\n")
    yield ""


def _reason(rule: Rule) -> str:
    """Why a rule costs more than parsing the row: in its own words, or by what it says it sees."""
    return getattr(rule.module, "COST", BY_SIGHT.get(rule.sees, SILENT))


def _rules(judge: Judge) -> list[Rule]:
    return [*judge.rules("check_row"), *judge.rules("Fold")]


def _cost(rule: Rule, rows: list[Row], goal: Any) -> float:
    if rule.kind == "Fold":
        return _best(lambda: _fold(rule, rows, goal))
    able = Able([rule])
    plain = [row for row in rows if list(able.rules(row))]
    return _best(lambda: [list(rule.check(row)) for row in plain])


def _fold(rule: Rule, rows: list[Row], goal: Any) -> None:
    fold = rule.check(goal)
    for row in rows:
        fold.add(row)


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of some turns; the first one, which fills caches, does not count."""
    times = []
    for _ in range(TURNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times[1:])


if __name__ == "__main__":
    sys.exit(main())
