"""What becomes of each row when data is written, and the way of a source's rows to there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ftdata.engine.folds import Folds
from ftdata.engine.intake import Intake
from ftdata.engine.settings import Progress, Settings
from ftdata.engine.spread import spread
from ftdata.engine.watch import watched
from ftdata.rules import Row
from ftdata.targets import Destination
from ftdata.types import FileSummary, Location, Loss, Problem, Record

if TYPE_CHECKING:
    from ftdata.rules.skim import Taken


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record.

    Attributes:
        location: Where it was.
        source: Its bytes, or its JSON text for rows that never were lines.
        readable: Whether ``source`` is a JSON value.
        kept: The row to write, as JSON on one line; None when it is rejected.
        codes: Why it is rejected.
        identity: Key that equal rows share; empty where nobody asked for it.
        problems: Everything found, after fixes.
        applied: Codes and titles of the fixes that changed it.
        losses: What the written row cannot hold.
        cut: Whether ``source`` is only the beginning of the row.
        note: What a sidecar says of the written row; empty where none is written.
        row: The row that is kept, for rules that compare rows.
        taken: What is left of it, where it was known to be good at a glance.
    """

    location: Location
    source: bytes
    readable: bool
    kept: bytes | None = None
    codes: tuple[str, ...] = ()
    identity: bytes = b""
    problems: tuple[Problem, ...] = ()
    applied: tuple[tuple[str, str], ...] = ()
    losses: tuple[Loss, ...] = ()
    cut: bool = False
    note: bytes = b""
    row: Row | None = None
    taken: "Taken | None" = None


Each = Callable[[Record], Outcome]


class Work(Protocol):
    """Something to do with every record of a source; plain data, so that it can go to another process."""

    def begin(self, summary: FileSummary, destination: Destination, settings: Settings) -> Each:
        """Get ready for the records of one file."""
        ...

    def goal_of(self, destination: Destination) -> str | None:
        """Name the format that rows are brought into; None where it is not known."""
        ...

    def folds(self, summary: FileSummary, destination: Destination, settings: Settings) -> Folds:
        """The rules that compare the rows of one file that are kept."""
        ...


def outcomes(intake: Intake, settings: Settings, work: Work, progress: Progress) -> Iterator[Outcome]:
    """Do the work on every row of a source, in order, in this process.

    Whoever writes files has the same done in parts (``pieces.py``), which other processes can work on.
    """
    each = work.begin(intake.summary, intake.destination, settings)
    records = spread(watched(intake, progress), intake.summary, work.goal_of(intake.destination))
    return (each(record) for record in records if isinstance(record, Record) and record.example is not None)
