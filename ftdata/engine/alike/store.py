"""What surveys left, put end to end: every row of every source has one number."""

import shutil
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ftdata.engine.alike.collect import BUCKETS
from ftdata.engine.alike.survey import Surveyed, survey
from ftdata.engine.alike.wish import Wish
from ftdata.engine.intake import Intake
from ftdata.engine.pieces import rejects
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import BUFFER, Shelf
from ftdata.similar.jaccard import PARTS, Texts
from ftdata.types import Location, Problem

_JOINED = ("places", "sizes", "words", "counts", "marks", "slots")
_KEY = 16


@dataclass(frozen=True, slots=True)
class Unit:
    """Where the rows of a surveyed unit are.

    Attributes:
        done: What the survey left.
        source: Number of its source.
        file: Name of its source.
        lines: Lines of the source before it; -1 for a source without lines.
        rows: Rows of the source before it.
        first: Number of its first row.
    """

    done: Surveyed
    source: int
    file: str
    lines: int
    rows: int
    first: int


@dataclass(slots=True)
class Store:
    """All rows of a run.

    Attributes:
        folder: Where the files are.
        units: The units in order.
        intakes: The sources as they were opened.
        ends: Number of rows up to the end of each source.
    """

    folder: str
    units: list[Unit] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows that can be compared."""
        return self.ends[-1] if self.ends else 0

    def array(self, kind: str) -> "npt.NDArray[np.uint32]":
        """One number of every row."""
        return np.fromfile(f"{self.folder}/{kind}", np.uint32)

    def text(self, row: int) -> bytes:
        """A row as it is written, where the survey wrote rows down."""
        unit = self._unit(row)
        with open(f"{unit.done.stem}.rows", "rb", buffering=BUFFER) as rows:
            return next(islice(rows, row - unit.first, None), b"").rstrip(b"\n")

    def _unit(self, row: int) -> "Unit":
        return self.units[bisect_right(self.units, row, key=lambda unit: unit.first) - 1]

    def locations(self, rows: Sequence[int]) -> list[Location]:
        """Where rows are; they may come in any order."""
        if not len(rows):
            return []
        places = np.memmap(f"{self.folder}/places", np.uint32, "r").reshape(-1, 2)[np.asarray(rows)].tolist()
        found = []
        for row, (line, example) in zip(rows, places, strict=True):
            unit = self._unit(row)
            found.append(Location(unit.file, line + unit.lines if unit.lines >= 0 else None, None, example + unit.rows))
        return found


def gather(
    sources: Sequence[object], settings: Settings, wish: Wish, folder: str, progress: Progress = no_progress
) -> Store:
    """Survey some sources and put what is left of them end to end.

    Raises:
        UsageError: A format cannot be told.
        UnreadableError: A source cannot be read to its end.
    """
    store = Store(folder)
    for kind in _JOINED:
        Path(folder, kind).touch()
    for number, source in enumerate(sources):
        intake, surveyed = survey(source, settings, wish, Shelf(folder, number), progress)
        store.intakes.append(intake)
        lines = -1 if intake.summary.container == "memory" else 0
        rows = 0
        for done in surveyed:
            first = store.units[-1].first + store.units[-1].done.kept if store.units else 0
            store.units.append(Unit(done, number, intake.summary.file, lines, rows, first))
            rows += done.rows
            lines += done.lines if lines >= 0 else 0
            _join(done.stem, folder)
        last = store.units[-1] if store.units else None
        store.ends.append(last.first + last.done.kept if last else 0)
    return store


def _join(stem: str, folder: str) -> None:
    """Append the files of a unit to those of the run."""
    for kind in _JOINED:
        part = Path(f"{stem}.{kind}")
        if part.exists():
            with part.open("rb") as stream, open(f"{folder}/{kind}", "ab", buffering=0) as whole:
                shutil.copyfileobj(stream, whole, BUFFER)
            part.unlink()


def read_keys(stem: str, name: str, first: int, end: int) -> tuple[Any, Any]:
    """The keys of a range of buckets of a unit, as two numbers each, and the rows they belong to."""
    with open(f"{stem}.key-{name}", "rb", buffering=0) as stream:
        ends = np.frombuffer(stream.read(8 * BUCKETS), np.uint64).astype(np.int64)
        low, high, total = int(ends[first - 1]) if first else 0, int(ends[end - 1]), int(ends[-1])
        stream.seek(8 * BUCKETS + _KEY * low)
        keys = np.frombuffer(stream.read(_KEY * (high - low)), np.uint64).reshape(-1, 2)
        stream.seek(8 * BUCKETS + _KEY * total + 4 * low)
        return keys, np.frombuffer(stream.read(4 * (high - low)), np.uint32)


def read_band(stem: str, rows: int, band: int) -> "npt.NDArray[np.uint32]":
    """One band of the sketches of a unit."""
    return np.fromfile(f"{stem}.bands", np.uint32, rows, offset=4 * rows * band)


def every_row(store: Store) -> Iterator[tuple[Unit, int, bytes, bytes | None]]:
    """Yield every row in order: its unit, its number and its text; for one that cannot be compared, its reject."""
    for unit in store.units:
        refused = rejects(unit.done.stem)
        reject, passed = next(refused, None), 1
        with open(f"{unit.done.stem}.rows", "rb", buffering=BUFFER) as rows:
            for row, text in enumerate(rows, unit.first):
                while reject and reject.example <= row - unit.first + passed:
                    yield unit, -1, b"", reject.text(unit.file, max(unit.lines, 0), unit.rows)
                    reject, passed = next(refused, None), passed + 1
                yield unit, row, text[:-1], None
        while reject:
            yield unit, -1, b"", reject.text(unit.file, max(unit.lines, 0), unit.rows)
            reject = next(refused, None)


def problems_of(store: Store) -> list[Problem]:
    """The errors of rows that cannot be read, at their places in their sources."""
    return [
        problem._replace(location=problem.location.shifted(max(unit.lines, 0), unit.rows))
        for unit in store.units
        for problem in unit.done.problems
    ]


class WordFile:
    """The words of all rows, read where they are needed."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __reduce__(self) -> tuple[type["WordFile"], tuple[str]]:
        """What goes to another process."""
        return WordFile, (self._folder,)

    @cached_property
    def _counts(self) -> "npt.NDArray[np.uint32]":
        return np.fromfile(f"{self._folder}/counts", np.uint32).reshape(-1, PARTS)

    @cached_property
    def _ends(self) -> "npt.NDArray[np.int64]":
        return np.cumsum(self._counts.sum(axis=1), dtype=np.int64)

    @cached_property
    def _marks(self) -> "npt.NDArray[np.uint32]":
        return np.fromfile(f"{self._folder}/marks", np.uint32).reshape(-1, PARTS + 1)

    @cached_property
    def _words(self) -> Any:
        path = f"{self._folder}/words"
        return np.memmap(path, np.uint32, "r") if Path(path).stat().st_size else np.zeros(0, np.uint32)

    def sizes(self, rows: Any) -> "npt.NDArray[np.int64]":
        """Words of each part of each row."""
        counts: npt.NDArray[np.int64] = self._counts[rows].astype(np.int64)
        return counts

    def texts(self, rows: Any) -> Texts:
        """The words of some rows, which are in order."""
        counts = self.sizes(rows)
        sizes = counts.sum(axis=1)
        begins = self._ends[rows] - sizes
        past = np.cumsum(sizes) - sizes
        places = np.arange(int(sizes.sum())) + np.repeat(begins - past, sizes)
        return Texts(np.asarray(self._words[places]), counts, self._marks[rows])
