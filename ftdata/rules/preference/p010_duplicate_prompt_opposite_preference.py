r"""The same two answers to the same prompt, once preferred one way and once the other.

## Why
What one row pushes up the other pushes down. Together they teach nothing, and mostly show that two people judged the
pair, or that one file was read with its columns swapped.

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "5"}], "non_preferred_output": [{"role": "assistant", "content": "4"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
{"input": {"messages": [{"role": "user", "content": "2 + 3?"}]}, "preferred_output": [{"role": "assistant", "content": "5"}], "non_preferred_output": [{"role": "assistant", "content": "4"}]}
```

## Fix
None: which of the two judgements holds is for someone who knows.

## Sources
- ftdata's own rule (2026-11-23)
"""

from array import array
from collections.abc import Iterator

import xxhash

from ftdata.jsontext import dumps_sorted
from ftdata.rules.pairs import pair
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "warning"
SEES = "texts"
METHODS = ("dpo", "reward")
COST = "it writes both answers out to hash them, in every row"


def marks(_: Destination) -> None:
    """Any pair may be another one turned round."""


class Fold:
    """Of every pair 63 bits of what it compares and one of which answer it prefers, its line and its example: 28 bytes.

    Among ten million pairs two would be taken for each other by chance once in 200,000 files.
    """

    def __init__(self, _: Destination) -> None:
        self._files: list[str] = []
        self._within = array("I")  # the index of each one's file
        self._keys = array("Q")
        self._lines = array("Q")  # 0 in memory, where rows have none
        self._examples = array("Q")

    def add(self, row: Row) -> None:
        """Remember the next pair; one whose answers are the same is told elsewhere."""
        found = pair(row)
        if found is None or "input" not in row.value or found.preferred == found.other:
            return
        answers = [dumps_sorted(found.preferred), dumps_sorted(found.other)]
        turned = answers[0] > answers[1]
        text = b"\n".join([dumps_sorted(row.value["input"]), *sorted(answers)])
        if self._files[-1:] != [row.record.file]:
            self._files.append(row.record.file)
        self._within.append(len(self._files) - 1)
        self._keys.append(xxhash.xxh3_64_intdigest(text) >> 1 << 1 | turned)
        self._lines.append(row.record.line or 0)
        self._examples.append(row.record.example or 0)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Append what a part further down remembers, its places moved."""
        same = self._files[-1:] == later._files[:1]  # noqa: SLF001
        self._within.extend(index + len(self._files) - same for index in later._within)  # noqa: SLF001
        self._files += later._files[same:]  # noqa: SLF001
        self._keys += later._keys  # noqa: SLF001
        self._lines.extend(line and line + lines for line in later._lines)  # noqa: SLF001
        self._examples.extend(example and example + rows for example in later._examples)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report every pair that prefers what a pair before it did not."""
        suspects = self._suspects()
        first: dict[int, int] = {}
        for index, key in enumerate(self._keys) if suspects else ():
            if key >> 1 in suspects:
                first.setdefault(key, index)
                if key ^ 1 in first:
                    yield self._finding(index, first[key ^ 1])

    def _finding(self, index: int, before: int) -> Finding:
        place = self._place(index)
        where = self._place(before).told(place.file)
        return Finding(
            f"this pair prefers the answer that {where} does not, to the same prompt; keep one of the two",
            location=place,
        )

    def _place(self, index: int) -> Location:
        file = self._files[self._within[index]]
        return Location(file, self._lines[index] or None, None, self._examples[index] or None)

    def _suspects(self) -> set[int]:
        """Find what may be compared twice, by way of two bytes a pair."""
        seen = bytearray(1 << max((2 * len(self._keys)).bit_length(), 3))
        mask = 8 * len(seen) - 1
        again = set()
        for key in self._keys:
            slot = key >> 1 & mask
            bit = 1 << (slot & 7)
            if seen[slot >> 3] & bit:
                again.add(key >> 1)
            seen[slot >> 3] |= bit
        return again
