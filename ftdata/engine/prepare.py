"""The main job: raw rows in, files that the destination accepts out, every row accounted for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ftdata import formats
from ftdata.engine.convert import error_codes, reasons, require_format, source_text
from ftdata.engine.fix import Fixer, text_of
from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge, Judged, source_path
from ftdata.engine.outcome import Each, Outcome, outcomes
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.validate import finish_report, start_report
from ftdata.errors import UsageError
from ftdata.jsontext import dumps, parse
from ftdata.rules import rules
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Location, Loss, Problem, Record, Report

DUPLICATE, EMPTY = "D001", "F012"
_FILE_BITS = 20


@dataclass(frozen=True, slots=True)
class Preparing:
    """The work: bring a row into the destination's format, fix it, judge it."""

    unsafe: bool = False

    def begin(self, summary: FileSummary, destination: Destination, settings: Settings) -> Each:
        """Get ready for the records of one file."""
        every = replace(settings, select=())  # what is wrong with a row does not depend on which fixes are wanted
        incoming = Judge(summary, destination, every)
        native = replace(summary, format=destination.format)
        fixer = Fixer(Judge(native, destination, replace(every, columns={}, system=None)), self.unsafe, settings.select)

        def each(record: Record) -> Outcome:
            return _prepare(record, incoming, fixer)

        return each


@dataclass(slots=True)
class Preparation:
    """What came of a preparation.

    Attributes:
        report: All problems of the inputs, those that fixes mended left out.
        rows: Rows found.
        kept: Rows that may be written.
        fixed: Of these, rows that a fix changed.
        rejected: Rows rejected, duplicates included.
        codes: Rejected rows by their first code.
        fixes: Rows changed by each fix, by code and title.
        losses: What could not be carried into the destination's format, and on how many rows.
        identities: Identity of every kept row, in order.
        destination: Where the rows go.
    """

    report: Report
    rows: int = 0
    kept: int = 0
    fixed: int = 0
    rejected: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    fixes: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: Counter[Loss] = field(default_factory=Counter)
    identities: list[int] = field(default_factory=list)
    destination: Destination | None = None

    @property
    def balanced(self) -> bool:
        """Whether rows in = rows kept + rows rejected."""
        return self.rows == self.kept + self.rejected


def begin(settings: Settings) -> Preparation:
    """Start the account."""
    return Preparation(start_report(settings))


def prepare(
    sources: Sequence[object],
    settings: Settings,
    result: Preparation,
    *,
    unsafe: bool = False,
    progress: Progress = no_progress,
) -> Iterator[Outcome]:
    """Convert, fix, judge and deduplicate every row of every source.

    Args:
        sources: Paths, ``-``, or rows in memory.
        settings: Target, method, model, rules, columns, system prompt. ``select`` chooses fixes, not what is judged.
        result: The account, filled while the outcomes are taken.
        unsafe: Apply unsafe fixes too.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Yields:
        An outcome for every row, in order; ``kept`` is the row to write.

    Raises:
        UsageError: A format or the method cannot be told, or the sources are meant for different methods.
        UnreadableError: A file cannot be read to its end; nothing that was yielded may be kept.
    """
    first: dict[int, int] = {}
    judges = []
    for source in sources:
        intake = take_in(source, settings)
        _agree(intake, result)
        judges.append(Judge(intake.summary, intake.destination, replace(settings, select=())))
        result.report.files.append(replace(intake.summary, rows=0, readable=0))
        fold = FileFold(result.report.files[-1])
        for outcome in outcomes(intake, settings, Preparing(unsafe), progress):
            told = _without_copies(outcome, first, result.report.files, judges[-1])
            _account(told, result)
            for problem in told.problems:
                fold.tell(problem)
            yield told
        result.report.problems += fold.problems + _empty(result.report.files[-1], judges[-1])
    finish_report(result.report, judges)


def written_file(result: Preparation, settings: Settings, name: str, rows: int, size: int) -> list[Problem]:
    """Judge a written file as a whole: its size and its number of rows."""
    if result.destination is None:
        return []
    goal = result.destination
    summary = FileSummary(name, size, "jsonl", format=goal.format, method=goal.method, rows=rows, readable=rows)
    judge = Judge(summary, goal, settings)
    return FileFold(summary).finish(judge)


def _empty(summary: FileSummary, judge: Judge) -> list[Problem]:
    """Say that a source has no rows, which nothing else would tell."""
    rule = rules()[EMPTY]
    found = rule.check(summary, judge.destination) if rule in judge.rules(rule.kind) else ()
    return [judge.problem(rule, finding, Location(summary.file)) for finding in found]


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
    adapted = incoming.adapt(legible)
    if adapted is None or adapted.row is None:
        problems = incoming.written(legible)
        return Outcome(
            record.location, source, record.readable, None, reasons(problems), problems=problems, cut=record.cut
        )
    idle = incoming.adapter is not None and incoming.adapter.idle
    native = replace(legible, raw=text_of(legible) if idle else dumps(adapted.row), row=adapted.row, end=b"")
    if not idle:
        native.row, native.defects = parse(native.raw or b"")
    fixed = fixer.fix(native)
    found = tuple(replace(each, path=source_path(each.path, adapted.origins)) for each in fixed.judged.problems)
    judged = replace(fixed.judged, problems=found)
    return _verdict(record, source, fixed.record, judged, (*applied, *fixed.applied), adapted.losses)


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
    codes = error_codes(problems) if after else tuple(code for code, _ in applied[-1:])
    if after is None or codes or judged.row is None:
        return Outcome(record.location, source, True, None, codes or ("unreadable",), 0, problems, applied, losses)
    return Outcome(record.location, source, True, text_of(after), (), judged.row.identity, problems, applied, losses)


def _without_copies(outcome: Outcome, first: dict[int, int], files: Sequence[FileSummary], judge: Judge) -> Outcome:
    """Reject a row that was seen before. ``first`` holds file and line (or example) of each row in one number."""
    if outcome.kept is None or all(rule.code != DUPLICATE for rule in judge.rules("Fold")):
        return outcome
    place = outcome.location
    here = (place.line or place.example or 0) << _FILE_BITS | (len(files) - 1)
    there = first.setdefault(outcome.identity, here)
    if there == here:
        return outcome
    word = "line" if place.line else "example"
    original = files[there & (1 << _FILE_BITS) - 1].file
    found = Finding(f"the same example as {word} {there >> _FILE_BITS} of {original}; the first one was kept")
    problem = judge.problem(rules()[DUPLICATE], found, place)
    return replace(outcome, kept=None, codes=(DUPLICATE,), problems=(*outcome.problems, problem))


def _account(outcome: Outcome, result: Preparation) -> None:
    result.rows += 1
    result.report.files[-1].rows += 1
    result.report.files[-1].readable += outcome.readable
    result.losses.update(set(outcome.losses))
    if outcome.kept is None:
        result.rejected += 1
        result.codes[outcome.codes[0]] += 1
        return
    result.kept += 1
    result.identities.append(outcome.identity)
    result.fixed += bool(outcome.applied)
    result.fixes.update(set(outcome.applied))
