"""Arrow columns as rows of JSON values: each value exactly, or a defect that says why JSON cannot hold it.

Text that a column type calls JSON (``arrow.json``, which ``datasets.Json`` writes) is read as JSON. Times become ISO
8601 text, decimals numbers with all their digits, bytes their text where they are UTF-8, and the bytes of an image or
of a sound base64. Nothing else has its type changed.
"""

import base64
from collections.abc import Callable, Iterator
from itertools import compress
from typing import TYPE_CHECKING, Any

from ftdata.errors import UnreadableError
from ftdata.jsontext import MAX_VALUES, ExactFloat, ExactInt, dumps, is_crowded, parse
from ftdata.loaders._moments import moment_reader
from ftdata.loaders._unsaid import Unsaid
from ftdata.loaders.padding import PADDING, unpadded
from ftdata.loaders.source import MAX_LINE
from ftdata.types import Defect, Json, Path, Record, path_text

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 16 << 20
"""Bytes of a batch of rows, as columns, that is aimed at."""

MOST = 4096
"""Rows of a batch at most."""

_LONG = 1 << 19
_KEPT = 1000

Read = Callable[["pa.Array"], list[Any]]


class Table:
    """What makes rows of batches that have one schema.

    Args:
        name: Of the file, for errors.
        schema: Its columns.

    Raises:
        UnreadableError: Two columns have one name, or the type of one has no counterpart in JSON.
    """

    def __init__(self, name: str, schema: "pa.Schema") -> None:
        twice = sorted({column for column in schema.names if schema.names.count(column) > 1})
        if twice:
            raise UnreadableError(f"{name}: two columns have the name {twice[0]!r:.60}; rename one of them")
        self._name = name
        self._columns = [(field.name, _column(name, field)) for field in schema]
        self._padded = tuple(field.name for field in schema if _has_struct(field.type))

    def records(self, batch: "pa.RecordBatch", example: int, section: str, row: int) -> Iterator[Record]:
        """Yield the records of a batch.

        Args:
            batch: The columns.
            example: Number of its first row in the file, from 1.
            section: What to call the part of the file it is from.
            row: Number of its first row in that part, from 1.
        """
        cells = [read(batch.column(index)) for index, (_, read) in enumerate(self._columns)]
        names = [column for column, _ in self._columns]
        for number, values in enumerate(zip(*cells, strict=True) if cells else ((),) * batch.num_rows):
            value = dict(zip(names, values, strict=True))
            record = _record(self._name, value, example + number, f"{section}, row {row + number}")
            yield self._unpadded(record) if self._padded else record

    def _unpadded(self, record: Record) -> Record:
        """The record without the nulls that Arrow filled in, and with defects that say where these were."""
        if record.row is None or b":null" not in (record.raw or b""):
            return record
        row, places = unpadded(record.row, self._padded)
        if not places:
            return record
        defects = tuple(Defect(PADDING, place, fatal=False) for place in places)
        return record._replace(raw=dumps(row), row=row, defects=defects)


