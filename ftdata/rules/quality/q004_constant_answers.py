r"""The same answer on all rows, or nearly all.

## Why
A model learns what most examples say: it will give this answer whatever it is asked. Mostly a column was mixed up, or
a default was written where an answer is missing. Of labels, other than one single label, the rule on class imbalance
speaks.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Iceland?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Estonia?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Latvia?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Poland?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of Germany?"}, {"role": "assistant", "content": "Please ask our staff."}]}
{"messages": [{"role": "user", "content": "Capital of France?"}, {"role": "assistant", "content": "Please ask our staff."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Largest city of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
```

## Fix
None: the right answers are not known.

## Sources
- https://github.com/microsoft/azure-skills, validate_rft.py of 1a03acf (2026-08-21)
"""

from collections.abc import Iterator

import xxhash

from ftdata.rules.answers import answer
from ftdata.rules.labels import is_label
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "sample"
FEWEST = 10
COST = "it hashes an answer of every row it sees, and those are some 700 of a large file"

SHARE = Option("Q004.share", 0.9, "from this share of rows on an answer that is no label counts as the only one")

MOST = 5000
"""Different answers that are followed; a file with more has answers enough."""


class _Answer:
    __slots__ = ("label", "seen")

    def __init__(self, label: bool) -> None:
        self.label = label
        self.seen = Sightings()


class Fold:
    """Counts the rows of each answer, by a key of its text."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._answers: dict[int, _Answer] = {}
        self._rows = 0
        self._too_many = False

    def add(self, row: Row) -> None:
        """Count the answer of the next row."""
        text = None if self._too_many else answer(row)
        if text is None:
            return
        self._rows += 1
        key = xxhash.xxh3_64_intdigest(text.strip().encode("utf-8", "surrogatepass"))
        if key not in self._answers:
            self._answers[key] = _Answer(is_label(text))
        self._answers[key].seen.add(row.record.location)
        self._limit()

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._too_many |= later._too_many  # noqa: SLF001
        for key, other in later._answers.items():  # noqa: SLF001
            self._answers.setdefault(key, _Answer(other.label)).seen.merge(other.seen, lines, rows)
        self._limit()

    def findings(self) -> Iterator[Finding]:
        """Report the commonest answer where it leaves hardly any room for others."""
        common = max(self._answers.values(), key=lambda each: each.seen.rows, default=None)
        if common is None or self._rows < FEWEST:
            return
        rows = common.seen.rows
        if rows == self._rows or (not common.label and rows >= self._share * self._rows):
            yield Finding(
                f"{common.seen.have(self._rows)} the very same answer, so the model will give it to any question; "
                "write the answers that belong to the questions",
                location=common.seen.first,
            )

    def _limit(self) -> None:
        if self._too_many or len(self._answers) > MOST:
            self._too_many = True
            self._answers.clear()
