"""Answers that are labels: a few short ones, each on many rows, as in a classification."""

from collections.abc import Iterable

from ftdata.rules.answers import answer
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings

MOST = 40
"""Different labels at most; a file with more has answers of another kind."""

_LENGTH = 40
_WORDS = 4
_ROWS_EACH = 10


class Labels:
    """Counts the rows of every answer, as long as all of them may be labels.

    Attributes:
        seen: The rows of each label, in the order in which they came.
        rows: Rows with an answer.
    """

    def __init__(self) -> None:
        self.seen: dict[str, Sightings] = {}
        self.rows = 0
        self._has_others = False

    def add(self, row: Row) -> None:
        """Count the answer of the next row."""
        text = None if self._has_others else answer(row)
        if text is not None:
            self.rows += 1
            self.seen.setdefault(text.strip(), Sightings()).add(row.record.location)
            self._limit(others=not is_label(text))

    def merge(self, later: "Labels", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self.rows += later.rows
        for label, seen in later.seen.items():
            self.seen.setdefault(label, Sightings()).merge(seen, lines, rows)
        self._limit(others=later._has_others)  # noqa: SLF001

    def clear(self, kinds: Iterable[str]) -> bool:
        """Whether the answers clearly are labels: several of them, each on ten rows in the mean, of a few kinds."""
        number = len(set(kinds))
        return not self._has_others and number > 1 and self.rows >= _ROWS_EACH * number

    def _limit(self, *, others: bool) -> None:
        if self._has_others or others or len(self.seen) > MOST:
            self._has_others = True
            self.seen.clear()


def is_label(text: str) -> bool:
    """Whether an answer is as short as a label is."""
    label = text.strip()
    return 0 < len(label) <= _LENGTH and "\n" not in label and len(label.split()) <= _WORDS
