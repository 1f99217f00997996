"""Rows that are already in memory: dicts, datasets.Dataset, rows of a pandas DataFrame."""

import math
from collections.abc import Iterator, Mapping

from ftdata.jsontext import dumps
from ftdata.loaders.source import Source
from ftdata.types import Defect, Json, Record

CONTAINERS = ("memory",)


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row; its place is its number."""
    for example, value in enumerate(source.rows or (), start=1):
        row, defects = _row(value)
        yield Record(source.name, None, None, example, None, row, defects)


def _row(value: object) -> tuple[Json, tuple[Defect, ...]]:
    if not isinstance(value, Mapping):
        return None, (Defect("not-object", type(value).__name__),)
    row = {key: _cell(cell) for key, cell in value.items()}
    try:
        dumps(row)
    except (TypeError, ValueError) as error:
        return None, (Defect("invalid-json", f"cannot be written as JSON: {error}"[:120]),)
    return row, ()


def _cell(value: Json) -> Json:
    """A missing cell of a DataFrame is NaN; JSON's word for it is null."""
    return None if isinstance(value, float) and math.isnan(value) else value
