r"""A field for the grader that has another type in some rows.

## Why
A grader is written for one type. A number where the others have text compares as different, a list where a template
expects a word is printed with its brackets: those rows are scored wrongly, without any error.

## Examples
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": 5}
{"messages": [{"role": "user", "content": "2 + 4?"}], "answer": "6"}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": 4, "limit": "1 s"}
{"messages": [{"role": "user", "content": "2 + 0.5?"}], "answer": 2.5, "limit": "1 s"}
{"messages": [{"role": "user", "content": "Name a prime between 8 and 10."}], "answer": 9, "limit": null}
```

## Fix
None: which of the types the grader expects is not known. A field that is null is taken for empty (G006), and one that
is missing in some rows is told by S011.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/scripts/validate/validate_rft.py, on fields that differ (2026-08-21)
- ftdata's own rule as to types (2026-11-23)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.graders import fields
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json, Location

SEVERITY = "warning"
SEES = "keys"
METHODS = ("rft", "grpo")

MOST_FIELDS = 200
"""Fields that are followed; rows with more have no fixed fields at all, which S011 says."""

_KINDS = {str: "text", bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}

_Seen = dict[str, tuple[int, Location]]


class Fold:
    """Counts, for every field, the rows in which it has each type, and remembers the first of them."""

    def __init__(self, _: Destination) -> None:
        self._fields: dict[str, _Seen] = {}
        self._too_many = False

    def add(self, row: Row) -> None:
        """Look at the types in the next row."""
        for name, value in fields(row.value).items():
            kind = _kind(value)
            if kind:
                self._count(name, kind, 1, row.record.location)

    def repeat(self, keys: Sequence[str], times: int) -> None:
        """Rows that were skimmed have no field."""

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down, its places moved."""
        if later._too_many:  # noqa: SLF001
            self._give_up()
        for name, seen in later._fields.items():
            for kind, (count, place) in seen.items():
                self._count(name, kind, count, place.shifted(lines, rows))

    def findings(self) -> Iterator[Finding]:
        """Report each field with several types, at the first row that has not the commonest one."""
        for name, seen in self._fields.items():
            if len(seen) < 2:
                continue
            usual, *others = sorted(seen, key=lambda kind: -seen[kind][0])
            count = sum(seen[kind][0] for kind in others)
            kinds = " or ".join(others)
            place = min((seen[kind][1] for kind in others), key=lambda place: place.example or 0)
            yield Finding(
                f"the field {shown(name)} is {kinds} in {count} {'row' if count == 1 else 'rows'} (this one first) "
                f"and {usual} in {seen[usual][0]}; write it the same way everywhere",
                location=place,
            )

    def _count(self, name: str, kind: str, count: int, place: Location) -> None:
        if self._too_many or (name not in self._fields and len(self._fields) >= MOST_FIELDS):
            self._give_up()
            return
        before, first = self._fields.setdefault(name, {}).get(kind, (0, place))
        self._fields[name][kind] = (before + count, first)

    def _give_up(self) -> None:
        self._too_many = True
        self._fields.clear()


def _kind(value: Json) -> str | None:
    """The type of a value in words; None for null."""
    return next((word for kind, word in _KINDS.items() if isinstance(value, kind)), None)
