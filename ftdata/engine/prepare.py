"""The main job: raw rows in, files that the destination accepts out, every row accounted for."""

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from ftdata import formats
from ftdata.engine.adapt import padding
from ftdata.engine.convert import error_codes, reasons, require_format, source_text
from ftdata.engine.divide import Divided, Division
from ftdata.engine.fix import Fixer, text_of
from ftdata.engine.fold import FileFold
from ftdata.engine.folds import Folds
from ftdata.engine.glimpse import Glimpse
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge, Judged, source_path
from ftdata.engine.keys import COPY_FIELDS, Compared
from ftdata.engine.outcome import Each, Outcome
from ftdata.engine.pieces import DUPLICATE, Piece, Tally, pieces
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import Shelf
from ftdata.engine.validate import start_report
from ftdata.errors import UsageError
from ftdata.jsontext import dumps, parse
from ftdata.rules import Rule, rules
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Location, Loss, Problem, Record, Report

_OF_FILES = ("F012", "F028")
"""Rules about an input as a whole that say what nothing else would tell: it has no rows, or files were not read."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """The work: bring a row into the destination's format, fix it, judge it."""

    unsafe: bool = False

    def goal_of(self, destination: Destination) -> str | None:
        """Name the format that rows are brought into."""
        return destination.format

    def begin(self, summary: FileSummary, destination: Destination, settings: Settings) -> Each:
        """Get ready for the records of one file."""
        every = settings._replace(select=())  # what is wrong with a row does not depend on which fixes are wanted
        incoming = Judge(summary, destination, every)
        native = summary._replace(format=destination.format)
        fixer = Fixer(Judge(native, destination, every._replace(columns={}, system=None)), self.unsafe, settings.select)

        glimpse = Glimpse(incoming)
        compared = any(rule.sees != "parts" for rule in _heard(incoming))  # of parts no skimmed row has any

        def each(record: Record) -> Outcome:
            if record.raw is not None and glimpse.accepts(record):
                taken = glimpse.take()
                (identity,) = taken.identities
                left = taken if compared else None
                return Outcome(record.location, record.raw, True, text_of(record), identity=identity, taken=left)
            outcome = _prepare(record, incoming, fixer)
            if not outcome.applied:
                glimpse.learn(record, outcome.problems)
            return outcome

        return each

    def folds(self, summary: FileSummary, destination: Destination, settings: Settings) -> Folds:
        """The rules that compare rows and are heard here."""
        judge = Judge(summary, destination, settings._replace(select=()))
        return Folds(_heard(judge), destination, summary.size)


def _heard(judge: Judge) -> tuple[Rule, ...]:
    """The rules that compare rows, as far as what they find is an error or the user told them something.

    Copies are found by their keys.
    """
    told = {name.partition(".")[0] for name in judge.destination.options}
    every = (rule for rule in judge.rules("Fold") if rule.code != DUPLICATE)
    return tuple(rule for rule in every if rule.code in told or (judge.given(rule) or _own(rule.file)) == "error")


@cache
def _own(file: str) -> str:
    """What a rule's own grade is: read from its text, so that it need not be imported."""
    found = re.search(rb'^SEVERITY = "(\w+)"$', Path(file).read_bytes(), re.MULTILINE)
    return found[1].decode() if found else ""


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
    summary = FileSummary(name, size, "jsonl", format=goal.format, method=goal.method, rows=rows, readable=rows)
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


def _prepare(record: Record, incoming: Judge, fixer: Fixer) -> Outcome:
    source = source_text(record)
    legible, applied = _legible(record, incoming, fixer)
    adapted = incoming.adapt(legible, written=True)
    if adapted is None or adapted.row is None:
        problems = incoming.written(legible)
        return Outcome(
            record.location, source, record.readable, None, reasons(problems), problems=problems, cut=record.cut
        )
    idle = incoming.adapter is not None and incoming.adapter.idle
    native = legible._replace(raw=text_of(legible) if idle else dumps(adapted.row), row=adapted.row, end=b"")
    if not idle:
        native.row, native.defects = parse(native.raw or b"")
    fixed = fixer.fix(native)
    found = tuple(each._replace(path=source_path(each.path, adapted.origins)) for each in fixed.judged.problems)
    judged = fixed.judged._replace(problems=found)
    return _verdict(record, source, fixed.record, judged, (*applied, *fixed.applied), padding(record) + adapted.losses)


def _legible(record: Record, incoming: Judge, fixer: Fixer) -> tuple[Record, tuple[tuple[str, str], ...]]:
    """The record, its text mended where it could not be read and a fix for that is allowed."""
    if record.readable or record.raw is None:
        return record, ()
    fixed = replace(fixer, judge=incoming).fix(record)
    return (fixed.record, fixed.applied) if fixed.record and fixed.record.readable else (record, ())


def _verdict(
    record: Record,
    source: bytes,
    after: Record | None,
    judged: Judged,
    applied: tuple[tuple[str, str], ...],
    losses: tuple[Loss, ...],
) -> Outcome:
    problems = judged.problems
    place, readable = record.location, record.readable
    codes = error_codes(problems) if after else tuple(code for code, _ in applied[-1:])
    if after is None or codes or judged.row is None:
        return Outcome(place, source, readable, None, codes or ("unreadable",), b"", problems, applied, losses)
    row = judged.row
    return Outcome(place, source, readable, text_of(after), (), row.identity, problems, applied, losses, row=row)
