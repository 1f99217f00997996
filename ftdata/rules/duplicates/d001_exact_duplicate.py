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
from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "warning"

_HALF = (1 << 64) - 1


class Fold:
    """The identity and the place of every row, in 24 bytes each."""

    def __init__(self, _: Destination) -> None:
        self._file = ""
        self._high = array("Q")
        self._low = array("Q")
        self._lines = array("I")  # 0 in memory, where rows have no line
        self._examples = array("I")

    def add(self, row: Row) -> None:
        """Remember the next row."""
        identity, record = row.identity, row.record
        self._file = record.file
        self._high.append(identity >> 64)
        self._low.append(identity & _HALF)
        self._lines.append(record.line or 0)
        self._examples.append(record.example or 0)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Append what a part further down remembers, its places moved."""
        self._file = self._file or later._file  # noqa: SLF001
        self._high += later._high  # noqa: SLF001
        self._low += later._low  # noqa: SLF001
        self._lines.extend(line and line + lines for line in later._lines)  # noqa: SLF001
        self._examples.extend(example and example + rows for example in later._examples)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report every row whose like came before, at its own place."""
        for copy, first in self._copies():
            line = self._lines[first]
            where = f"line {line}" if line else f"example {self._examples[first]}"
            place = Location(self._file, self._lines[copy] or None, None, self._examples[copy] or None)
            yield Finding(f"the same as {where}; drop it, ftdata prepare does so", location=place)

    def _copies(self) -> Iterator[tuple[int, int]]:
        """Yield the index of each copy with that of its first like, by way of a hash table of 8 to 16 bytes a row."""
        low, high = self._low, self._high
        mask = (1 << (2 * len(low)).bit_length()) - 1
        table = array("I", bytes(4 * (mask + 1)))  # index + 1 of the first row of a kind; 0 is free
        for index, key in enumerate(low):
            slot = key & mask
            while (first := table[slot]) and (low[first - 1] != key or high[first - 1] != high[index]):
                slot = (slot + 1) & mask
            if first:
                yield index, first - 1
            else:
                table[slot] = index + 1
