"""Rows as columns: which type each column has, and Arrow arrays that hold exactly the values.

The arrays are built from flat lists and offsets, which costs a fraction of what encoding every row costs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from ftdata.errors import UsageError
from ftdata.jsontext import dumps
from ftdata.types import Json

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 1000
"""Rows of one piece of a table."""

_INT64 = 1 << 63
_EXACT_INT = 1 << 53
_SCALARS = {str: "string", bool: "bool", int: "int64", float: "float64"}
_PLAIN = ("string", "bool", "int64", "turns")
_TURN = ("role", "content")

Row = Mapping[str, Json]


class _TooLargeError(Exception):
    """An Arrow array of text holds no more than 2 GiB."""


@dataclass(slots=True)
class _Seen:
    """What a column was seen to hold."""

    types: set[type] = field(default_factory=set)
    fits: bool = True
    filled: bool = False
    turns: bool = True
    objects: bool = True
    exact: bool = True

    def add(self, value: Json, read: Callable[[str], Json] | None) -> None:
        kind = value.__class__
        self.types.add(kind)
        if kind is list:
            self.filled = self.filled or bool(value)
            self.turns = self.turns and all(map(_is_turn, value))
            self.objects = self.turns or (self.objects and all(isinstance(item, Mapping) for item in value))
        elif kind is int:
            self.fits = self.fits and -_INT64 <= value < _INT64
        if read and self.exact and kind is not str and not (kind is list and self.turns):
            self.exact = _is_exact(value, read)

    def kind(self) -> str:
        (only,) = self.types if len(self.types) == 1 else (None,)
        if only in _SCALARS and self.fits:
            return _SCALARS[only]
        if only is list and self.objects:
            return "turns" if self.turns and self.filled else "json list" if self.exact else "text"
        return "json" if self.exact and str not in self.types else "text"

    def note(self, column: str, *, texts: bool) -> str:
        """Say why a column is kept as JSON text; nothing where it is not.

        Args:
            column: Its name.
            texts: Whether the library has no type for JSON, which came with version 4.7
                (https://github.com/huggingface/datasets/pull/8027, 2026-11-26).
        """
        if texts and self.kind() in ("json", "json list"):
            why = "holds more than text, which datasets before 4.7 has no type for"
            return f"column {column!r:.60} {why}, so it is kept as JSON text; a later version gives the values"
        if self.kind() != "text":
            return ""
        mixed = str in self.types and len(self.types) > 1
        why = "holds text in some rows and other values in others" if mixed else "holds numbers beyond what it keeps"
        return f"column {column!r:.60} {why}, so a dataset keeps it as JSON text; json.loads gives the exact values"


class Columns:
    """The columns that some rows need.

    Attributes:
        kinds: Of each column: the name of a plain type, ``turns``, ``json list`` (of objects), ``json``, or ``text``
            for JSON text.
        features: The same for the library.
        notes: What to tell the user of columns that could not be kept as they are.
        texts: Whether the library has no type for JSON, so that it is kept as text.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        import datasets

        json = getattr(datasets, "Json", None)
        read: Callable[[str], Json] | None = json().decode_example if json else None
        seen: dict[str, _Seen] = {}
        for row in rows:
            for key, value in row.items():
                if key not in seen:
                    seen[key] = _Seen()
                if value is not None:
                    seen[key].add(value, read)
        self.kinds = {column: what.kind() for column, what in seen.items()}
        self.notes = tuple(note for column, what in seen.items() if (note := what.note(column, texts=json is None)))
        self.features: datasets.Features = datasets.Features(
            {column: _feature(datasets, kind) for column, kind in self.kinds.items()}
        )
        self.texts = json is None

    @property
    def plain(self) -> bool:
        """Whether there is nothing but text, booleans, whole numbers and turns."""
        return bool(self.kinds) and all(kind in _PLAIN for kind in self.kinds.values())


def batches(rows: Iterable[Row], columns: Columns, schema: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    """Yield rows as pieces of a table."""
    source, done = iter(rows), 0
    while batch := list(islice(source, BATCH)):
        yield from _pieces(batch, done, columns, schema)
        done += len(batch)


def _pieces(rows: Sequence[Row], done: int, columns: Columns, schema: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    """One piece, or several where the text is too much for one."""
    import pyarrow as pa

    try:
        arrays = [_array(rows, column, columns, schema.field(column).type) for column in columns.kinds]
        piece = pa.RecordBatch.from_arrays(arrays, schema=schema)
    except (_TooLargeError, pa.ArrowCapacityError):
        half = len(rows) // 2
        if not half:
            raise UsageError(f"row {done + 1}: more than 2 GiB of text, which a dataset cannot hold") from None
        yield from _pieces(rows[:half], done, columns, schema)
        yield from _pieces(rows[half:], done + half, columns, schema)
        return
    yield piece


def _array(rows: Sequence[Row], column: str, columns: Columns, type_: "pa.DataType") -> Any:
    values = [row.get(column) for row in rows]
    kind = columns.kinds[column]
    if kind == "turns":
        return _listed(values, type_, lambda turns: _turns(turns, type_.value_type))
    if kind == "string":
        return _text(values, type_)
    if kind in _SCALARS.values():
        return _plain(values, type_)
    if kind == "text" or columns.texts:
        return _plain([None if value is None else dumps(value) for value in values], type_)
    if kind == "json list":
        return _listed(values, type_, lambda items: _json(items, type_.value_type))
    return _json(values, type_)


def _plain(values: Sequence[Json], type_: "pa.DataType") -> Any:
    import pyarrow as pa

    array = pa.array(values, type_)
    if isinstance(array, pa.ChunkedArray):
        raise _TooLargeError
    return array


def _listed(lists: Sequence[Json], type_: "pa.DataType", build: Callable[[list[Json]], Any]) -> Any:
    """Lists, or nulls, over one flat array of what they hold."""
    import pyarrow as pa

    offsets: list[int | None] = []
    flat: list[Json] = []
    for items in lists:
        offsets.append(None if items is None else len(flat))
        flat += items or ()
    offsets.append(len(flat))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), build(flat), type_)


def _text(values: Iterable[Json], type_: "pa.DataType") -> Any:
    """Text as an array, from bytes: with a str that is not ASCII its UTF-8 form would stay, as long as it lives."""
    return _plain([value.encode() if value and not value.isascii() else value for value in values], type_)


def _turns(turns: list[Json], type_: "pa.DataType") -> Any:
    import pyarrow as pa

    texts = [_text([turn[key] for turn in turns], type_.field(key).type) for key in _TURN]
    return pa.StructArray.from_arrays(texts, fields=[type_.field(key) for key in _TURN])


def _json(values: Sequence[Json], type_: "pa.DataType") -> Any:
    import pyarrow as pa

    texts = [None if value is None else dumps(value) for value in values]
    return pa.ExtensionArray.from_storage(type_, _plain(texts, type_.storage_type))


def _is_turn(item: Json) -> bool:
    if item.__class__ is not dict and not isinstance(item, dict):
        return False
    return len(item) == 2 and item.get("role").__class__ is item.get("content").__class__ is str


def _is_exact(value: Json, read: Callable[[str], Json]) -> bool:
    """Whether the library gives a value back, which is in doubt for fractions and great integers alone."""
    if _is_certain(value):
        return True
    try:
        return dumps(read(dumps(value).decode())) == dumps(value)
    except (ValueError, OverflowError):
        return False


def _is_certain(value: Json) -> bool:
    """Whether there is no number in a value that a reader could change."""
    level = [value]
    while level:
        below: list[Json] = []
        for item in level:
            kind = item.__class__
            if kind is dict:
                below += item.values()
            elif kind is list:
                below += item
            elif kind is int:
                if not -_EXACT_INT < item < _EXACT_INT:
                    return False
            elif kind not in (str, bool, type(None)):
                return False
        level = below
    return True


def _feature(datasets: Any, kind: str) -> Any:
    text = datasets.Value("string")
    if kind == "text":
        return text
    if kind == "turns":
        return [{"role": text, "content": text}]
    if kind in ("json list", "json"):
        if not hasattr(datasets, "Json"):
            return text
        return datasets.List(datasets.Json()) if kind == "json list" else datasets.Json()
    return datasets.Value(kind)
