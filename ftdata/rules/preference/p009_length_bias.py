r"""Preferred answers that are nearly always the longer ones, or the shorter ones.

## Why
Length is the easiest thing to learn from pairs. Where it tells nearly every preferred answer from the other, the
model mostly learns to write more, or less, whatever else the answers differ in.

## Examples
```jsonl bad set=P009.rows:3
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "It is 4."}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
{"input": {"messages": [{"role": "user", "content": "2 + 3?"}]}, "preferred_output": [{"role": "assistant", "content": "It is 5."}], "non_preferred_output": [{"role": "assistant", "content": "6"}]}
{"input": {"messages": [{"role": "user", "content": "2 + 4?"}]}, "preferred_output": [{"role": "assistant", "content": "It is 6."}], "non_preferred_output": [{"role": "assistant", "content": "7"}]}
```
```jsonl good set=P009.rows:3
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "It is 4."}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
{"input": {"messages": [{"role": "user", "content": "2 + 3?"}]}, "preferred_output": [{"role": "assistant", "content": "5"}], "non_preferred_output": [{"role": "assistant", "content": "It is 6."}]}
{"input": {"messages": [{"role": "user", "content": "2 + 4?"}]}, "preferred_output": [{"role": "assistant", "content": "It is 6."}], "non_preferred_output": [{"role": "assistant", "content": "7"}]}
```

## Fix
None: add pairs in which the shorter (or longer) answer is the better one, if length is not what you mean.

## Sources
- https://arxiv.org/abs/2403.19159, on length in preference training (2024-03-28)
- ftdata's own thresholds (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.option import Option
from ftdata.rules.pairs import pair, said
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
SEES = "texts"
METHODS = ("dpo", "reward")
COST = "it measures two answers, in every row"

SHARE = Option("P009.share", 0.9, "Share of pairs whose preferred answer is the longer (or the shorter) one")
ROWS = Option("P009.rows", 20, "Pairs a file needs before the share means anything")


def marks(_: Destination) -> None:
    """Every pair is measured."""


class Fold:
    """Counts the pairs, and those whose preferred answer has more, or fewer, characters."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._least = ROWS.of(destination)
        self._pairs = 0
        self._longer = 0
        self._shorter = 0

    def add(self, row: Row) -> None:
        """Measure the next pair."""
        if pair(row) is None:
            return
        preferred, other = (len(text) for text in said(row))
        self._pairs += 1
        self._longer += preferred > other
        self._shorter += preferred < other

    def merge(self, later: "Fold", _lines: int, _rows: int) -> None:
        """Add the counts of a part further down."""
        self._pairs += later._pairs  # noqa: SLF001
        self._longer += later._longer  # noqa: SLF001
        self._shorter += later._shorter  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Say so when length tells the answers apart."""
        if self._pairs < max(self._least, 1):
            return
        for count, word, wish in ((self._longer, "longer", "shorter"), (self._shorter, "shorter", "longer")):
            if count >= self._share * self._pairs:
                yield Finding(
                    f"the preferred answer is the {word} one in {count} of {self._pairs} pairs, so length alone tells "
                    f"them apart; add pairs whose better answer is the {wish} one, unless length is what you mean"
                )
                return
