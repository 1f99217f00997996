"""What the work on a unit leaves: files of its rows, and an account that merges with those of other units.

Another process hands back little that way, whatever the unit holds. The files of a piece have one stem:

- ``rows``: what is kept, a row a line.
- ``rejects``: what is not: line and number of the row within the unit, and below what a rejects file says of it.
- ``changed``: for kept rows that are not their source's own bytes: number and fixes of the row, and below what a
  rejects file would say of it as a copy.
- ``keys``: the keys of the kept rows (``keys.py``).
- ``notes``: what a sidecar says of the kept rows (``sidecar.py``), where one is written.

They get their names when they are whole, so a unit may be done twice.
"""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

import orjson

from ftdata.engine.convert import beside_rows
from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake
from ftdata.engine.keys import Buckets
from ftdata.engine.outcome import Each, Outcome, Work
from ftdata.engine.parallel import Unit, plan, run_units
from ftdata.engine.rejects import body, body_of, joined
from ftdata.engine.settings import Progress, Settings
from ftdata.engine.shelf import BUFFER, Shelf, part_files
from ftdata.engine.spread import spread
from ftdata.engine.units import read_unit
from ftdata.engine.watch import watched
from ftdata.loaders import Skimmed
from ftdata.types import FileSummary, Loss, Record

DUPLICATE = "D001"
_KINDS = ("rows", "rejects", "changed", "keys", "notes")


@dataclass(slots=True)
class Tally:
    """Counts of rows.

    Attributes:
        kept: Rows kept.
        fixed: Of these, rows that a fix changed.
        rejected: Rows rejected.
        codes: Rejected rows by their first code.
        every: Rejected rows by each of their codes.
        fixes: Kept rows changed by each fix, by code and title.
        losses: What could not be carried, and on how many rows.
    """

    kept: int = 0
    fixed: int = 0
    rejected: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    every: Counter[str] = field(default_factory=Counter)
    fixes: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: Counter[Loss] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        if outcome.losses:
            self.losses.update(dict.fromkeys(outcome.losses, 1))
        if outcome.kept is None:
            self.rejected += 1
            self.codes[outcome.codes[0]] += 1
            self.every.update(dict.fromkeys(outcome.codes, 1))
            return
        self.kept += 1
        if outcome.applied:
            self.fixed += 1
            self.fixes.update(dict.fromkeys(outcome.applied, 1))

    def merge(self, later: "Tally") -> None:
        """Take in the counts of the next part."""
        self.kept += later.kept
        self.fixed += later.fixed
        self.rejected += later.rejected
        self.codes.update(later.codes)
        self.every.update(later.every)
        self.fixes.update(later.fixes)
        self.losses.update(later.losses)

    def reject(self, code: str, rows: int, unfixed: int, fixes: Mapping[tuple[str, str], int]) -> None:
        """Count rows that were kept as rejected for one reason, and their fixes no longer."""
        self.kept -= rows
        self.rejected += rows
        self.codes[code] += rows
        self.every[code] += rows
        self.fixed -= unfixed
        self.fixes = +(self.fixes - Counter(fixes))


@dataclass(slots=True)
class Piece:
    """What the work on a unit left.

    Attributes:
        stem: Path of its files without their endings.
        fold: Its report; lines and rows are counted from its beginning.
        tally: Its counts.
    """

    stem: str
    fold: FileFold
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Reject:
    """A rejected row of a piece: its line (0 where it has none), its number, and what is said of it."""

    line: int
    example: int
    body: bytes

    def text(self, file: str, lines: int, rows: int) -> bytes:
        """Write its line of a rejects file, its place counted from further up the source."""
        return joined(file, self.line + lines if self.line else None, self.example + rows, self.body) + b"\n"


@dataclass(frozen=True, slots=True)
class Changed:
    """A kept row that is not its source's own bytes: its number among the kept, fixes, and how it is rejected."""

    row: int
    applied: tuple[tuple[str, str], ...]
    body: bytes


def pieces(
    intake: Intake, settings: Settings, work: Work, shelf: Shelf, progress: Progress
) -> Generator[Piece, None, None]:
    """Do the work on every row of a source: in parts and in order, or as one piece in this process."""
    units = plan(intake, settings)
    if units:
        yield from pieces_of(units, work, shelf, progress)
        return
    given = (intake.summary, intake.destination, settings)
    records = spread(watched(intake, progress), intake.summary, work.goal_of(intake.destination))
    fold = FileFold(_afresh(intake.summary), work.folds(*given))
    yield make_piece(shelf.stem(0), records, work.begin(*given), fold, shelf)