def slices(batch: "pa.RecordBatch") -> Iterator["pa.RecordBatch"]:
    """Cut a batch into some that are not much larger than they should be."""
    size = max(min(MOST, BATCH * batch.num_rows // max(batch.nbytes, 1)), 1)
    for start in range(0, batch.num_rows, size):
        yield batch.slice(start, size)


def _record(name: str, value: dict[str, Json], example: int, section: str) -> Record:
    try:
        raw = dumps(value)
    except (TypeError, ValueError) as error:
        return _broken(name, value, example, section, error)
    if len(raw) >= MAX_LINE:
        defect = Defect("line-too-long", f"longer than {MAX_LINE >> 20} MiB")
        return Record(name, None, None, example, raw[:_KEPT], None, (defect,), cut=True, section=section)
    if len(raw) > _LONG and is_crowded(raw):
        defect = Defect("too-many-values", f"more than {MAX_VALUES:,} objects and lists")
        return Record(name, None, None, example, raw, None, (defect,), section=section)
    return Record(name, None, None, example, raw, value, section=section)


def _broken(name: str, value: dict[str, Json], example: int, section: str, error: Exception) -> Record:
    """A row that cannot be written as JSON; what could not be said stands in it as null."""
    unsaid = list(_unsaid(value, ()))
    path, defect = unsaid[0] if unsaid else ((), Defect("invalid-json", f"cannot be written as JSON: {error}"[:120]))
    defect = defect._replace(detail=f"{path_text(path)[:60]}: {defect.detail}" if path else defect.detail)
    raw = dumps(_emptied(value)) if unsaid else repr(value).encode("utf-8", "backslashreplace")
    return Record(name, None, None, example, raw[:_KEPT], None, (defect,), cut=len(raw) > _KEPT, section=section)


def _unsaid(value: Json, path: Path) -> Iterator[tuple[Path, Defect]]:
    if isinstance(value, Unsaid):
        yield path, value.defect
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unsaid(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unsaid(item, (*path, index))


def _emptied(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _emptied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_emptied(item) for item in value]
    return None if isinstance(value, Unsaid) else value


def _has_struct(kind: "pa.DataType") -> bool:
    """Whether a column holds objects that were all given the same keys."""
    from pyarrow import types

    if types.is_struct(kind):
        return True
    listed = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return listed and _has_struct(kind.value_type)


def _column(name: str, field: "pa.Field") -> Read:
    import pyarrow as pa

    try:
        if (field.metadata or {}).get(b"ARROW:extension:name") == b"arrow.json":
            return _json
        return _reader(field.type)
    except pa.ArrowNotImplementedError as error:
        raise UnreadableError(
            f"{name}: column {field.name!r:.60} has the type {error}, for which JSON has no word; leave the column out"
        ) from error


def _reader(kind: "pa.DataType") -> Read:
    """Choose what reads a type.

    Raises:
        pa.ArrowNotImplementedError: Nothing does.
    """
    import pyarrow as pa
    from pyarrow import types

    if isinstance(kind, pa.BaseExtensionType):
        inner = _json if kind.extension_name == "arrow.json" else _reader(kind.storage_type)
        return lambda array: inner(array.storage)
    if simple := next((read for is_kind, read in _simple() if is_kind(kind)), None):
        return simple
    if types.is_dictionary(kind):
        values = _reader(kind.value_type)
        return lambda array: _by_index(array, values)
    if types.is_struct(kind):
        return _struct(kind)
    if types.is_map(kind):
        return _map(kind)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        items = _reader(kind.value_type)
        return lambda array: _lists(array, items)
    return _bytes_reader(kind) or moment_reader(kind)


def _simple() -> Iterator[tuple[Callable[["pa.DataType"], bool], Read]]:
    """Yield the kinds of values that hold no others, and what reads them."""
    from pyarrow import types

    yield from ((is_kind, _plain) for is_kind in (types.is_null, types.is_boolean, types.is_integer))
    yield from ((is_kind, _text) for is_kind in (types.is_string, types.is_large_string, types.is_string_view))
    yield types.is_floating, _floats
    yield types.is_decimal, _decimals


def _bytes_reader(kind: "pa.DataType") -> Read | None:
    from pyarrow import types

    binary = types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
    return _bytes if binary or types.is_binary_view(kind) else None


def _plain(array: "pa.Array") -> list[Any]:
    values: list[Any] = array.to_pylist()
    return values


def _text(array: "pa.Array") -> list[Any]:
    try:
        return _plain(array)
    except UnicodeDecodeError:
        import pyarrow as pa

        return [_decoded(value, "not-utf8") for value in _plain(array.cast(pa.large_binary()))]


def _bytes(array: "pa.Array") -> list[Any]:
    return [_decoded(value, "invalid-json") for value in _plain(array)]


def _decoded(value: bytes | None, kind: str) -> Any:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        what = "text that is not UTF-8" if kind == "not-utf8" else "bytes that are no text, for which JSON has no word"
        return Unsaid(kind, what)


def _floats(array: "pa.Array") -> list[Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    wide = array.cast(pa.float64())
    values = _plain(wide)
    if pc.all(pc.is_finite(wide)).as_py() in (True, None):
        return values
    return [value if value is None or value - value == 0 else Unsaid("nan", _name(value)) for value in values]


def _name(value: float) -> str:
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"  # noqa: PLR0124  what NaN is known by


def _decimals(array: "pa.Array") -> list[Any]:
    return [None if value is None else _number(format(value, "f")) for value in _plain(array)]


def _number(text: str) -> int | float:
    if "." not in text:
        return int(text) if len(text) < 19 and text != "-0" else ExactInt(text)
    number = float(text)
    return number if repr(number) == text else ExactFloat(text)


def _json(array: "pa.Array") -> list[Any]:
    return [None if text is None else text if isinstance(text, Unsaid) else _parsed(text) for text in _text(array)]


def _parsed(text: str) -> Any:
    value, defects = parse(text.encode("utf-8", "surrogatepass"))
    fatal = [defect for defect in defects if defect.fatal]
    return Unsaid(fatal[0].kind, f"JSON text that cannot be read: {fatal[0].detail}"[:120]) if fatal else value


def _by_index(array: "pa.DictionaryArray", read: Read) -> list[Any]:
    values = read(array.dictionary)
    return [None if index is None else values[index] for index in _plain(array.indices)]


def _lists(array: "pa.Array", read: Read) -> list[Any]:
    import pyarrow.compute as pc

    items, begin = read(array.flatten()), 0
    lists: list[Any] = []
    for length in pc.list_value_length(array).to_pylist():
        if length is None:
            lists.append(None)
            continue
        lists.append(items[begin : begin + length])
        begin += length
    return lists


def _struct(kind: "pa.StructType") -> Read:
    names = [kind.field(index).name for index in range(kind.num_fields)]
    if len(set(names)) < len(names):
        return lambda array: [Unsaid("duplicate-key", "an object with two keys of one name")] * len(array)
    reads = [_reader(kind.field(index).type) for index in range(kind.num_fields)]
    if sorted(names) == ["bytes", "path"] and (bytes_ := _bytes_reader(kind.field("bytes").type)):
        reads = [_base64 if read is bytes_ else read for read in reads]

    def read(array: "pa.StructArray") -> list[Any]:
        columns = [each(child) for each, child in zip(reads, array.flatten(), strict=True)]
        rows: list[Any] = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
        rows = rows if columns else [{} for _ in range(len(array))]
        if array.null_count:
            for index in compress(range(len(rows)), array.is_null().to_pylist()):
                rows[index] = None
        return rows

    return read


def _base64(array: "pa.Array") -> list[Any]:
    """The bytes of a media file, as ``datasets.Image`` and ``datasets.Audio`` keep them."""
    return [None if value is None else base64.b64encode(value).decode() for value in _plain(array)]


def _map(kind: "pa.MapType") -> Read:
    import pyarrow as pa

    keys, items = _reader(kind.key_type), _reader(kind.item_type)
    if keys is not _text:
        raise pa.ArrowNotImplementedError(str(kind))

    def read(array: "pa.MapArray") -> list[Any]:
        found: list[Any] = []
        for scalar in array:
            pairs = scalar.values if scalar.is_valid else None
            found.append(None if pairs is None else _pairs(keys(pairs.field(0)), items(pairs.field(1))))
        return found

    return read


def _pairs(keys: list[Any], values: list[Any]) -> Any:
    found = dict(zip(keys, values, strict=True))
    if len(found) < len(keys):
        return Unsaid("duplicate-key", "a map with a key that stands twice")
    return found
