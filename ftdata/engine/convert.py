"""Converting files from one row format to another."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ftdata import formats
from ftdata.engine.adapt import Shortcut, padding
from ftdata.engine.fix import text_of
from ftdata.engine.folds import Folds
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.outcome import Each, Outcome, outcomes
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.sidecar import Notes
from ftdata.errors import UsageError
from ftdata.jsontext import dumps
from ftdata.loaders import examine
from ftdata.targets import Destination
from ftdata.types import FileSummary, Loss, Problem, Record

UNKNOWN_FORMAT = "S016"


@dataclass(frozen=True, slots=True)
class Converting:
    """The work: from the file's format to another."""

    goal: str
    sidecar: bool = False

    def goal_of(self, _: Destination) -> str:
        """Name the format that rows are brought into."""
        return self.goal

    def begin(self, summary: FileSummary, destination: Destination, settings: Settings) -> Each:
        """Get ready for the records of one file."""
        judge = Judge(summary, destination, settings, goal=self.goal)
        shortcut = judge.adapter.shortcut if judge.adapter else None

        def each(record: Record) -> Outcome:
            short = shortcut if record.part is None else None
            return (_convert_plain(record, judge, short) if short else None) or _convert(record, judge)

        return _noted(each, Notes(summary.format, self.goal)) if self.sidecar and summary.format else each

    def folds(self, summary: FileSummary, destination: Destination, settings: Settings) -> Folds:  # noqa: ARG002
        """A conversion does not judge, so it compares no rows either."""
        return Folds((), None, summary.size)


@dataclass(slots=True)
class Conversion:
    """What came of a conversion.

    Attributes:
        goal: Format of the written rows.
        files: A summary per source.
        written: Rows written.
        rejected: Rows rejected.
        codes: Rejected rows by code.
        losses: What could not be carried, and on how many rows.
    """

    goal: str
    files: list[FileSummary] = field(default_factory=list)
    written: int = 0
    rejected: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    losses: Counter[Loss] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        self.files[-1].rows += 1
        self.files[-1].readable += outcome.readable
        if outcome.losses:
            self.losses.update(list(dict.fromkeys(outcome.losses)))  # a set would have another order in each run
        if outcome.kept is None:
            self.rejected += 1
            self.codes.update(list(dict.fromkeys(outcome.codes)))
        else:
            self.written += 1


def convert(
    sources: Sequence[object],
    work: Converting,
    settings: Settings,
    result: Conversion,
    progress: Progress = no_progress,
) -> Iterator[Outcome]:
    """Convert every row of every source.

    Args:
        sources: Paths, ``-``, or rows in memory.
        work: Names the format to write.
        settings: ``format`` (of the sources), ``columns`` and ``system`` count here.
        result: Filled while the outcomes are taken.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Yields:
        An outcome for every row, in order.

    Raises:
        UsageError: A format is unknown or cannot be told.
        UnreadableError: A file cannot be read to its end; nothing that was yielded may be kept.
    """
    formats.check_goal(work.goal)
    for source in sources:
        intake = take_in(source, settings._replace(target="any"), exact=False)
        require_format(intake)
        result.files.append(intake.summary._replace(rows=0, readable=0))
        intake = intake._replace(records=left_behind(intake.records, result.losses))
        for outcome in outcomes(intake, settings._replace(target="any"), work, progress):
            result.add(outcome)
            yield outcome


def _noted(each: Each, notes: Notes) -> Each:
    """Also note what the written rows cannot hold."""

    def noted(record: Record) -> Outcome:
        outcome = each(record)
        return outcome if outcome.kept is None else replace(outcome, note=notes.line(record, outcome.kept))

    return noted


def left_behind(records: Iterable[Record], losses: Counter[Loss]) -> Iterator[Record]:
    """Pass records on, and note among the losses what stands beside the rows."""
    for record in records:
        losses.update(beside_rows(record))
        yield record


def beside_rows(record: Record) -> tuple[Loss, ...]:
    """What a record that is no row tells of keys beside the rows."""
    if record.example is not None or not record.defects:
        return ()
    kind = "beside-rows"
    return tuple(Loss(defect.detail, "stands beside the rows") for defect in record.defects if defect.kind == kind)


def require_format(intake: Intake) -> None:
    """Refuse a source with rows whose format is not known.

    Raises:
        UsageError: The message says what the rows are, where that is known, else their keys and how to name columns.
    """
    summary = intake.summary
    if summary.format is None and intake.rows:
        if summary.reason:
            raise UsageError(f"{summary.file}: the rows are no training data: {summary.reason}")
        keys = ", ".join(repr(key[:40]) for key in summary.keys[:12])
        raise UsageError(
            f"{summary.file}: the rows (keys {keys}) have none of the formats {', '.join(formats.names())}; "
            "name the columns with --columns prompt=...,completion=..."
            + ("; if the first line is a row, add --no-header" if summary.headless else "")
        )


def source_text(record: Record) -> bytes:
    """The bytes of a record, or its JSON text where it never was bytes."""
    return dumps(record.row) if record.raw is None else record.raw


def reasons(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Why a row is rejected: the codes of its errors, each once; that its format is unknown, where there is none."""
    return error_codes(problems) or (UNKNOWN_FORMAT,)


def error_codes(problems: Sequence[Problem]) -> tuple[str, ...]:
    """The codes of the errors among some problems, each once."""
    return tuple(dict.fromkeys(each.code for each in problems if each.severity == "error"))


def _convert_plain(record: Record, judge: Judge, shortcut: Shortcut) -> Outcome | None:
    """Take the short way with a row that has one."""
    examine(record)
    if record.row is None or (row := shortcut(record.row)) is None:
        return None
    kept = text_of(record) if row is record.row else dumps(row)
    source = kept if record.raw is None else record.raw
    problems, losses = judge.written(record), padding(record)
    return Outcome(record.location, source, readable=True, kept=kept, problems=problems, losses=losses)


def _convert(record: Record, judge: Judge) -> Outcome:
    source = source_text(record)
    adapted = judge.adapt(record, strict=True)
    problems = judge.written(record)
    if adapted is None or adapted.row is None:
        return Outcome(
            record.location, source, record.readable, None, reasons(problems), problems=problems, cut=record.cut
        )
    unchanged = judge.adapter is not None and judge.adapter.idle
    kept = text_of(record) if unchanged and record.raw is not None else dumps(adapted.row)
    return Outcome(record.location, source, True, kept, problems=problems, losses=padding(record) + adapted.losses)
