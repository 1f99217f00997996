"""What becomes of each row when data is written, and the way of a source's rows to there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from ftdata.engine.intake import Intake
from ftdata.engine.parallel import Unit, plan, run_units
from ftdata.engine.settings import Progress, Settings
from ftdata.engine.watch import watched
from ftdata.loaders import read_range
from ftdata.targets import Destination
from ftdata.types import FileSummary, Location, Loss, Problem, Record


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record.

    Attributes:
        location: Where it was.
        source: Its bytes, or its JSON text for rows that never were lines.
        readable: Whether ``source`` is a JSON value.
        kept: The row to write, as JSON on one line; None when it is rejected.
        codes: Why it is rejected.
        identity: Key that equal rows share; 0 where nobody asked for it.
        problems: Everything found, after fixes.
        applied: Codes and titles of the fixes that changed it.
        losses: What the written row cannot hold.
        cut: Whether ``source`` is only the beginning of the row.
    """

    location: Location
    source: bytes
    readable: bool
    kept: bytes | None = None
    codes: tuple[str, ...] = ()
    identity: int = 0
    problems: tuple[Problem, ...] = ()
    applied: tuple[tuple[str, str], ...] = ()
    losses: tuple[Loss, ...] = ()
    cut: bool = False


Each = Callable[[Record], Outcome]


class Work(Protocol):
    """Something to do with every record of a source; plain data, so that it can go to another process."""

    def begin(self, summary: FileSummary, destination: Destination, settings: Settings) -> Each:
        """Get ready for the records of one file."""
        ...


@dataclass(frozen=True, slots=True)
class _Part:
    outcomes: list[Outcome]
    lines: int
    rows: int


def outcomes(intake: Intake, settings: Settings, work: Work, progress: Progress) -> Iterator[Outcome]:
    """Do the work on every row of a source, in order, with several processes where that pays."""
    units = plan(intake, settings)
    if not units:
        each = work.begin(intake.summary, intake.destination, settings)
        yield from (each(record) for record in watched(intake, progress) if record.example is not None)
        return
    lines = rows = 0
    for part in run_units(partial(_run, work), units, progress):
        yield from (_shifted(outcome, lines, rows) for outcome in part.outcomes)
        lines, rows = lines + part.lines, rows + part.rows


def _run(work: Work, unit: Unit) -> _Part:
    each = work.begin(unit.summary, unit.destination, unit.settings)
    done: list[Outcome] = []
    lines = 0
    for record in read_range(unit.summary.file, unit.start, unit.end):
        lines = record.line or 0
        if record.example is not None:
            done.append(each(record))
    return _Part(done, lines, len(done))


def _shifted(outcome: Outcome, lines: int, rows: int) -> Outcome:
    if not lines:
        return outcome
    problems = tuple(replace(each, location=each.location.shifted(lines, rows)) for each in outcome.problems)
    return replace(outcome, location=outcome.location.shifted(lines, rows), problems=problems)
