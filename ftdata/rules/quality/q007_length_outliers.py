r"""Answers far longer than the others.

## Why
An answer eight times as long as three quarters of the others, and of more than 2,000 characters, is often two documents
in one, a log, or a table that slipped in. It also costs most, and is the first to be cut. Short answers are not told of:
a bare yes is often right.

## Examples
```jsonl bad set=Q007.rows:4 times=3000
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
{"messages": [{"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Copenhagen -…"}]}
```
```jsonl good set=Q007.rows:4
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
{"messages": [{"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Copenhagen"}]}
```

## Fix
None: a long answer may be right; read the rows that are named.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
- ftdata 2026, the limit: three spreads above the middle half of the answers, on a scale of doublings
"""

from collections import Counter
from collections.abc import Iterator
from math import log2
from typing import NamedTuple

from ftdata.rules.answers import answer
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "info"
SEES = "sample"

ROWS = Option("Q007.rows", 100, "fewer answers do not tell what is usual")

_STEPS = 8
_SPREADS = 3
_LONG = 2000
_KEPT = 3


class _Answer(NamedTuple):
    length: int
    place: Location


class Fold:
    """Counts answers by their length, in steps of an eighth of a doubling, and remembers the longest."""

    def __init__(self, destination: Destination) -> None:
        self._least = ROWS.of(destination)
        self._steps: Counter[int] = Counter()
        self._longest: list[_Answer] = []

    def add(self, row: Row) -> None:
        """Measure the answer of the next row."""
        length = len((answer(row) or "").strip())
        if length:
            self._steps[_step(length)] += 1
            if length > _LONG:
                self._remember([_Answer(length, row.record.location._replace(offset=None))])

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._steps += later._steps  # noqa: SLF001
        moved = [each._replace(place=each.place.shifted(lines, rows)) for each in later._longest]  # noqa: SLF001
        self._remember(moved)

    def findings(self) -> Iterator[Finding]:
        """Report the longest answers where they are far above the middle half."""
        total = self._steps.total()
        if total < self._least:
            return
        low, high = self._quantile(0.25), self._quantile(0.75)
        limit = high + _SPREADS * max(high - low, _STEPS)
        long = [each for each in self._longest if _step(each.length) > limit]
        if long:
            where = ", ".join(f"{each.length:,} in {each.place.told(long[0].place.file)}" for each in long)
            yield Finding(
                f"some answers are far longer than the others (characters: {where}; half of {total} answers looked at "
                f"have about {_length(low):,} to {_length(high):,}); see whether they are what you mean",
                location=long[0].place,
            )

    def _remember(self, answers: list[_Answer]) -> None:
        """Keep the few longest; of equals the first."""
        self._longest = sorted(self._longest + answers, key=lambda each: -each.length)[:_KEPT]

    def _quantile(self, share: float) -> int:
        """The step that a share of the answers is below or at."""
        rest = share * self._steps.total()
        for step in sorted(self._steps):
            rest -= self._steps[step]
            if rest <= 0:
                return step
        return max(self._steps)


def _step(length: int) -> int:
    return round(log2(length) * _STEPS)


def _length(step: int) -> int:
    return round(2 ** (step / _STEPS))
