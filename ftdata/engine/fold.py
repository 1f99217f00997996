"""Folding verdicts into what a report says about one file."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ftdata.engine.judge import Judge, Judged
from ftdata.jsontext import loads
from ftdata.rules import Row, rules
from ftdata.rules.sample import EVERY, sample_share
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Location, Problem, Record

if TYPE_CHECKING:
    from ftdata.rules.skim import Taken

MANY = 4
"""From this many rows on, a file defect that every row has is told once."""


class FileFold:
    """Everything learned about a file, or about a part of it.

    Attributes:
        summary: Counts.
        problems: Problems of rows, those told once a file already merged into one.
        folds: State of the rules that compare rows, by code.
        lines: Physical lines seen.
        once: Where in ``problems`` the one of a rule stands that speaks once a file, by code.
    """

    __slots__ = ("folds", "lines", "once", "problems", "summary")

    def __init__(
        self,
        summary: FileSummary,
        problems: list[Problem] | None = None,
        folds: dict[str, Any] | None = None,
        lines: int = 0,
        once: dict[str, int] | None = None,
    ) -> None:
        self.summary = summary
        self.problems = [] if problems is None else problems
        self.folds = {} if folds is None else folds
        self.lines = lines
        self.once = {} if once is None else once

    @classmethod
    def start(cls, summary: FileSummary, judge: Judge) -> "FileFold":
        """Begin, with the rules that compare rows."""
        folds = {rule.code: rule.check(judge.destination) for rule in judge.rules("Fold")}
        return cls(summary, folds=folds)

    def add(self, record: Record, judged: Judged) -> None:
        """Take in the verdict on the next record."""
        self.lines = record.line or 0
        if record.example is not None:
            self.summary.rows += 1
            self.summary.readable += record.readable
        for problem in judged.problems:
            self.tell(problem)
        if judged.row is not None:
            for code, fold in self.folds.items():
                if rules()[code].sees != "sample" or self._belongs(judged.row):
                    fold.add(judged.row)

    def _belongs(self, row: Row) -> bool:
        """Whether a row is one of the sample."""
        share = sample_share(self.summary.size)
        return share >= EVERY or row.identity[0] <= share

    def add_skimmed(self, taken: "Taken", line: int, destination: Destination) -> None:
        """Take in rows about which there is nothing to say and which follow each other, the first one on a line."""
        count = len(taken.identities)
        sample = list(self._sampled(taken, line, destination))
        for code, fold in self.folds.items():
            sees = rules()[code].sees
            if sees == "identity":
                fold.extend(self.summary.file, taken.identities, line, self.summary.rows + 1)
            elif sees == "texts":
                fold.skip(count)
            elif sees == "sample":
                for row in sample:
                    fold.add(row)
            else:
                for names, times in taken.keys.items():
                    fold.repeat(names, times)
        self.lines = max(self.lines, line + count - 1)
        self.summary.rows += count
        self.summary.readable += count

    def _sampled(self, taken: "Taken", line: int, destination: Destination) -> Iterator[Row]:
        for number, raw in taken.sample:
            place, example = line and line + number, self.summary.rows + 1 + number
            row = loads(raw)
            yield Row(row, Record(self.summary.file, place or None, None, example, raw, row), destination)

    def merge(self, later: "FileFold") -> None:
        """Take in the next part of the same file, whose lines and examples are counted from its beginning."""
        lines, rows = self.lines, self.summary.rows
        for problem in later.problems:
            self.tell(problem._replace(location=problem.location.shifted(lines, rows)))
        for code, fold in later.folds.items():
            self.folds[code].merge(fold, lines, rows)
        self.lines += later.lines
        self.summary.rows += later.summary.rows
        self.summary.readable += later.summary.readable

    def finish(self, judge: Judge) -> list[Problem]:
        """Run the rules about the whole file and return all its problems."""
        whole = Location(self.summary.file)
        found = list(self.problems)
        for code, fold in self.folds.items():
            found += [judge.problem(rules()[code], _by_line(finding), whole) for finding in fold.findings()]
        for rule in judge.rules("check_file"):
            found += [judge.problem(rule, item, whole) for item in rule.check(self.summary, judge.destination)]
        return _told_once(found, self.summary.rows)

    def tell(self, problem: Problem) -> None:
        """Take in one problem; those of a rule that speaks once a file are merged into the first."""
        if not _once(problem.code):
            self.problems.append(problem)
        elif problem.code in self.once:
            index = self.once[problem.code]
            first = self.problems[index]
            self.problems[index] = first._replace(count=first.count + problem.count)
        else:
            self.once[problem.code] = len(self.problems)
            self.problems.append(problem)


def _by_line(finding: Finding) -> Finding:
    """A finding whose place is told by line and example, since of rows that were skimmed no more is known."""
    return finding._replace(location=finding.location and finding.location._replace(offset=None))


def _once(code: str) -> bool:
    return rules()[code].once


def _told_once(problems: list[Problem], rows: int) -> list[Problem]:
    """One cause, one finding: what is wrong in the same way with how every single row is written is said once."""
    causes = Counter(_cause(problem) for problem in problems if rules()[problem.code].family == "file")
    everywhere = {cause for cause, count in causes.items() if count == rows >= MANY}
    kept: set[tuple[str, str]] = set()
    out = []
    for problem in problems:
        cause = _cause(problem)
        if cause not in everywhere:
            out.append(problem)
        elif cause not in kept:
            kept.add(cause)
            out.append(problem._replace(count=rows))
    return out


def _cause(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message
