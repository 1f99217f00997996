r"""A top-level key that only some rows have.

## Why
Tools on some rows only once made a provider refuse the file, and teach the model that it has tools today and none
tomorrow. In reinforcement fine-tuning a grader that reads a field fails on the rows without it.
parallel_tool_calls may come and go, since leaving it out means the same as its default. Keys that are refused or
needed on every row have rules of their own, and so has what a given grader reads (G003).

## Examples
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}]}
{"messages": [{"role": "user", "content": "2 + 4?"}], "answer": "6"}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```
```jsonl good target=any method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}]}
```

## Fix
None: what belongs in the other rows is not known.

## Sources
- https://community.openai.com/t/966285 (2024, seen on the live service)
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.graders import ROW, references
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "warning"
SEES = "keys"

MOST_KEYS = 200
"""Different keys that are followed; a file with more is told so once, which bounds the memory."""

_ELSEWHERE = frozenset(("messages", "input", "preferred_output", "non_preferred_output", "prompt", "completion"))
_HARMLESS = frozenset(("parallel_tool_calls",))


class _Key:
    __slots__ = ("absent", "present", "rows")

    def __init__(
        self,
        rows: int,
        present: Location | None,
        absent: Location | None,
    ) -> None:
        self.rows = rows
        self.present = present
        self.absent = absent


class Fold:
    """Counts, for every key, the rows that have it, and remembers the first row with it and the first without."""

    def __init__(self, destination: Destination) -> None:
        known = destination.fact("top_level_keys", ())
        self._any_key = bool(destination.fact("grader_fields"))
        self._left = _ELSEWHERE | _HARMLESS | _read(destination)
        self._followed = frozenset(known) - self._left
        self._first: Location | None = None
        self._rows = 0
        self._keys: dict[str, _Key] = {}
        self._too_many = False

    def add(self, row: Row) -> None:
        """Count the keys of the next row."""
        if self._first is None:
            self._first = row.record.location
        for key in row.value:
            if key not in self._keys and self._follows(key):
                self._start(key)
        self._rows += 1
        for key, seen in self._keys.items():
            if key in row.value:
                seen.rows += 1
                seen.present = seen.present or row.record.location
            elif seen.absent is None:
                seen.absent = row.record.location

    def repeat(self, keys: Sequence[str], times: int) -> None:
        """Count rows whose keys are those of a row before them."""
        self._rows += times
        for key in keys:
            if key in self._keys:
                self._keys[key].rows += times

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down, its places moved."""
        self._too_many |= later._too_many  # noqa: SLF001
        for key in later._keys:  # noqa: SLF001
            if key not in self._keys:
                self._start(key)
        moved_first = _moved(later._first, lines, rows)  # noqa: SLF001
        for key, seen in self._keys.items():
            other = later._keys.get(key) or _Key(0, None, later._first)  # noqa: SLF001
            seen.rows += other.rows
            seen.present = seen.present or _moved(other.present, lines, rows)
            seen.absent = seen.absent or _moved(other.absent, lines, rows)
        self._first = self._first or moved_first
        self._rows += later._rows  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report each key that some rows have and some have not."""
        if self._too_many:
            yield Finding(
                f"the rows have more than {MOST_KEYS} different top-level keys, so most are on few rows only; "
                "give every row the same keys"
            )
            return
        for key, seen in self._keys.items():
            if seen.rows < self._rows:
                yield self._finding(key, seen)

    def _finding(self, key: str, seen: _Key) -> Finding:
        twice = seen.rows * 2
        usual = twice > self._rows or (twice == self._rows and seen.present == self._first)
        here = "here it is missing" if usual else "here it appears first"
        place = seen.absent if usual else seen.present
        quote = " (provider, once: 'contains an extra \"tools\"')" if key == "tools" else ""
        said = (
            f"the key {shown(key)} is on {seen.rows} of {self._rows} rows, {here}{quote}; give every row the same keys"
        )
        return Finding(said, location=place)

    def _follows(self, key: str) -> bool:
        return key in self._followed or (self._any_key and key not in self._left)

    def _start(self, key: str) -> None:
        if self._too_many or len(self._keys) >= MOST_KEYS:
            self._too_many = True
            self._keys.clear()
        else:
            self._keys[key] = _Key(0, None, self._first if self._rows else None)


def _read(destination: Destination) -> frozenset[str]:
    """The keys that the templates of a given grader read: rows without one have their own finding."""
    reads = (each for each in references(destination) if each.space == ROW and each.steps and not each.code)
    return frozenset(str(each.steps[0]) for each in reads)


def _moved(place: Location | None, lines: int, rows: int) -> Location | None:
    return place.shifted(lines, rows) if place else None
