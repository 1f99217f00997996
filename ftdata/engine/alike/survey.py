"""Leading every row through once, and leaving what comparisons need: keys, places, words, sketches.

The files of a unit have one stem:

- ``rows``, ``rejects``: as in ``pieces.py``, where rows are wanted
- ``places``: line and number of each row within the unit, 8 bytes
- ``sizes``: how much its answer says, 4 bytes
- ``key-NAME``: its keys of one kind, 16 bytes each, and the row each belongs to, 4 bytes, by buckets of the first byte
- ``words``, ``counts``, ``marks``, ``slots``, ``bands``: its words and its sketch, see ``similar/``
- ``strata``: the number of what it is balanced by, 4 bytes
- ``hits``: benchmark questions: row, question and shared n-grams, 4 bytes each
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO

from ftdata import formats
from ftdata.engine.adapt import Adapter
from ftdata.engine.alike.collect import NEAR, Keys, Seeker, Sketcher
from ftdata.engine.alike.look import Look, LookAtSeveral, lines_of, turns_of
from ftdata.engine.alike.wish import Wish
from ftdata.engine.convert import reasons, source_text
from ftdata.engine.fix import text_of
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.outcome import Outcome
from ftdata.engine.parallel import Unit, plan, run_units
from ftdata.engine.rejects import body_of
from ftdata.engine.settings import Progress, Settings
from ftdata.engine.shelf import Shelf, part_files
from ftdata.engine.spread import examples_of
from ftdata.engine.units import skim_unit
from ftdata.engine.watch import watched
from ftdata.jsontext import is_deep
from ftdata.loaders import Sieve, Skimmed, examine
from ftdata.rules.payload import talk
from ftdata.rules.row import Row, beside
from ftdata.types import Problem, Record

_FEW_ROWS = 1 << 16


@dataclass(slots=True)
class Surveyed:
    """What the survey of a unit left.

    Attributes:
        stem: Path of its files without their endings.
        lines: Lines that it has.
        rows: Rows that it has, readable or not.
        kept: Rows that can be compared; the others are rejects.
        codes: Rejects by code.
        problems: The errors of rejects, their places counted from the beginning of the unit.
        strata: What rows are balanced by, by number.
        ungrouped: Rows without the key that ties rows together.
    """

    stem: str
    lines: int = 0
    rows: int = 0
    kept: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    strata: list[str] = field(default_factory=list)
    ungrouped: int = 0


def survey(
    source: object, settings: Settings, wish: Wish, shelf: Shelf, progress: Progress
) -> tuple[Intake, list[Surveyed]]:
    """Lead every row of a source through.

    Raises:
        UsageError: A format cannot be told.
        UnreadableError: The source cannot be read to its end.
    """
    intake = take_in(source, settings, exact=False)
    units = plan(intake, settings)
    if units:
        with closing(run_units(partial(_survey_unit, wish, shelf), units, progress)) as found:
            return intake, list(found)
    judge = Judge(intake.summary, intake.destination, settings)
    return intake, [_survey_records(shelf.stem(0), watched(intake, progress), intake.sieve, judge, wish)]


def _survey_unit(wish: Wish, shelf: Shelf, unit: Unit) -> Surveyed:
    judge = Judge(unit.summary, unit.destination, unit.settings)
    sieve = Sieve()
    return _survey_records(shelf.stem(unit.start, unit.shard), skim_unit(unit, sieve), sieve, judge, wish)


def _survey_records(stem: str, records: Iterable[Record | Skimmed], sieve: Sieve, judge: Judge, wish: Wish) -> Surveyed:
    done = Surveyed(stem)
    kinds = ["rows", "rejects", "places", "sizes", *(f"key-{name}" for name in wish.keys)]
    kinds += [*(NEAR if wish.width else ()), *(["strata"] if wish.stratify else [])]
    kinds += ["hits"] if wish.questions else []
    with part_files(stem, kinds) as files:
        surveyor = _Surveyor(done, files, judge, wish)
        if surveyor.quick:
            sieve.sift = surveyor.sift
        for record in records:
            if isinstance(record, Record):
                done.lines = record.line or 0
                if record.example is not None:
                    surveyor.add(record)
        surveyor.end()
    return done


class _Surveyor:
    """Puts what is known of rows into the files of a unit."""

    def __init__(self, done: Surveyed, files: Mapping[str, BinaryIO], judge: Judge, wish: Wish) -> None:
        self._done, self._files, self._judge, self._wish = done, files, judge, wish
        self._keys = {name: Keys() for name in wish.keys}
        self._places = array("I")
        self._sizes = array("I")
        self._strata = array("I")
        self._names: dict[str, int] = {}
        self._sketcher = Sketcher(files, wish) if wish.width else None
        self._seeker = Seeker(files["hits"], wish) if wish.questions else None
        self._deep = bool({*wish.keys} - {"identity", "group"}) or wish.width > 0 or bool(wish.questions)

    @property
    def quick(self) -> bool:
        """Whether rows of nothing but text need not become records."""
        adapter = self._judge.adapter
        return adapter is not None and adapter.idle and not self._wish.group_by and not self._wish.stratify

    def sift(self, block: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Take in the rows of nothing but text, as a ``Sieve`` asks; what they need is known from their lines."""
        count = size = 0
        for line, end in lines_of(block):
            turns = turns_of(line)
            if turns is None:
                yield count, size, line + end
                count = size = 0
                continue
            self._done.lines += 1
            self._done.rows += 1
            place = self._done.lines, self._done.rows
            self._take(Look(None, turns, self._wish), place, line.removesuffix(b"\r"))
            count, size = count + 1, size + len(line) + len(end)
        yield count, size, b""

    def add(self, record: Record) -> None:
        """Take in the next row."""
        self._done.rows += 1
        if record.raw is not None and is_deep(record.raw):
            examine(record)
        if record.row is None:
            self._reject(record)
            return
        self._take(self._look(record), (record.line or 0, record.example or 0), text_of(record))

    def _take(self, found: Look, place: tuple[int, int], text: bytes) -> None:
        """Note what is asked of a row that can be compared."""
        done, wish = self._done, self._wish
        for name, keys in self._keys.items():
            for key in found.keys(name):
                keys.add(key, done.kept)
            done.ungrouped += name == "group" and found.alone
        told = len(text)
        if self._deep:
            sides = found.sides
            told = sum(map(len, sides.answered))
            if self._sketcher:
                self._sketcher.add(sides, found.fixed)
        if self._seeker:
            self._seeker.add(found.said, done.kept)
        self._places.extend(place)
        self._sizes.append(min(told, 0xFFFFFFFF))
        if wish.stratify:
            self._strata.append(self._names.setdefault(found.stratum(wish.stratify), len(self._names)))
        if wish.rows:
            self._files["rows"].write(text + b"\n")
        done.kept += 1
        if done.kept % _FEW_ROWS == 0:
            self._spill()

    def end(self) -> None:
        """Write what was gathered."""
        for name, keys in self._keys.items():
            keys.write(self._files[f"key-{name}"])
        self._spill()
        if self._sketcher:
            self._sketcher.end()
        if self._seeker:
            self._seeker.end()
        self._done.strata = [*self._names]

    def _spill(self) -> None:
        """Write the numbers of rows so far, so that they are not held for a whole file."""
        for kind, numbers in (("places", self._places), ("sizes", self._sizes), ("strata", self._strata)):
            if numbers:
                numbers.tofile(self._files[kind])
                del numbers[:]

    def _look(self, record: Record) -> Look:
        adapter = self._judge.adapter
        if adapter is None:
            return Look(Row(record.row, record, self._judge.destination), None, self._wish)
        if not adapter.columns and formats.holds_several(adapter.source):
            examples = examples_of(record, adapter.source)
            if len(examples) > 1:
                row = Row(record.row, record, self._judge.destination)
                return LookAtSeveral(row, [self._look_with(adapter, example) for example in examples], self._wish)
        return self._look_with(adapter, record)

    def _look_with(self, adapter: Adapter, record: Record) -> Look:
        value = adapter.adapt(record).row if not adapter.idle else record.row
        turns = talk(value) if value is not None and not beside(record) else None
        return Look(Row(value or record.row, record, self._judge.destination), turns, self._wish)

    def _reject(self, record: Record) -> None:
        problems = self._judge.written(record)
        out = Outcome(record.location, source_text(record), False, None, reasons(problems), cut=record.cut)
        self._done.codes[out.codes[0]] += 1
        self._done.problems += [problem for problem in problems if problem.severity == "error"]
        place = b"%d %d\n" % (record.line or 0, record.example or 0)
        self._files["rejects"].write(place + body_of(out) + b"\n")
