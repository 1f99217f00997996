"""Writing what a conversion makes: the rows to one file, the rejects to another."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from ftdata import formats
from ftdata.engine.convert import Conversion, Converting, left_behind, require_format
from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.outcome import Outcome, outcomes
from ftdata.engine.parallel import engine, plan, remote
from ftdata.engine.pieces import Piece, pieces_of, rejects, remove
from ftdata.engine.rejects import reject_line
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import BUFFER, Shelf, refuse_url, shelf_folder
from ftdata.errors import FtdataError, UsageError
from ftdata.loaders import files_of
from ftdata.types import Problem
from ftdata.writers import AtomicFile, Module, refuse_same, writer_for


@dataclass(frozen=True, slots=True)
class Carriage:
    """Where a conversion is written.

    Attributes:
        output: A file whose suffix a writer has, or ``-``.
        rejected: A file for rejected rows, or None.
        sidecar: A file for what the written rows cannot hold, or None.
        force: Replace files that are there.
    """

    output: str
    rejected: str | None = None
    sidecar: str | None = None
    force: bool = False


Objection = Callable[[Conversion], str]
"""Says why nothing may be written after all; empty where nothing is against it."""


def carry(
    sources: Sequence[object],
    settings: Settings,
    carriage: Carriage,
    result: Conversion,
    *,
    objection: Objection | None = None,
    progress: Progress = no_progress,
) -> list[Problem]:
    """Convert every row of every source and write the result; files appear whole, or not at all.

    Args:
        sources: Paths, ``-``, or rows in memory.
        settings: ``format`` (of the sources), ``columns`` and ``system`` count here.
        carriage: Where to.
        result: The account, and the format wanted.
        objection: Asked when everything is written, before it appears.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Returns:
        The errors of rejected rows, in order.

    Raises:
        UsageError: A format is unknown or cannot be told, a file exists, or there is an objection.
        UnreadableError: A source cannot be read to its end.
        FtdataError: Something cannot be written.
    """
    formats.check_goal(result.goal)
    names = [name for name in (carriage.rejected, carriage.sidecar) if name] + [carriage.output]
    refuse_url(*names)
    refuse_same(names)
    module = writer_for(carriage.output)
    with ExitStack() as stack:
        stack.enter_context(engine(settings))
        inputs = [*sources, *chain.from_iterable(map(files_of, sources))]
        files = {name: stack.enter_context(AtomicFile(name, force=carriage.force, inputs=inputs)) for name in names}
        load = _Load(result, module, carriage, {name: file.stream for name, file in files.items()})
        for number, source in enumerate(sources):
            intake = take_in(source, settings._replace(target="any"), exact=False)
            require_format(intake)
            load.take(intake, settings._replace(target="any"), _Way(number, carriage.output, progress))
        load.writer.end()
        result.losses.update(getattr(load.writer, "losses", {}))
        if sum(file.rows for file in result.files) != result.written + result.rejected:
            raise FtdataError("the rows do not add up; nothing was written. This is a bug, please report it")
        for file in files.values():
            file.settle()
        if objection and (reason := objection(result)):
            raise UsageError(f"{reason}; nothing was written")
    return load.refused


@dataclass(frozen=True, slots=True)
class _Way:
    """What else there is to know on the way: number of the source, name of the output, whom to tell."""

    number: int
    output: str
    progress: Progress

    def place(self, settings: Settings) -> Path | None:
        """A directory for pieces: beside the output, so that they are on the same disk, and seen by a cluster."""
        if self.output == "-":
            return Path.cwd() if remote(settings) else None
        return Path(self.output).parent


class _Load:
    """Everything on its way to the files."""

    def __init__(self, result: Conversion, module: Module, carriage: Carriage, streams: Mapping[str, BinaryIO]) -> None:
        stream = streams[carriage.output]
        self.writer = module.begin(stream)
        self.refused: list[Problem] = []
        self._result = result
        self._work = Converting(result.goal, sidecar=carriage.sidecar is not None)
        self._stream = stream if module.NAME == "jsonl" else None  # what a piece holds is JSON Lines already
        self._rejected = streams.get(carriage.rejected or "")
        self._notes = streams.get(carriage.sidecar or "")

    def take(self, intake: Intake, settings: Settings, way: _Way) -> None:
        """Convert a source: in parts, or row by row in this process."""
        self._result.files.append(intake.summary._replace(rows=0, readable=0))
        units = plan(intake, settings)
        if not units:
            intake = intake._replace(records=left_behind(intake.records, self._result.losses))
            for outcome in outcomes(intake, settings, self._work, way.progress):
                self._add(outcome)
            return
        total = FileFold(self._result.files[-1])
        with shelf_folder(way.place(settings)) as folder:
            shelf = Shelf(folder, way.number, refusals=True)
            with closing(pieces_of(units, self._work, shelf, way.progress)) as found:
                for piece in found:
                    self._add_piece(piece, total)
        self.refused += total.problems

    def _add(self, outcome: Outcome) -> None:
        self._result.add(outcome)
        if outcome.kept is not None:
            self.writer.add(outcome.kept)
            if self._notes:
                self._notes.write(outcome.note + b"\n")
            return
        self.refused += [problem for problem in outcome.problems if problem.severity == "error"]
        if self._rejected:
            self._rejected.write(reject_line(outcome) + b"\n")

    def _add_piece(self, piece: Piece, total: FileFold) -> None:
        """Take in the next piece of a source of which ``total`` says what is known so far."""
        self._add_rows(piece)
        if self._notes:
            with open(f"{piece.stem}.notes", "rb", buffering=BUFFER) as notes:
                shutil.copyfileobj(notes, self._notes, BUFFER)
        lines, rows = total.enter(piece.fold.summary)
        if self._rejected:
            for reject in rejects(piece.stem):
                self._rejected.write(reject.text(piece.fold.summary.file, lines, rows))
        remove(piece.stem)
        total.merge(piece.fold)
        self._result.written += piece.tally.kept
        self._result.rejected += piece.tally.rejected
        self._result.codes.update(piece.tally.every)
        self._result.losses.update(piece.tally.losses)

    def _add_rows(self, piece: Piece) -> None:
        with open(f"{piece.stem}.rows", "rb", buffering=BUFFER) as rows:
            if self._stream:
                shutil.copyfileobj(rows, self._stream, BUFFER)
                return
            for row in rows:
                self.writer.add(row[:-1])
