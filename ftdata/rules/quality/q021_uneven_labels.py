r"""Labels that are written in several ways.

## Why
Where answers are labels, "positive", "Positive" and "positive." are three of them to a model, and to whatever compares
its answers later. Labels count as one when only case, white space or punctuation tells them apart.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Good soup"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good fish"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good bread"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good cake"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good wine"}, {"role": "assistant", "content": "Positive"}]}
{"messages": [{"role": "user", "content": "Good beer"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good tea"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good rice"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good nuts"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good figs"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Bad soup"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad fish"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad bread"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad cake"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad wine"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad beer"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad tea"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad rice"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad nuts"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad figs"}, {"role": "assistant", "content": "negative"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Good soup"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good fish"}, {"role": "assistant", "content": "Positive"}]}
```

## Fix
None: which spelling is meant is not known.

## Sources
- https://platform.openai.com/docs/guides/fine-tuning-best-practices (a copy read 2026-11-25, agreement and consistency)
- https://github.com/explosion/prodigy-openai-recipes/pull/31 (2022-12-19, models that write labels in either case)
"""

from collections.abc import Iterator

from ftdata.rules.labels import Labels
from ftdata.rules.row import Row
from ftdata.rules.shown import listed
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "warning"
SEES = "sample"


class Fold:
    """Counts the rows of each label."""

    def __init__(self, _: Destination) -> None:
        self._labels = Labels()

    def add(self, row: Row) -> None:
        """Count the label of the next row."""
        self._labels.add(row)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._labels.merge(later._labels, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report each label that has several spellings, at the first row of a rarer one."""
        kinds: dict[str, dict[str, Sightings]] = {}
        for label, seen in self._labels.seen.items():
            kinds.setdefault(_plain(label), {})[label] = seen
        for spellings in kinds.values() if self._labels.clear(kinds) else ():
            if len(spellings) > 1:
                usual = max(spellings, key=lambda label: spellings[label].rows)
                others = {label: seen for label, seen in spellings.items() if label != usual}
                rows = sum(seen.rows for seen in others.values())
                yield Finding(
                    f"one label is written in several ways: {listed([usual, *others])}; the first is on "
                    f"{spellings[usual].rows} of {self._labels.rows} rows looked at, the others on {rows}. Write it in one",
                    location=min((seen.first for seen in others.values() if seen.first), key=_order),
                )


def _order(place: Location) -> tuple[int, int]:
    return place.line or 0, place.example or 0


def _plain(label: str) -> str:
    """A label's letters and figures; signs are kept where there is nothing else."""
    return "".join(filter(str.isalnum, label.casefold())) or label
