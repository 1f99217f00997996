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
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, BinaryIO

import xxhash

from ftdata.engine.alike.wish import Wish
from ftdata.engine.convert import reasons, source_text
from ftdata.engine.fix import text_of
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.outcome import Outcome
from ftdata.engine.parallel import Unit, plan, run_units
from ftdata.engine.pieces import read_unit
from ftdata.engine.rejects import body_of
from ftdata.engine.settings import Progress, Settings
from ftdata.engine.shelf import Shelf, part_files
from ftdata.engine.watch import watched
from ftdata.jsontext import dumps_sorted
from ftdata.rules.payload import Payload, payload, talk, talk_identity, talk_payload
from ftdata.rules.row import Row, beside
from ftdata.rules.scripts import script_of
from ftdata.similar.normal import folded, tight
from ftdata.types import Json, Problem, Record

BUCKETS = 256
_FEW_ROWS = 1 << 16
_FEW_TEXTS = 2048
_FEW_BYTES = 1 << 20
_BRIEF = 512
"""Bytes of a text below which its spelling is kept in mind: it may be too short to be compared by words."""

_NEAR = ("words", "counts", "marks", "slots", "bands")


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
    return intake, [_survey_records(shelf.stem(0), watched(intake, progress), judge, wish)]


def _survey_unit(wish: Wish, shelf: Shelf, unit: Unit) -> Surveyed:
    judge = Judge(unit.summary, unit.destination, unit.settings)
    return _survey_records(shelf.stem(unit.start), read_unit(unit), judge, wish)


def _survey_records(stem: str, records: Iterable[Record], judge: Judge, wish: Wish) -> Surveyed:
    done = Surveyed(stem)
    kinds = ["rows", "rejects", "places", "sizes", *(f"key-{name}" for name in wish.keys)]
    kinds += [*(_NEAR if wish.width else ()), *(["strata"] if wish.stratify else [])]
    kinds += ["hits"] if wish.questions else []
    with part_files(stem, kinds) as files:
        surveyor = _Surveyor(done, files, judge, wish)
        for record in records:
            done.lines = record.line or 0
            if record.example is not None:
                surveyor.add(record)
        surveyor.end()
    return done


class _Surveyor:
    """Puts what is known of rows into the files of a unit."""

    def __init__(self, done: Surveyed, files: Mapping[str, BinaryIO], judge: Judge, wish: Wish) -> None:
        self._done, self._files, self._judge, self._wish = done, files, judge, wish
        self._keys = {name: _Keys() for name in wish.keys}
        self._places = array("I")
        self._sizes = array("I")
        self._strata = array("I")
        self._names: dict[str, int] = {}
        self._sketcher = _Sketcher(files, wish) if wish.width else None
        self._seeker = _Seeker(files["hits"], wish) if wish.questions else None
        self._deep = bool({*wish.keys} - {"identity", "group"}) or wish.width > 0 or bool(wish.questions)

    def add(self, record: Record) -> None:
        """Take in the next row."""
        self._done.rows += 1
        if record.row is None:
            self._reject(record)
            return
        found = self._look(record)
        for name, keys in self._keys.items():
            key = found.key(name)
            keys.add(key, self._done.kept)
            self._done.ungrouped += name == "group" and key == found.row.identity
        if self._sketcher:
            self._sketcher.add(found.said, found.parts)
        if self._seeker:
            self._seeker.add(found.said, self._done.kept)
        self._places.extend((record.line or 0, record.example or 0))
        self._sizes.append(min(found.told if self._deep else len(record.raw or b""), 0xFFFFFFFF))
        if self._wish.stratify:
            self._strata.append(self._names.setdefault(_stratum(found, self._wish.stratify), len(self._names)))
        if self._wish.rows:
            self._files["rows"].write(text_of(record) + b"\n")
        self._done.kept += 1
        if self._done.kept % _FEW_ROWS == 0:
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

    def _look(self, record: Record) -> "_Found":
        adapter = self._judge.adapter
        if adapter is None:
            return _Found(Row(record.row, record, self._judge.destination), None, self._wish)
        value = adapter.adapt(record).row if not adapter.idle else record.row
        turns = talk(value) if value is not None and not beside(record) else None
        return _Found(Row(value or record.row, record, self._judge.destination), turns, self._wish)

    def _reject(self, record: Record) -> None:
        problems = self._judge.written(record)
        out = Outcome(record.location, source_text(record), False, None, reasons(problems), cut=record.cut)
        self._done.codes[out.codes[0]] += 1
        self._done.problems += [problem for problem in problems if problem.severity == "error"]
        place = b"%d %d\n" % (record.line or 0, record.example or 0)
        self._files["rejects"].write(place + body_of(out) + b"\n")


