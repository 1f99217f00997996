r"""A grader that reads a field which rows do not have.

## Why
A template such as {{item.answer}} is filled from the row. Where the row has no answer, the grader fails or compares
with nothing, every try of the model scores the same, and the job is paid for all the same. One of Microsoft's own
samples is like that.

## Examples
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.reference_answer}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.truth.value}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "truth": {"value": "4"}}
{"messages": [{"role": "user", "content": "2 + 3?"}], "truth": {"number": "5"}}
```
```jsonl good method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.truth.values[0]}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "truth": {"values": ["4", "four"]}}
{"messages": [{"role": "user", "content": "2 + 3?"}], "truth": {"values": ["5"]}}
```

## Fix
None: the field has to be added to the rows, or named right in the grader. Give the grader with --grader. Of a Python
grader only item["key"] and item.get("key") in grade itself are known, and a missing one is told when no row has it.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
- https://github.com/microsoft-foundry/fine-tuning, MedMCQ (6,150 rows without the field its grader reads, measured by ftdata 2026-11-23)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.graders import MISSING, ROW, Reference, fields, references, value_at
from ftdata.rules.row import Row
from ftdata.rules.shown import listed, shown
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "error"
SEES = "keys"
METHODS = ("rft",)

_MOST = 8
"""Fields of the rows that a message names."""


class _Read:
    """What is known of one thing that the grader reads: how many rows lack it, and the first that does."""

    __slots__ = ("first", "reference", "rows")

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.rows = 0
        self.first: Location | None = None


class Fold:
    """Follows everything that the grader reads of a row."""

    def __init__(self, destination: Destination) -> None:
        wanted = (each for each in references(destination) if each.space == ROW and each.steps)
        self._reads = [_Read(each) for each in wanted]
        self._rows = 0
        self._fields: list[str] = []

    def add(self, row: Row) -> None:
        """Look everything up in the next row."""
        self._rows += 1
        if self._reads:
            self._name(fields(row.value))
        for read in self._reads:
            if value_at(row.value, read.reference.steps) is MISSING:
                read.rows += 1
                read.first = read.first or row.record.location

    def repeat(self, keys: Sequence[str], times: int) -> None:
        """Count rows with the keys of a row before them; what is in the conversation is taken to be there."""
        self._rows += times
        for read in self._reads:
            read.rows += times * (read.reference.steps[0] not in keys)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down, its places moved."""
        self._rows += later._rows  # noqa: SLF001
        self._name(later._fields)
        for mine, theirs in zip(self._reads, later._reads, strict=True):  # noqa: SLF001
            mine.rows += theirs.rows
            if mine.first is None and theirs.first is not None:
                mine.first = theirs.first.shifted(lines, rows)

    def findings(self) -> Iterator[Finding]:
        """Report what no row has, and what some rows lack."""
        for read in self._reads:
            if read.rows == self._rows > 0:
                yield self._nowhere(read.reference)
            elif read.rows and not read.reference.code:
                yield Finding(
                    f"the grader reads {shown(read.reference.written)}, which {read.rows} of {self._rows} rows lack, "
                    "this one first; add the field to every row",
                    location=read.first,
                )

    def _nowhere(self, reference: Reference) -> Finding:
        there = f"they have: {listed(self._fields)}" if self._fields else "they have no field beside the messages"
        advice = "add the field to the rows or correct the grader"
        if ROW in self._fields:
            advice = f"put the fields beside messages, since those inside {ROW} are read as {ROW}.{ROW}"
        return Finding(
            f"the grader reads {shown(reference.written)}, which no row has ({there}); {advice}",
            severity="warning" if reference.code else None,
        )

    def _name(self, names: Sequence[str] | dict[str, object]) -> None:
        """Remember the first few fields that rows have."""
        for name in names if len(self._fields) < _MOST else ():
            if name not in self._fields:
                self._fields.append(name)
        del self._fields[_MOST:]
