"""Folding verdicts into what a report says about one file."""

from typing import TYPE_CHECKING

from ftdata.engine.folds import Folds
from ftdata.engine.judge import Judge, Judged
from ftdata.rules import rules
from ftdata.types import FileSummary, Location, Problem, Record

if TYPE_CHECKING:
    from ftdata.rules.skim import Taken

MANY = 4
"""From this many rows on, a file defect that every row has is told once."""

_ALIKE = ("quality", "reinforcement")
_SOME, _NEARLY_ALL = 10, 0.9
"""Rows, and share of them, from which on one of these families' findings is told once."""


_WHOLE = ("F012", "F028")
"""Rules of the family about how files are written that look at all files of an input together."""


class FileFold:
    """Everything learned about a file, or about a part of it.

    Attributes:
        summary: Counts.
        problems: Problems of rows, those told once a file already merged into one.
        folds: What the rules that compare rows have seen.
        lines: Physical lines seen.
        shards: What is known of each file, where the input is made of several.
        before: Rows of the files before the one that is being taken in.
        once: Where in ``problems`` the one of a rule stands that speaks once a file, by code.
    """

    __slots__ = ("before", "folds", "lines", "once", "problems", "shards", "summary")

    def __init__(self, summary: FileSummary, folds: Folds | None = None) -> None:
        self.summary = summary
        self.folds = folds or Folds((), None, summary.size)
        self.problems: list[Problem] = []
        self.lines = 0
        self.shards: list[FileSummary] = []
        self.before = 0
        self.once: dict[str, int] = {}

    @classmethod
    def start(cls, summary: FileSummary, judge: Judge) -> "FileFold":
        """Begin, with the rules that compare rows."""
        return cls(summary, Folds(judge.rules("Fold"), judge.destination, summary.size))

    def add(self, record: Record, judged: Judged) -> None:
        """Take in the verdict on the next record."""
        self.lines = record.line or 0
        if record.example is not None:
            self.summary.rows += 1
            self.summary.readable += record.readable
        for problem in judged.problems:
            self.tell(problem)
        if judged.row is not None:
            self.folds.add(judged.row)

    def add_skimmed(self, taken: "Taken", line: int) -> None:
        """Take in rows about which there is nothing to say and which follow each other, the first one on a line."""
        count = len(taken.identities)
        self.folds.add_skimmed(taken, self.summary, line)
        self.lines = max(self.lines, line + count - 1)
        self.summary.rows += count
        self.summary.readable += count

    def enter(self, part: FileSummary) -> tuple[int, int]:
        """Get ready for the next part, whose lines and examples are counted from its beginning.

        Args:
            part: Its file: this one, or where this is an input of several, one of them.

        Returns:
            Lines and rows of that file before the part.
        """
        if part.file != self.summary.file and (not self.shards or self.shards[-1].file != part.file):
            self.shards.append(part._replace(rows=0, readable=0))
            self.lines, self.before = 0, self.summary.rows
        return self.lines, self.summary.rows - self.before

    def merge(self, later: "FileFold") -> None:
        """Take in the next part of the same input."""
        lines, rows = self.enter(later.summary)
        for problem in later.problems:
            self.tell(problem._replace(location=problem.location.shifted(lines, rows)))
        self.folds.merge(later.folds, lines, rows)
        self.lines += later.lines
        self.summary.rows += later.summary.rows
        self.summary.readable += later.summary.readable
        if self.shards:
            self.shards[-1].rows += later.summary.rows
            self.shards[-1].readable += later.summary.readable

    def finish(self, judge: Judge) -> list[Problem]:
        """Run the rules about the whole file and return all its problems."""
        found = self.problems + self.compared(judge)
        for rule in judge.rules("check_file"):
            each = (
                self.shards if self.shards and rule.code not in _WHOLE and rule.code.startswith("F") else [self.summary]
            )
            for summary in each:
                place = Location(summary.file)
                found += [judge.problem(rule, item, place) for item in rule.check(summary, judge.destination)]
        return _told_once(found, self.summary.rows)

    def compared(self, judge: Judge) -> list[Problem]:
        """What the rules that compare rows have to say now."""
        whole = Location(self.summary.file)
        return [judge.problem(rule, finding, whole) for rule, finding in self.folds.findings()]

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


def _once(code: str) -> bool:
    return rules()[code].once


def _told_once(problems: list[Problem], rows: int) -> list[Problem]:
    """One cause, one finding: what is wrong in the same way with nearly all rows is said once, at the first of them.

    How a file is written is the same for all its rows or an accident of some. What answers say, or what a grader reads,
    may well be alike in nearly all of them: then to name every row says less than to say so.
    """
    seen: dict[tuple[str, str], set[int]] = {}
    for problem in problems:
        if (cause := _cause(problem)) and problem.location.example:
            seen.setdefault(cause, set()).add(problem.location.example)
    common = {cause: len(places) for cause, places in seen.items() if _is_common(cause[0], len(places), rows)}
    told: set[tuple[str, str]] = set()
    out = []
    for problem in problems:
        cause = _cause(problem)
        if cause is None or cause not in common or not problem.location.example:
            out.append(problem)
        elif cause not in told:
            told.add(cause)
            out.append(problem._replace(count=common[cause]))
    return out


def _cause(problem: Problem) -> tuple[str, str] | None:
    """What makes findings the same one; None where every row is told of."""
    family = rules()[problem.code].family
    if family not in ("file", *_ALIKE) or _once(problem.code):
        return None
    return problem.code, "" if family == "quality" else problem.message


def _is_common(code: str, places: int, rows: int) -> bool:
    if rules()[code].family in _ALIKE:
        return rows >= _SOME and places >= _NEARLY_ALL * rows
    return places == rows >= MANY
