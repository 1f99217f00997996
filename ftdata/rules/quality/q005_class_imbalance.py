r"""Labels of which one is on most rows.

## Why
Where answers are labels, the model gives the commonest one more often than it is right, above all when in doubt. A
share in the examples unlike that in use makes it worse: OpenAI's own case has 60 % of the answers of one kind, and 5 %
in use. Answers count as labels when they are short, few, and each on ten rows or more in the mean.

## Examples
```jsonl bad set=Q005.share:0.7
{"messages": [{"role": "user", "content": "Good soup"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good fish"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good bread"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good cake"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good wine"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good beer"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good tea"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good rice"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good beans"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good corn"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good plums"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good pears"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good nuts"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Good figs"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Bad soup"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad fish"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad bread"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad cake"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad wine"}, {"role": "assistant", "content": "negative"}]}
{"messages": [{"role": "user", "content": "Bad beer"}, {"role": "assistant", "content": "negative"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Good soup"}, {"role": "assistant", "content": "positive"}]}
{"messages": [{"role": "user", "content": "Bad soup"}, {"role": "assistant", "content": "negative"}]}
```

## Fix
None: add rows of the other labels, or take away some of the commonest, until the shares are those of the use.

## Sources
- https://platform.openai.com/docs/guides/fine-tuning-best-practices (a copy read 2026-11-25)
"""

from collections.abc import Iterator

from ftdata.rules.labels import Labels
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
SEES = "sample"

SHARE = Option("Q005.share", 0.8, "from this share of rows on a label is told of; half would tell of sound data too")


class Fold:
    """Counts the rows of each label."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._labels = Labels()

    def add(self, row: Row) -> None:
        """Count the label of the next row."""
        self._labels.add(row)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._labels.merge(later._labels, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report a label that is on most rows, and the rarest one."""
        if not self._labels.clear(self._labels.seen):
            return
        counts = {label: seen.rows for label, seen in self._labels.seen.items()}
        common, rare = max(counts, key=counts.__getitem__), min(counts, key=counts.__getitem__)
        if counts[common] >= self._share * self._labels.rows:
            yield Finding(
                f"of {len(counts)} labels, {shown(common)} is on {counts[common]} of {self._labels.rows} rows looked at "
                f"and {shown(rare)} on {counts[rare]}; the shares should be those of the use"
            )
