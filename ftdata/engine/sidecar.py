"""A file beside a conversion that holds what the written rows cannot, so that the original rows can be had again.

It is JSON Lines, one object a written row: ``row`` is a hash of the row, so that rows may be shuffled or left out in
between; ``format`` what it was made from and ``to`` what it has now; ``patch`` what makes the original out of the row
that a conversion back gives (``jsontext/difference.py``; missing where that row is the original), or ``original`` where
no conversion leads back.
``part`` is there where the original row became several ones: true on the first that was written, which tells of the
whole row, and false on the others.
"""

from collections import deque
from typing import BinaryIO, NamedTuple

from ftdata import formats
from ftdata.engine.adapt import Adapter
from ftdata.errors import UnreadableError
from ftdata.jsontext import dumps, dumps_sorted, parse
from ftdata.jsontext.difference import apply_difference, difference
from ftdata.types import Json, Record

Row = dict[str, Json]


def key_of(row: Row) -> str:
    """The hash of a written row: the same whatever its key order and its white space."""
    import xxhash

    return xxhash.xxh3_64_hexdigest(dumps_sorted(row))


class Notes:
    """Notes what a conversion could not take along.

    Args:
        source: Format of the original rows.
        goal: Format of the written rows.
    """

    def __init__(self, source: str, goal: str) -> None:
        self._source, self._goal = source, goal
        self._whole: Json = None
        self._back = None if source == goal else Adapter(goal, source, {})

    def line(self, record: Record, written: bytes) -> bytes:
        """Write the entry of one written row."""
        row = parse(written)[0]
        entry: Row = {"row": key_of(row), "format": self._source, "to": self._goal}
        if record.part is None:
            return dumps(entry | self._told(row, record.row))
        first = record.part.whole is not self._whole  # the parts of a row come one after the other
        self._whole = record.part.whole
        return dumps(entry | {"part": first} | ({"original": record.part.whole} if first else {}))

    def _told(self, row: Row, original: Row) -> Row:
        back = row if self._back is None else converted(self._back, row)
        if back is None:
            return {"original": original}
        patch = difference(back, original)
        return {} if patch is None else {"patch": patch}


def converted(adapter: Adapter, row: Row) -> Row | None:
    """A row in another format, or None where it cannot be said there."""
    return adapter.take_long_way(Record("", None, None, None, None, row)).row


class Restored(NamedTuple):
    """What became of a row on its way back.

    Attributes:
        row: The original; None where there is none to write.
        known: Whether the sidecar tells of the row. Where it does not, the row is what a plain conversion makes of it.
        merged: Whether the original was written already, for the first of the rows that were made of it.
    """

    row: Row | None
    known: bool = True
    merged: bool = False


class Restorer:
    """Makes the original rows out of converted ones.

    Args:
        stream: A sidecar file, of which only the places of its lines are held in memory.
        name: Of that file, for messages.

    Attributes:
        written: Format of the converted rows; empty where the sidecar tells of none.

    Raises:
        UnreadableError: A line is no entry.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._places: dict[str, deque[int]] = {}
        self._adapters: dict[tuple[str, str], Adapter] = {}
        self._usual = ""
        self.written = ""
        place = 0
        for number, line in enumerate(stream, 1):
            entry = self._read(line, number)
            self._usual = self._usual or entry["format"]
            self.written = self.written or entry["to"]
            self._places.setdefault(entry["row"], deque()).append(place)
            place += len(line)

    def restore(self, row: Row, source: str) -> Restored:
        """Give the original of a row; of equal rows, the first one gets the original that came first.

        Args:
            row: A converted row.
            source: Its format.

        Raises:
            UnreadableError: The sidecar's entry does not fit the row.
        """
        places = self._places.get(key_of(row))
        if not places:
            return Restored(self._convert(row, source, self._usual), known=False)
        self._stream.seek(places.popleft())
        entry = self._read(self._stream.readline())
        if entry.get("part") is False:
            return Restored(None, merged=True)
        if "original" in entry:
            return Restored(entry["original"])
        back = self._convert(row, source, entry["format"])
        try:
            return Restored(None if back is None else apply_difference(back, entry.get("patch")))
        except (KeyError, IndexError, TypeError, ValueError):
            raise UnreadableError(f"{self._name}: the patch of row {entry['row']} does not fit that row") from None

    def _read(self, line: bytes, number: int = 0) -> Row:
        entry = parse(line)[0] if line.strip() else None
        if isinstance(entry, dict) and isinstance(entry.get("row"), str) and _names_formats(entry):
            return entry
        raise UnreadableError(f"{self._name}:{number}: is no line of a sidecar as `ftdata convert --sidecar` writes it")

    def _convert(self, row: Row, source: str, goal: str) -> Row | None:
        if goal in (source, ""):
            return row
        if (source, goal) not in self._adapters:
            self._adapters[source, goal] = Adapter(source, goal, {})
        return converted(self._adapters[source, goal], row)


def _names_formats(entry: Row) -> bool:
    return all(entry.get(key) in formats.names() for key in ("format", "to"))
