r"""Answers that are a program's word for nothing: nan, undefined, [object Object].

## Why
A missing cell of a table, read by pandas and written again, becomes the answer "nan"; JavaScript writes undefined or
[object Object]. The model learns to say so. Words that a label may have, such as none or null, are not told of.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "nan"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Which city is named? Hello!"}, {"role": "assistant", "content": "none"}]}
{"messages": [{"role": "user", "content": "Who bakes flat bread in India?"}, {"role": "assistant", "content": "Nan, or naan, is baked there."}]}
```

## Fix
None: write the answers, or leave the rows out.

## Sources
- https://github.com/tloen/alpaca-lora/pull/32 (2023-03-17, answers such as N/A in generated data)
- ftdata 2026
"""

from collections.abc import Iterator

from ftdata.rules.answers import answer
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "sample"

_NOTHING = frozenset(
    ("nan", "NaN", "NaT", "<NA>", "undefined", "[object Object]", "#N/A", "#REF!", "#VALUE!", "#NAME?", "TODO", "FIXME")
)


class Fold:
    """Counts the answers that are such a word."""

    def __init__(self, _: Destination) -> None:
        self._rows = 0
        self._nothing = Sightings()
        self._word = ""

    def add(self, row: Row) -> None:
        """Look at the answer of the next row."""
        text = answer(row)
        if text is None:
            return
        self._rows += 1
        if text.strip() in _NOTHING:
            self._nothing.add(row.record.location)
            self._word = self._word or text.strip()

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._nothing.merge(later._nothing, lines, rows)  # noqa: SLF001
        self._word = self._word or later._word  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report them once."""
        if self._nothing.rows:
            yield Finding(
                f"{self._nothing.have(self._rows)} {shown(self._word)} or the like for an answer, a program's word "
                "for nothing; write the answers, or leave the rows out",
                location=self._nothing.first,
            )
