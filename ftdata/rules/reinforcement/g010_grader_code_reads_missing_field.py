r"""A Python grader that reads a field which no row has.

## Why
The code finds nothing under that name, in every row: it fails, or scores each answer alike. The job is paid for all the
same. A field that only some rows lack may be one that the code can do without, so it is not told.

## Examples
```jsonl bad method=rft set=grader:{"type":"python","name":"same","source":"def\u0020grade(sample,item):return\u0020float(sample['output_text']==item['reference'])"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```
```jsonl good method=rft set=grader:{"type":"python","name":"same","source":"def\u0020grade(sample,item):return\u0020float(sample['output_text']==item['answer'])"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```

## Fix
None: the field has to be added to the rows, or named right in the code. Only item["key"] and item.get("key") in grade
itself are known. What templates read is told row by row (G003).

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
"""

from collections.abc import Iterable, Iterator, Sequence

from ftdata.rules.graders import MISSING, ROW, fields, references, value_at
from ftdata.rules.row import Row
from ftdata.rules.shown import listed, shown
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "keys"
METHODS = ("rft",)

_MOST = 8
"""Fields of the rows that a message names."""


class Fold:
    """Crosses off what the code reads, as soon as a row has it."""

    def __init__(self, destination: Destination) -> None:
        wanted = (each for each in references(destination) if each.space == ROW and each.steps)
        self._missing = [each for each in wanted if each.code]
        self._rows = 0
        self._fields: dict[str, None] = {}

    def add(self, row: Row) -> None:
        """Look for what no row had so far."""
        self._rows += 1
        if self._missing:
            self._missing = [each for each in self._missing if value_at(row.value, each.steps) is MISSING]
            self._name(fields(row.value))

    def repeat(self, keys: Sequence[str], times: int) -> None:
        """Count rows with the keys of a row before them."""
        self._rows += times
        self._missing = [each for each in self._missing if each.steps[0] not in keys]

    def merge(self, later: "Fold", _lines: int, _rows: int) -> None:
        """Take in a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._missing = [each for each in self._missing if each in later._missing]  # noqa: SLF001
        self._name(later._fields)

    def findings(self) -> Iterator[Finding]:
        """Report what no row has."""
        there = f"they have: {listed(self._fields)}" if self._fields else "they have no field beside the messages"
        for read in self._missing if self._rows else ():
            yield Finding(
                f"the grader's code reads {shown(read.written)}, which no row has ({there}); "
                "add the field to the rows or correct the code"
            )

    def _name(self, names: Iterable[str]) -> None:
        """Remember the first few fields that rows have."""
        for name in names:
            if len(self._fields) < _MOST:
                self._fields[name] = None
