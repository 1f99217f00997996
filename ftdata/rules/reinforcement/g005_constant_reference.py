r"""Rows that all give the grader the same.

## Why
When every question has the same reference, the model learns to give that one answer, whatever is asked: the reward
does not depend on the question. Mostly a column was filled with a placeholder.

## Examples
```jsonl bad method=rft set=G005.rows:3
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "see below"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "see below"}
{"messages": [{"role": "user", "content": "2 + 4?"}], "answer": "see below"}
```
```jsonl good method=rft set=G005.rows:3
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4", "unit": "none"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5", "unit": "none"}
{"messages": [{"role": "user", "content": "2 + 4?"}], "answer": "6", "unit": "none"}
```

## Fix
None: the right references have to come from somewhere. With --grader only what its templates read is compared,
without it all fields together, since a field that never changes may well say where the rows come from.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/scripts/validate/validate_rft.py (2026-08-21)
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import xxhash

from ftdata.jsontext import dumps_sorted
from ftdata.rules.graders import MISSING, blank, field_references, fields, value_at
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json

SEVERITY = "warning"
SEES = "keys"
METHODS = ("rft", "grpo")

ROWS = Option("G005.rows", 10, "Rows a file needs before their being alike means anything")

_SHOWN = 3


class Fold:
    """Compares what every row gives the grader with what the first one gave."""

    def __init__(self, destination: Destination) -> None:
        self._least = ROWS.of(destination)
        self._reads = field_references(destination)
        self._rows = 0
        self._key = 0
        self._said = ""
        self._differ = False

    def add(self, row: Row) -> None:
        """Compare the next row."""
        if self._differ:
            return
        given = fields(row.value)
        if self._reads is not None:
            given = {read.written: value_at(row.value, read.steps) for read in self._reads}
        self._take({name: value for name, value in given.items() if value is not MISSING and not blank(value)}, 1)

    def repeat(self, _keys: Sequence[str], times: int) -> None:
        """Rows that were skimmed have no field."""
        self._take({}, times)

    def merge(self, later: "Fold", _lines: int, _rows: int) -> None:
        """Take in a part further down."""
        if later._rows:  # noqa: SLF001
            self._join(later._key, later._said, later._rows)  # noqa: SLF001
        self._differ |= later._differ  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Say so when all rows gave the same."""
        if self._said and not self._differ and self._rows >= max(self._least, 2):
            yield Finding(
                f"all {self._rows} rows give the grader the same ({self._said}), so the reward does not depend on "
                "what is asked; give every row its own reference"
            )

    def _take(self, given: dict[str, Json], times: int) -> None:
        said = (
            ""
            if self._rows
            else ", ".join(f"{name:.40}: {shown(value)}" for name, value in islice(given.items(), _SHOWN))
        )
        self._join(xxhash.xxh3_64_intdigest(dumps_sorted(given)), said, times)

    def _join(self, key: int, said: str, rows: int) -> None:
        if not self._rows:
            self._key, self._said = key, said
        self._differ |= key != self._key
        self._rows += rows
