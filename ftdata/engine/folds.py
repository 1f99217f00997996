"""The rules that compare rows, at work on one file."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ftdata.jsontext import loads
from ftdata.rules import Row, Rule, rules
from ftdata.rules.sample import EVERY, belongs, sample_share
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Record

if TYPE_CHECKING:
    from ftdata.rules.skim import Taken

_MOST = 64
"""Rows that are kept for rules which wait."""


class Folds:
    """What rules that compare rows have seen of a file, or of a part of it.

    A rule that has nothing to say of a few rows, or of rows without some word, waits: it is imported when there is
    enough to say, and is shown what came before. Most files that a hook sees are too small for most of these rules.

    Args:
        chosen: The rules.
        destination: What the rows are judged for; None where there are no rules.
        size: Bytes of the file, which decide how many rows belong to a sample.
    """

    __slots__ = ("_destination", "_early", "_made", "_sampling", "_share", "_waiting")

    def __init__(self, chosen: Iterable[Rule], destination: Destination | None, size: int | None) -> None:
        self._destination = destination
        self._share = sample_share(size)
        self._early: list[Row] = []
        self._made: dict[str, Any] = {}
        self._sampling: set[str] = set()
        self._waiting = {rule.code: rule for rule in chosen}
        self._release(None)

    def __getstate__(self) -> tuple[dict[str, Any], int]:
        """What goes to another process: what was seen, and no rule that still waits."""
        self._settle()
        return self._made, self._share

    def __setstate__(self, state: tuple[dict[str, Any], int]) -> None:
        self._made, self._share = state
        self._early, self._waiting = [], {}
        self._sampling = {code for code in self._made if rules()[code].sees == "sample"}

    def add(self, row: Row) -> None:
        """Take in the next row."""
        sampled = self._is_sampled(row)
        for code, fold in self._made.items():
            if sampled or code not in self._sampling:
                fold.add(row)
        if self._waiting:
            self._early.append(row)
            self._release(row)
            if len(self._early) >= _MOST:
                self._settle()

    def add_skimmed(self, taken: "Taken", summary: FileSummary, line: int) -> None:
        """Take in rows about which there is nothing to say and which follow each other.

        Args:
            taken: What is left of them.
            summary: The file; its rows are those before.
            line: Line of the first of them, 0 in memory.
        """
        self._settle()
        count, example = len(taken.identities), summary.rows + 1
        sample = list(self._sampled(taken, summary.file, line, example))
        for code, fold in self._made.items():
            sees = rules()[code].sees
            if sees == "identity":
                fold.extend(summary.file, taken.identities, line, example)
            elif sees == "texts":
                fold.skip(count)
            elif sees == "sample":
                for row in sample:
                    fold.add(row)
            elif sees == "keys":
                for names, times in taken.keys.items():
                    fold.repeat(names, times)

    def merge(self, later: "Folds", lines: int, rows: int) -> None:
        """Take in what was seen further down, where lines and rows begin after so many."""
        self._settle()
        later._settle()  # noqa: SLF001
        for code, fold in later._made.items():  # noqa: SLF001
            self._made[code].merge(fold, lines, rows)

    def findings(self) -> Iterator[tuple[Rule, Finding]]:
        """Say what was found, by line and example, since of rows that were skimmed no more is known."""
        for code, fold in self._made.items():
            for finding in fold.findings():
                place = finding.location and finding.location._replace(offset=None)
                yield rules()[code], finding._replace(location=place)

    def _release(self, row: Row | None) -> None:
        """Make the rules that may have something to say from here on."""
        ready = [rule for rule in self._waiting.values() if _is_ready(rule, len(self._early), row)]
        for rule in ready:
            self._make(rule)
        if not self._waiting:
            self._early.clear()

    def _settle(self) -> None:
        """Make the rules that still wait."""
        for rule in list(self._waiting.values()):
            self._make(rule)
        self._early.clear()

    def _make(self, rule: Rule) -> None:
        fold = rule.check(self._destination)
        if rule.sees == "sample":
            self._sampling.add(rule.code)
        for row in self._early:
            if rule.sees != "sample" or self._is_sampled(row):
                fold.add(row)
        self._made[rule.code] = fold
        del self._waiting[rule.code]

    def _is_sampled(self, row: Row) -> bool:
        """Whether rules are shown a row that only want a sample."""
        return self._share >= EVERY or belongs(row.identity, self._share)

    def _sampled(self, taken: "Taken", file: str, line: int, example: int) -> Iterator[Row]:
        for number, raw in taken.sample:
            row = loads(raw)
            place = (line and line + number) or None
            if self._destination:
                yield Row(row, Record(file, place, None, example + number, raw, row), self._destination)


def _is_ready(rule: Rule, rows: int, row: Row | None) -> bool:
    """Whether a rule may find something in the rows so far, of which the last is given."""
    if rows < rule.fewest:
        return False
    raw = None if row is None else row.record.raw
    return not rule.needs or (row is not None and (raw is None or any(word in raw for word in rule.needs)))
