"""Knowing good rows at a glance, one by one: the short cut for work that writes rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ftdata.engine.able import FEW
from ftdata.engine.judge import Judge
from ftdata.errors import FtdataError
from ftdata.types import Problem, Record

if TYPE_CHECKING:
    from ftdata.rules.skim import Skimmer, Taken


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
        text = sound_text(record)
        return self._skimmer is not None and bool(text) and self._skimmer.accept(text)

    def take(self) -> "Taken":
        """Return what is left of the row that was just accepted.

        Raises:
            FtdataError: None was.
        """
        if self._skimmer is None:
            raise FtdataError("no row was accepted")
        return self._skimmer.take()

    def learn(self, record: Record, problems: Iterable[Problem]) -> None:
        """Remember what was found in a row that was read exactly and judged."""
        if self._skimmer is not None:
            teach(self._skimmer, record, problems)


def teach(skimmer: "Skimmer", record: Record, problems: Iterable[Problem]) -> None:
    """Let a skimmer learn from a row that was read exactly and judged, when its text is sound."""
    if text := sound_text(record):
        skimmer.learn(text, record.row, {problem.code for problem in problems})


def sound_text(record: Record) -> bytes:
    """The bytes of a row that has some, could be read, and with which nothing is wrong; nothing for any other."""
    return record.raw or b"" if record.readable and not record.defects else b""
