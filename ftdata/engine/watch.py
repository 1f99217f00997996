"""Telling a progress display how far the reading is."""

from collections.abc import Iterator

from ftdata.engine.intake import Intake
from ftdata.engine.settings import Progress
from ftdata.types import Record

STEP = 256
"""Records between two reports."""


def watched(intake: Intake, progress: Progress) -> Iterator[Record]:
    """Yield the records of an intake and report what was finished: bytes for files, rows in memory."""
    done = 0
    for count, record in enumerate(intake.records):
        yield record
        if count % STEP == 0 or not isinstance(record, Record):
            place = count if record.offset is None else record.offset
            progress(place - done)
            done = place
    progress(max((intake.summary.size or 0) - done, 0))