def pieces_of(units: list[Unit], work: Work, shelf: Shelf, progress: Progress) -> Generator[Piece, None, None]:
    """Do the work on every row of some units, and yield what comes of them in their order."""
    with closing(run_units(partial(_work_on, work, shelf), units, progress)) as found:
        yield from found


def _work_on(work: Work, shelf: Shelf, unit: Unit) -> Piece:
    given = (unit.summary, unit.destination, unit.settings)
    found = spread(read_unit(unit), unit.summary, work.goal_of(unit.destination))
    fold = FileFold(_afresh(unit.summary), work.folds(*given))
    return make_piece(shelf.stem(unit.start, unit.shard), found, work.begin(*given), fold, shelf)


def _afresh(summary: FileSummary) -> FileSummary:
    return summary._replace(rows=0, readable=0)


def make_piece(stem: str, found: Iterable[Record | Skimmed], each: Each, fold: FileFold, shelf: Shelf) -> Piece:
    """Do the work on some records and put what comes of it on the shelf."""
    piece = Piece(stem, fold)
    with part_files(stem, _KINDS) as files:
        packer = _Packer(piece, files, shelf)
        for record in found:
            if not isinstance(record, Record):
                continue
            piece.fold.lines = record.line or 0
            if record.example is not None:
                packer.add(each(record))
            elif record.defects:
                piece.tally.losses.update(beside_rows(record))
        packer.end()
    return piece


class _Packer:
    """Puts outcomes into the files and the account of a piece."""

    def __init__(self, piece: Piece, files: Mapping[str, BinaryIO], shelf: Shelf) -> None:
        self._fold, self._tally, self._files = piece.fold, piece.tally, files
        self._write_row = files["rows"].write
        self._keys = None if shelf.seed is None else Buckets(shelf.seed)
        self._refusals = shelf.refusals

    def add(self, outcome: Outcome) -> None:
        """Take in the next row."""
        if outcome.kept is None:
            self._reject(outcome)
        else:
            self._keep(outcome, outcome.kept)
        if outcome.row:
            self._fold.folds.add(outcome.row)
        elif outcome.taken:
            self._fold.folds.add_skimmed(outcome.taken, self._fold.summary, outcome.location.line or 0)
        self._tally.add(outcome)
        self._fold.summary.rows += 1
        self._fold.summary.readable += outcome.readable
        for problem in outcome.problems:
            if not self._refusals or (outcome.kept is None and problem.severity == "error"):
                self._fold.tell(problem)

    def end(self) -> None:
        """Write the keys."""
        if self._keys:
            self._keys.write(self._files["keys"])

    def _keep(self, outcome: Outcome, row: bytes) -> None:
        self._write_row(row + b"\n")
        if outcome.note:
            self._files["notes"].write(outcome.note + b"\n")
        if self._keys:
            place, number = outcome.location, self._tally.kept
            self._keys.add(outcome.identity, number, place.line or place.example or 0)
            if outcome.applied or outcome.source != row:
                said = body((DUPLICATE,), outcome.source, readable=outcome.readable)
                self._files["changed"].write(orjson.dumps([number, outcome.applied]) + b"\n" + said + b"\n")

    def _reject(self, outcome: Outcome) -> None:
        place = outcome.location
        head = b"%d %d\n" % (place.line or 0, place.example or 0)
        self._files["rejects"].write(head + body_of(outcome) + b"\n")


def rejects(stem: str) -> Iterator[Reject]:
    """Read the rejected rows of a piece."""
    with open(f"{stem}.rejects", "rb", buffering=BUFFER) as stream:
        for head in stream:
            line, example = head.split()
            yield Reject(int(line), int(example), stream.readline()[:-1])


def changed(stem: str) -> Iterator[Changed]:
    """Read the kept rows of a piece that are not their source's own bytes."""
    with open(f"{stem}.changed", "rb", buffering=BUFFER) as stream:
        for head in stream:
            row, applied = orjson.loads(head)
            yield Changed(row, tuple((code, title) for code, title in applied), stream.readline()[:-1])


def remove(stem: str) -> None:
    """Remove the files of a piece."""
    for kind in _KINDS:
        Path(f"{stem}.{kind}").unlink(missing_ok=True)
