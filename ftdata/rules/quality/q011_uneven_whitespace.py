r"""Answers with white space before or after them.

## Why
A space at the beginning makes another token of the first word, and line ends at the end are learned like words: the
model will put them there too, or now and then. It does little harm, but is easily avoided.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": " Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Capital of Norway? "}, {"role": "assistant", "content": "Oslo"}]}
```

## Fix
None here: strip the answers where they come from. For legacy completions a space at the beginning was once advised, and
is not told of when all have it.

## Sources
- https://github.com/openai/openai-python/blob/e43b422/src/openai/lib/_validators.py (2026-08-21)
- ftdata 2026
"""

from collections.abc import Iterator

from ftdata.rules.answers import answer
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
SEES = "sample"


class Fold:
    """Counts the answers that begin or end with white space."""

    def __init__(self, destination: Destination) -> None:
        self._spaced = destination.method == "completion"
        self._rows = 0
        self._before = Sightings()
        self._after = Sightings()

    def add(self, row: Row) -> None:
        """Look at both ends of the answer of the next row."""
        text = answer(row)
        if text is None:
            return
        self._rows += 1
        if text[:1].isspace():
            self._before.add(row.record.location)
        if text[-1:].isspace():
            self._after.add(row.record.location)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._before.merge(later._before, lines, rows)  # noqa: SLF001
        self._after.merge(later._after, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report each end once."""
        advised = self._spaced and self._before.rows == self._rows
        for seen, said in ((self._before, "begins with"), (self._after, "ends in")):
            if seen.rows and not (advised and seen is self._before):
                yield Finding(
                    f"{seen.have(self._rows)} an answer that {said} white space; strip it", location=seen.first
                )
