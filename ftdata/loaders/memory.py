"""Rows that are already in memory: dicts, datasets.Dataset, rows of a pandas DataFrame."""

import math
from collections.abc import Iterator, Mapping

from ftdata.jsontext import ExactFloat, dumps
from ftdata.loaders.padding import PADDING, unpadded
from ftdata.loaders.source import Source
from ftdata.types import Defect, Json, Record

CONTAINERS = ("memory",)

_KEPT = 1000


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row; its place is its number. One that is no JSON object is kept as text."""
    for example, value in enumerate(source.rows or (), start=1):
        row, defects = _row(value)
        if source.padded and isinstance(row, dict):
            row, places = unpadded(row, source.padded)
            defects += tuple(Defect(PADDING, place, fatal=False) for place in places)
        raw = repr(value).encode("utf-8", "backslashreplace")[:_KEPT] if row is None else None
        yield Record(source.name, None, None, example, raw, row, defects, cut=raw is not None and len(raw) == _KEPT)


def _row(value: object) -> tuple[Json, tuple[Defect, ...]]:
    if not isinstance(value, Mapping):
        return None, (Defect("not-object", type(value).__name__),)
    row = dict(value)
    try:
        text = dumps(row)
    except RecursionError:
        return None, (Defect("too-deep", "nested without end"),)
    except (TypeError, ValueError) as error:
        return None, (Defect("invalid-json", f"cannot be written as JSON: {error}"[:120]),)
    if b"null" in text and _unreal(row):
        return None, (Defect("nan", "NaN or Infinity"),)
    return row, ()


def _unreal(value: Json) -> bool:
    """Whether a value holds a number that JSON has no word for."""
    if isinstance(value, float):
        return not math.isfinite(value) and not isinstance(value, ExactFloat)
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(_unreal(item) for item in items)
