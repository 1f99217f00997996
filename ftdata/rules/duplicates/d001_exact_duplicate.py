r"""A row that repeats another.

## Why
A copy is trained on twice: it costs as much as a new example and pulls the model towards itself. Rows count as equal
when they say the same, however they are written: key order, white space, escapes and ignored keys do not matter, a
weight does.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"content": "Capital of Norway?", "role": "user"}, {"role": "assistant", "content": "\u004fslo."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo, on the fjord."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
```

## Fix
None here: `ftdata prepare` drops the copies.

## Sources
- https://github.com/openai/openai-python/blob/e43b422/src/openai/lib/_validators.py (2026-08-21)
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "warning"
SEES = "identity"

_FEW = 200_000
"""Rows whose keys may be held in a set for a moment, in some 15 MB."""


class Fold:
    """80 bits of the identity of every row, in 10 bytes: among a billion rows two would agree by chance once in 2 million.

    Rows that follow each other line by line form a stretch, and only the place where a stretch begins is kept.
    """

    def __init__(self, _: Destination) -> None:
        self._files: list[str] = []
        self._low = array("Q")
        self._high = array("H")
        self._starts = array("Q")  # of each stretch: its first row among those kept here,
        self._within = array("I")  # the index of its file,
        self._lines = array("Q")  # its line, 0 in memory, where rows have none,
        self._examples = array("Q")  # and its example

    def add(self, row: Row) -> None:
        """Remember the next row."""
        record = row.record
        self.extend(record.file, [row.identity], record.line or 0, record.example or 0)

    def extend(self, file: str, identities: Sequence[bytes], line: int, example: int) -> None:
        """Remember rows that follow each other, the first of which stands at a line and is an example."""
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        self._stretch(line, example)
        joined = b"".join(identities)
        self._low += array("Q", joined)[::2]
        self._high += array("H", joined)[7::8]

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Append what a part further down remembers, its places moved."""
        before = len(self._low)
        same = self._files[-1:] == later._files[:1]  # noqa: SLF001
        self._within.extend(index + len(self._files) - same for index in later._within)  # noqa: SLF001
        self._files += later._files[same:]  # noqa: SLF001
        self._low += later._low  # noqa: SLF001
        self._high += later._high  # noqa: SLF001
        self._starts.extend(start + before for start in later._starts)  # noqa: SLF001
        self._lines.extend(line and line + lines for line in later._lines)  # noqa: SLF001
        self._examples.extend(example and example + rows for example in later._examples)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report every row whose like came before, at its own place."""
        for copy, first in self._copies():
            place = self._place(copy)
            where = self._place(first).told(place.file)
            yield Finding(f"the same as {where}; drop it, ftdata prepare does so", location=place)

    def _stretch(self, line: int, example: int) -> None:
        """Begin a stretch, unless the last one goes on."""
        here = len(self._low)
        if self._starts and self._within[-1] == len(self._files) - 1:
            past = here - self._starts[-1]
            last_line, last_example = self._lines[-1], self._examples[-1]
            if example == last_example + past and line == (last_line and last_line + past):
                return
        self._starts.append(here)
        self._within.append(len(self._files) - 1)
        self._lines.append(line)
        self._examples.append(example)

    def _place(self, row: int) -> Location:
        """Where a row is."""
        stretch = bisect_right(self._starts, row) - 1
        past, line = row - self._starts[stretch], self._lines[stretch]
        example = self._examples[stretch] + past
        return Location(self._files[self._within[stretch]], line + past if line else None, None, example or None)

    def _copies(self) -> list[tuple[int, int]]:
        """List the index of each copy with that of its first like."""
        suspects = self._suspects()
        first: dict[tuple[int, int], int] = {}
        copies = []
        for index, low in enumerate(self._low) if suspects else ():
            if low in suspects:
                there = first.setdefault((low, self._high[index]), index)
                if there != index:
                    copies.append((index, there))
        return copies

    def _suspects(self) -> set[int]:
        """Find the keys that may stand twice, by way of two bytes a row: most rows are dismissed at once."""
        if len(self._low) <= _FEW and len(set(self._low)) == len(self._low):
            return set()
        seen = bytearray(1 << max((2 * len(self._low)).bit_length(), 3))
        mask = 8 * len(seen) - 1
        again = set()
        for low in self._low:
            slot = low & mask
            bit = 1 << (slot & 7)
            if seen[slot >> 3] & bit:
                again.add(low)
            else:
                seen[slot >> 3] |= bit
        return self._standing_twice(again)

    def _standing_twice(self, suspects: set[int]) -> set[int]:
        """Keep those that truly do."""
        once: set[int] = set()
        twice: set[int] = set()
        for low in self._low if suspects else ():
            if low in suspects:
                (twice if low in once else once).add(low)
        return twice
