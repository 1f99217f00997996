"""Knowing good rows at a glance, one by one: the short cut for work that writes rows."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ftdata.engine.judge import Judge
from ftdata.types import Problem, Record

if TYPE_CHECKING:
    from ftdata.rules.skim import Skimmer

FEW = 32
"""Rows that are judged without a short cut, which costs something to make ready."""


class Glimpse:
    """Tells for a record whether a judge would find nothing in it and leave it as it is.

    Args:
        judge: The rules; where its rows have to be converted first, there is no short cut.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._seen = 0
        self._skimmer: Skimmer | None = None

    def accepts(self, record: Record) -> bool:
        """Whether a row is known to be good. Each one that is has to be taken before the next."""
        self._seen += 1
        if self._seen == FEW and self._judge.adapter and self._judge.adapter.idle:
            self._skimmer = self._judge.skimmer()
        if self._skimmer is None or record.raw is None or record.defects or not record.readable:
            return False
        return self._skimmer.accept(record.raw)

    def take(self) -> tuple[list[int], Mapping[tuple[str, ...], int]]:
        """Return the identity of the row that was just accepted, and its keys."""
        return self._skimmer.take() if self._skimmer else ([], {})

    def learn(self, record: Record, problems: Iterable[Problem]) -> None:
        """Remember what was found in a row that was read exactly and judged."""
        if self._skimmer is not None:
            teach(self._skimmer, record, problems)


def teach(skimmer: "Skimmer", record: Record, problems: Iterable[Problem]) -> None:
    """Let a skimmer learn from a row that was read exactly and judged, when its text is sound."""
    if record.raw is not None and record.readable and not record.defects:
        skimmer.learn(record.raw, record.row, {problem.code for problem in problems})
