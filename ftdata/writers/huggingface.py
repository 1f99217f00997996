"""Hugging Face datasets: a Dataset in memory, or a directory that ``datasets.load_from_disk`` opens.

Features are always given, never inferred: inference turns date-like strings into timestamps and fills absent keys
with null. Source: https://github.com/huggingface/datasets/issues/2799 and pull/8027, behaviour of datasets 5.2
(2026-11-23).
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ftdata.errors import FtdataError, UsageError
from ftdata.jsontext import dumps
from ftdata.types import Json

if TYPE_CHECKING:
    import datasets

_INT64 = 1 << 63
_NUMBER = re.compile(rb"[0-9]{16}|[0-9][.eE]")


def to_dataset(rows: Sequence[Mapping[str, Json]], like: Sequence[Mapping[str, Json]] = ()) -> "datasets.Dataset":
    """Make a Dataset whose values are exactly those of the rows.

    Columns of plain text, numbers and booleans get that type; lists of ``{"role", "content"}`` with text get a
    struct; everything else is kept as JSON (``datasets.Json``; as JSON text where datasets is older than 4.7). A key
    that a row lacks becomes null.

    Args:
        rows: The rows.
        like: More rows that the columns must have room for, e.g. those of another part.

    Raises:
        UsageError: A column mixes text with other values, or holds a number that it would not give back exactly.
    """
    import datasets

    every = [*rows, *like]
    columns = list(dict.fromkeys(key for row in every for key in row))
    kinds = {column: _kind(column, [row.get(column) for row in every]) for column in columns}
    features = datasets.Features({column: _feature(datasets, kind) for column, kind in kinds.items()})
    as_text = {column for column, kind in kinds.items() if kind in _JSON_KINDS and not hasattr(datasets, "Json")}
    table = {column: [_cell(row.get(column), column in as_text) for row in rows] for column in columns}
    dataset = datasets.Dataset.from_dict(table, features=features)
    for column, kind in kinds.items():
        if kind in _JSON_KINDS and column not in as_text:
            _verify(column, table[column], dataset)
    return dataset


def _verify(column: str, values: list[Json], dataset: "datasets.Dataset") -> None:
    """Compare values that hold numbers datasets is known to change (long floats, integers beyond 64 bits)."""
    for row, value in enumerate(values):
        if value is not None and _NUMBER.search(dumps(value)) and dataset[row][column] != value:
            raise UsageError(
                f"row {row + 1}, column {column!r:.60}: datasets would not give back its numbers exactly; "
                "write them as text, or write JSON Lines"
            )


def write_directory(parts: Mapping[str, Sequence[Mapping[str, Json]]], path: str, *, force: bool = False) -> None:
    """Write the parts (``train``, ``validation``) as a DatasetDict; the directory appears whole or not at all.

    Raises:
        UsageError: The directory exists and ``force`` is False.
        FtdataError: It cannot be written.
    """
    import datasets

    place = Path(path)
    if place.exists() and not force:
        raise UsageError(f"{path}: exists; use --force to replace it")
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    old = place.with_name(f".{place.name}.{os.getpid()}.old")
    try:
        every = [row for rows in parts.values() for row in rows]
        together = datasets.DatasetDict({name: to_dataset(rows, every) for name, rows in parts.items() if rows})
        with _no_bars(datasets):
            together.save_to_disk(part)
        if place.exists():
            place.rename(old)
        part.rename(place)
    except OSError as error:
        raise FtdataError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _no_bars(datasets: Any) -> Iterator[None]:
    """Keep the library's own progress bars off the terminal."""
    if datasets.utils.are_progress_bars_disabled():
        yield
        return
    datasets.utils.disable_progress_bars()
    try:
        yield
    finally:
        datasets.utils.enable_progress_bars()


_JSON_KINDS = ("json", "json list")


def _kind(column: str, values: list[Json]) -> str:
    present = [value for value in values if value is not None]
    types = {type(value) for value in present}
    if types == {str}:
        return "string"
    if str in types:
        raise UsageError(
            f"column {column!r:.60} holds text in some rows and other values in others, which a dataset cannot keep "
            "apart; give it one kind of value"
        )
    if types == {bool}:
        return "bool"
    if types == {int} and all(-_INT64 <= value < _INT64 for value in present):
        return "int64"
    if types == {float}:
        return "float64"
    if types == {list} and all(_plain_turn(item) for value in present for item in value) and any(present):
        return "turns"
    if types == {list} and all(isinstance(item, Mapping) for value in present for item in value):
        return "json list"
    return "json"


def _plain_turn(item: Json) -> bool:
    return isinstance(item, Mapping) and set(item) == {"role", "content"} and all(type(v) is str for v in item.values())


def _feature(datasets: Any, kind: str) -> Any:
    text = datasets.Value("string")
    if kind == "turns":
        return [{"role": text, "content": text}]
    if kind in _JSON_KINDS:
        if not hasattr(datasets, "Json"):
            return text
        return datasets.List(datasets.Json()) if kind == "json list" else datasets.Json()
    return datasets.Value(kind)


def _cell(value: Json, as_text: bool) -> Json:
    return dumps(value).decode() if as_text and value is not None else value
