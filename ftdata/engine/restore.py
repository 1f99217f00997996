"""Making the original rows of a conversion again, from its rows and its sidecar."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from ftdata.engine.carry import Carriage
from ftdata.engine.convert import require_format, source_text
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.outcome import Outcome
from ftdata.engine.rejects import reject_line
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import refuse_url
from ftdata.engine.sidecar import Restored, Restorer, Row
from ftdata.engine.watch import watched
from ftdata.errors import UnreadableError, UsageError
from ftdata.jsontext import dumps
from ftdata.loaders import examine
from ftdata.loaders.source import open_bytes
from ftdata.types import Record
from ftdata.writers import AtomicFile, refuse_same, writer_for

LOST = "S015"
"""Code of a row that leads back to nothing."""


@dataclass(slots=True)
class Restoration:
    """What came of it, in rows.

    Attributes:
        rows: Converted rows found.
        restored: Of these, rows whose original was written.
        merged: Rows whose original was written for another one.
        converted: Rows of which the sidecar does not tell, written as a plain conversion makes them.
        rejected: Rows that lead back to nothing.
    """

    rows: int = 0
    restored: int = 0
    merged: int = 0
    converted: int = 0
    rejected: int = 0

    def add(self, found: Restored) -> None:
        """Count one row."""
        self.rows += 1
        if found.merged:
            self.merged += 1
        elif found.row is None:
            self.rejected += 1
        elif found.known:
            self.restored += 1
        else:
            self.converted += 1


def restore(
    sources: Sequence[object], sidecar: str, carriage: Carriage, result: Restoration, progress: Progress = no_progress
) -> None:
    """Write the original rows; files appear whole, or not at all.

    Raises:
        UsageError: The format of the rows cannot be told, or a file exists.
        UnreadableError: A source or the sidecar cannot be read.
        FtdataError: Something cannot be written.
    """
    names = [*([carriage.rejected] if carriage.rejected else []), carriage.output]
    refuse_url(*names)
    refuse_same([*names, sidecar])
    module = writer_for(carriage.output)
    with ExitStack() as stack:
        stream = stack.enter_context(_open(sidecar))
        inputs = [*sources, sidecar]
        files = [stack.enter_context(AtomicFile(name, force=carriage.force, inputs=inputs)) for name in names]
        writer = module.begin(files[-1].stream)
        restorer = Restorer(stream, sidecar)
        for source in sources:
            intake = _take_in(source, restorer)
            for record, found in _restored(intake, restorer, progress):
                result.add(found)
                if found.row is not None:
                    writer.add(dumps(found.row))
                elif not found.merged and carriage.rejected:
                    files[0].stream.write(_reject(record) + b"\n")
        writer.end()
        for file in files:
            file.settle()


def restored(source: object, stream: BinaryIO, name: str) -> Iterator[Row | None]:
    """Yield the original rows; None for a row whose original came before, or that leads back to none."""
    restorer = Restorer(stream, name)
    for _, found in _restored(_take_in(source, restorer), restorer, no_progress):
        yield found.row


def _take_in(source: object, restorer: Restorer) -> Intake:
    """Open converted rows; their format is what the sidecar says, which knows better than the rows."""
    intake = take_in(source, Settings(format=restorer.written or None), exact=False)
    require_format(intake)
    return intake


def _restored(intake: Intake, restorer: Restorer, progress: Progress) -> Iterator[tuple[Record, Restored]]:
    for record in watched(intake, progress):
        if record.example is not None:
            examine(record)
            row = record.row if isinstance(record.row, dict) else None
            known = intake.summary.format or ""
            yield record, Restored(None, known=False) if row is None else restorer.restore(row, known)


def _reject(record: Record) -> bytes:
    return reject_line(Outcome(record.location, source_text(record), record.readable, codes=(LOST,)))


def _open(sidecar: str) -> BinaryIO:
    try:
        return open_bytes(sidecar)
    except OSError as error:
        if isinstance(error, UsageError | UnreadableError):
            raise
        raise UnreadableError(f"{sidecar}: cannot be read: {error.strerror or error}") from error
