"""The main job: raw rows in, files that the destination accepts out, every row accounted for."""

from array import array
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from ftdata import formats
from ftdata.engine.convert import require_format
from ftdata.engine.divide import Divided, Division
from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.keys import COPY_FIELDS, Compared
from ftdata.engine.pieces import DUPLICATE, Piece, Tally, pieces
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import Shelf
from ftdata.engine.treat import Preparing
from ftdata.engine.validate import start_report
from ftdata.errors import UsageError
from ftdata.rules import rules
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Location, Loss, Problem, Report

_OF_FILES = ("F012", "F028")
"""Rules about an input as a whole that say what nothing else would tell: it has no rows, or files were not read."""


@dataclass(slots=True)
class Preparation:
    """What came of a preparation.

    Attributes:
        report: All problems of the inputs, those that fixes mended left out.
        tally: Counts of all rows, copies not kept.
        pieces: What is still to be divided among the written files, in order.
        judges: One a source.
        destination: Where the rows go.
    """

    report: Report
    tally: Tally = field(default_factory=Tally)
    pieces: list[Division] = field(default_factory=list)
    judges: list[Judge] = field(default_factory=list)
    destination: Destination | None = None

    @property
    def rows(self) -> int:
        """Rows found."""
        return self.report.rows

    @property
    def kept(self) -> int:
        """Rows that may be written."""
        return self.tally.kept

    @property
    def balanced(self) -> bool:
        """Whether rows in = rows kept + rows rejected."""
        return self.rows == self.kept + self.rejected

    @property
    def fixed(self) -> int:
        """Of these, rows that a fix changed."""
        return self.tally.fixed

    @property
    def rejected(self) -> int:
        """Rows rejected, copies included."""
        return self.tally.rejected

    @property
    def codes(self) -> Counter[str]:
        """Rejected rows by their first code."""
        return self.tally.codes

    @property
    def fixes(self) -> Counter[tuple[str, str]]:
        """Kept rows changed by each fix, by code and title."""
        return self.tally.fixes

    @property
    def losses(self) -> Counter[Loss]:
        """What could not be carried into the destination's format, and on how many rows."""
        return self.tally.losses

    @property
    def drops_copies(self) -> bool:
        """Whether the rule against copies runs."""
        return any(rule.code == DUPLICATE for judge in self.judges for rule in judge.rules("Fold"))


def begin(settings: Settings) -> Preparation:
    """Start the account."""
    return Preparation(start_report(settings))


def prepare(
    sources: Sequence[object],
    settings: Settings,
    result: Preparation,
    shelf: Shelf,
    *,
    unsafe: bool = False,
    progress: Progress = no_progress,
) -> None:
    """Convert, fix and judge every row of every source; copies are still among the rows that are kept.

    Args:
        sources: Paths, ``-``, or rows in memory.
        settings: Target, method, model, rules, columns, system prompt. ``select`` chooses fixes, not what is judged.
        result: The account.
        shelf: Where the rows are put.
        unsafe: Apply unsafe fixes too.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: A format or the method cannot be told, or the sources are meant for different methods.
        UnreadableError: A file cannot be read to its end; nothing may be kept.
    """
    for number, source in enumerate(sources):
        intake = take_in(source, settings, exact=False)
        _agree(intake, result)
        result.judges.append(Judge(intake.summary, intake.destination, settings._replace(select=())))
        work, judge = Preparing(unsafe), result.judges[-1]
        folds = work.folds(intake.summary, intake.destination, settings)
        fold = FileFold(intake.summary._replace(rows=0, readable=0), folds)
        result.report.files.append(fold.summary)
        with closing(pieces(intake, settings, work, replace(shelf, source=number), progress)) as found:
            for piece in found:
                _take(piece, fold, result)
        result.report.problems += fold.problems + fold.compared(judge) + _of_file(fold.summary, judge)


def _take(piece: Piece, fold: FileFold, result: Preparation) -> None:
    """Take in the next piece of a source."""
    summary = piece.fold.summary
    lines, rows = fold.enter(summary)
    source = len(result.judges) - 1
    division = Division(piece.stem, source, summary.file, lines, rows, summary.rows, has_lines=fold.summary.has_lines)
    result.pieces.append(division)
    fold.merge(piece.fold)
    result.tally.merge(piece.tally)


def leave_out_copies(result: Preparation, found: Compared) -> None:
    """Tell the pieces which of their rows are copies."""
    for index, copies in found.copies.items():
        quads = zip(*[iter(copies)] * COPY_FIELDS, strict=True)
        ordered = array("I", (number for quad in sorted(quads) for number in quad))
        result.pieces[index] = replace(result.pieces[index], copies=ordered)


def tell_copies(job: Division, done: Divided, result: Preparation) -> None:
    """Count the copies of a piece as rejected, and say where the first of each kind is."""
    judge, rule = result.judges[job.source], rules()[DUPLICATE]
    quads = zip(*[iter(job.copies)] * COPY_FIELDS, strict=True)
    for (_, line, piece, number), example in zip(quads, done.copies, strict=True):
        place = Location(job.file, line + job.lines if job.has_lines else None, None, example)
        found = Finding(f"the same example as {result.pieces[piece].place(number)}; the first one was kept")
        result.report.problems.append(judge.problem(rule, found, place))
    if done.copies:
        result.tally.reject(DUPLICATE, len(done.copies), done.unfixed, done.fixes)


def written_file(result: Preparation, settings: Settings, name: str, rows: int, size: int) -> list[Problem]:
    """Judge a written file as a whole: its size and its number of rows."""
    if result.destination is None:
        return []
    goal = result.destination
    summary = FileSummary(name, size, "jsonl", format=goal.written, method=goal.method, rows=rows, readable=rows)
    judge = Judge(summary, goal, settings)
    return FileFold(summary).finish(judge)


def _of_file(summary: FileSummary, judge: Judge) -> list[Problem]:
    """Say that a source has no rows, or that files of it were not read."""
    chosen = [rule for code in _OF_FILES if (rule := rules()[code]) in judge.rules(rule.kind)]
    return [
        judge.problem(rule, finding, Location(summary.file))
        for rule in chosen
        for finding in rule.check(summary, judge.destination)
    ]


def _agree(intake: Intake, result: Preparation) -> None:
    require_format(intake)
    summary, goal = intake.summary, intake.destination
    if summary.format and goal.method not in formats.get(summary.format).METHODS:
        raise UsageError(
            f"{summary.file}: the rows have the format {summary.format}, which method {goal.method} cannot use"
        )
    if goal.format is None:
        raise UsageError(f"target {goal.target.name} does not offer method {goal.method}")
    if result.destination and result.destination.method != goal.method:
        raise UsageError(
            f"{summary.file} is for method {goal.method}, the files before it for {result.destination.method}; "
            "prepare them apart, or say which with --method"
        )
    result.destination = goal
