r"""Answers that say again what the user said.

## Why
A model that learns to repeat the question is of no use. Where most answers do, the wrong column was mostly taken for the
answer; where a few do, a generator gave back its prompt. Some tasks do ask for it, such as correcting a sentence that
is right already. Questions that look like code are not compared, since they may be there to be completed, nor are those
of fewer than 20 characters: a greeting may come back.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "What is the capital of Norway?"}, {"role": "assistant", "content": "what is the capital of Norway?"}]}
{"messages": [{"role": "user", "content": "What is the capital of Sweden?"}, {"role": "assistant", "content": "What is the capital of Sweden?  Stockholm."}]}
{"messages": [{"role": "user", "content": "What is the capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "What is the capital of Norway?"}, {"role": "assistant", "content": "The capital of Norway is Oslo."}]}
{"messages": [{"role": "user", "content": "Good morning"}, {"role": "assistant", "content": "Good morning"}]}
```

## Fix
None: the right answer is not known.

## Sources
- https://github.com/unslothai/unsloth/issues/554 (2024-05-29, answers that begin with the whole prompt)
- ftdata 2026
"""

import re
from collections.abc import Iterator

from ftdata.rules.answers import answer, question
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "sample"
COST = "it compares question and answer, of some 700 rows of a large file"

SHARE = Option("Q008.share", 0.5, "from this share of rows on it is a warning; some tasks ask for copies now and then")

_LEAST = 20
_CODE = r"[{};]|\bdef \w+\(|=>|#include|```|\bselect .* from "


class Fold:
    """Counts the answers that are the question again, or begin with all of it."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._rows = 0
        self._copies = Sightings()

    def add(self, row: Row) -> None:
        """Compare the answer of the next row with its question."""
        told, asked = answer(row), question(row)
        if told is None or asked is None:
            return
        self._rows += 1
        if _copies(told, asked):
            self._copies.add(row.record.location)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._copies.merge(later._copies, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Warn where many answers are copies; mention a few."""
        if self._copies.rows:
            many = self._copies.rows >= self._share * self._rows
            yield Finding(
                f"{self._copies.have(self._rows)} an answer that repeats the question; see whether the right "
                "column was taken, and cut the question off",
                location=self._copies.first,
                severity=None if many else "info",
            )


def _copies(told: str, asked: str) -> bool:
    """Whether an answer is the question again, or begins with it; case and white space make no difference."""
    if told[:_LEAST].lstrip()[:1].casefold() != asked[:_LEAST].lstrip()[:1].casefold():
        return False
    plain = _plain(asked)
    if len(plain) < _LEAST or re.search(_CODE, plain):
        return False
    return _plain(told[: 2 * len(asked) + _LEAST]).startswith(plain)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