class _Found:
    """A row, looked at as far as it is asked for.

    Args:
        row: The row in its destination's format, or as it is where it has none.
        turns: Its turns, where it holds nothing but text.
        wish: What is asked for.
    """

    def __init__(self, row: Row, turns: list[tuple[str, str]] | None, wish: Wish) -> None:
        self.row = row
        self._turns = turns
        self._wish = wish

    @cached_property
    def said(self) -> Payload:
        """What it says."""
        return payload(self.row) if self._turns is None else talk_payload(self._turns)

    @property
    def told(self) -> int:
        """How much it answers, in characters."""
        return sum(len(text) for role, text in self.said.turns if role == "assistant")

    @cached_property
    def parts(self) -> tuple[bytes, bytes, bytes]:
        """What of it is compared, folded."""
        return self.said.folded_parts

    def key(self, name: str) -> bytes:
        """Its key of one kind."""
        if name == "identity":
            return self.row.identity if self._turns is None else talk_identity(self._turns)
        if name == "group":
            return group_key(self.row.record.row, self._wish.group_by, self.row.identity)
        key: bytes = getattr(self.said, f"{name}_key")
        return key


def group_key(value: Json, paths: Sequence[str], alone: bytes) -> bytes:
    """A key that rows share whose values at all paths are the same; ``alone`` for a row that lacks one of them."""
    found = [_at(value, path) for path in paths]
    return alone if None in found else xxhash.xxh3_128_digest(dumps_sorted(found))


def _at(value: Json, path: str) -> Json:
    """The value at a dotted path, a key that holds dots itself first; None where there is none."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


_LABELS = ("label", "kto_tag", "class", "category")
_LANGUAGES = ("language", "lang", "locale")


def _stratum(found: _Found, by: str) -> str:
    """Say what a row is balanced by; words without a key of that name stand for what they mean."""
    names = {"label": _LABELS, "language": _LANGUAGES}.get(by, (by,))
    value = found.row.record.row
    there = next((inner for name in names if (inner := _at(value, name)) is not None), None)
    if there is not None:
        return str(there)[:200]
    if by == "source":
        return found.row.record.file
    if by == "language":
        return script_of(" ".join(found.said.parts))
    return found.said.answer[:200] if by == "label" else ""


class _Keys:
    """Keys of one kind by buckets: 20 bytes a row until they are written."""

    def __init__(self) -> None:
        self._keys = [bytearray() for _ in range(BUCKETS)]
        self._rows = [array("I") for _ in range(BUCKETS)]

    def add(self, key: bytes, row: int) -> None:
        """Remember the key of the next row."""
        self._keys[key[0]] += key
        self._rows[key[0]].append(row)

    def write(self, stream: BinaryIO) -> None:
        """Write where each bucket ends, then keys and rows by bucket."""
        stream.write(array("Q", accumulate(map(len, self._rows))).tobytes())
        stream.writelines(self._keys)
        stream.writelines(rows.tobytes() for rows in self._rows)


class _Sketcher:
    """Finds the words of rows and sketches them, many rows at a time."""

    def __init__(self, files: Mapping[str, BinaryIO], wish: Wish) -> None:
        self._files, self._by, self._width = files, wish.by, wish.width
        self._texts: list[bytes] = []
        self._marks = array("I")
        self._size = 0
        self._bands: list[Any] = []

    def add(self, said: Payload, parts: tuple[bytes, bytes, bytes]) -> None:
        """Take in the next row."""
        asked, answered, refused = parts
        by = self._by
        for text in (asked * (by != "answer"), answered * (by != "prompt"), refused * (by != "prompt")):
            self._texts.append(text)
            self._size += len(text)
            self._marks.append(xxhash.xxh32_intdigest(tight(text)) if 0 < len(text) < _BRIEF else 0)
        self._marks.append(xxhash.xxh32_intdigest(said.fixed) if said.fixed and by != "answer" else 0)
        if self._size >= _FEW_BYTES or len(self._texts) >= 3 * _FEW_TEXTS:
            self._flush()

    def end(self) -> None:
        """Write the bands, each of them for all rows."""
        import numpy as np

        self._flush()
        if self._bands:
            self._files["bands"].write(np.concatenate(self._bands, axis=1).tobytes())

    def _flush(self) -> None:
        import numpy as np

        from ftdata.similar.sketch import sketch
        from ftdata.similar.words import split

        if not self._texts:
            return
        found = split(self._texts)
        counts = found.counts.reshape(-1, 3)
        made = sketch(found.hashes, counts.sum(axis=1), self._width)
        self._bands.append(made.bands)
        for kind, part in (("words", found.hashes), ("counts", counts.astype(np.uint32)), ("slots", made.bytes)):
            self._files[kind].write(part.tobytes())
        self._marks.tofile(self._files["marks"])
        self._texts, self._size = [], 0
        del self._marks[:]


class _Seeker:
    """Looks for the questions of benchmarks, turn by turn."""

    def __init__(self, stream: BinaryIO, wish: Wish) -> None:
        from ftdata.similar.ngrams import load

        self._stream = stream
        self._known = load(wish.questions)
        self._texts: list[bytes] = []
        self._rows: list[int] = []

    def add(self, said: Payload, row: int) -> None:
        """Take in the next row."""
        for _, text in said.turns:
            self._texts.append(folded(text))
            self._rows.append(row)
        if len(self._texts) >= _FEW_TEXTS:
            self.end()

    def end(self) -> None:
        """Look through what was gathered, and write what was found."""
        import numpy as np

        from ftdata.similar.ngrams import search

        if self._texts:
            found = search(self._texts, self._known)
            rows = np.array(self._rows, np.int64)[found.texts]
            hits = np.stack((rows, found.questions, found.shared), axis=1).astype(np.uint32)
            self._stream.write(hits.tobytes())
        self._texts, self._rows = [], []
