"""Hugging Face datasets: a Dataset in memory, or a directory that ``datasets.load_from_disk`` opens.

Features are always given, never inferred: inference turns date-like strings into timestamps and fills absent keys
with null. Source: https://github.com/huggingface/datasets/issues/2799 and pull/8027, behaviour of datasets 5.2
(2026-11-23).
"""

import os
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ftdata.errors import FtdataError, UsageError
from ftdata.types import Json
from ftdata.writers._columns import Columns, batches

if TYPE_CHECKING:
    import datasets
    import pyarrow as pa


def to_dataset(rows: Iterable[Mapping[str, Json]]) -> "datasets.Dataset":
    """Make a Dataset whose values are exactly those of the rows.

    Columns of plain text, numbers and booleans get that type; lists of ``{"role", "content"}`` with text get a
    struct; everything else is kept as JSON (``datasets.Json``; as JSON text where datasets is older than 4.7). A key
    that a row lacks becomes null. A column that mixes text with other values, or holds a number that ``datasets.Json``
    would not give back, is kept as JSON text, and a warning says so.

    Args:
        rows: The rows; they are gone through twice.
    """
    columns = Columns(rows)
    for note in columns.notes:
        warnings.warn(note, stacklevel=3)
    return _in_memory(rows, columns)


def plain_dataset(rows: list[Any]) -> "datasets.Dataset | None":
    """Do the same with rows that nobody looked at yet, where their types alone say that they are sound.

    Returns:
        The Dataset; None when the rows hold anything but text, booleans, whole numbers and turns, or are no dicts.
    """
    if any(row.__class__ is not dict for row in rows) or any(key.__class__ is not str for key in set().union(*rows)):
        return None
    try:
        columns = Columns(rows)
        return _in_memory(rows, columns) if columns.plain else None
    except (UsageError, UnicodeEncodeError, TypeError):  # others say better where, and what to do
        return None


def _in_memory(rows: Iterable[Mapping[str, Json]], columns: Columns) -> "datasets.Dataset":
    import datasets
    import pyarrow as pa

    schema = columns.features.arrow_schema
    table = pa.Table.from_batches(batches(rows, columns, schema), schema)
    info = datasets.DatasetInfo(features=columns.features)
    return datasets.Dataset(table, info=info, fingerprint=_fingerprint(table))


def _fingerprint(table: "pa.Table") -> str:
    """The name of these values in the library's cache; it would make one from a second copy of the table."""
    import xxhash

    digest = xxhash.xxh3_64(str(table.schema).encode())
    for batch in table.to_batches():
        for column in batch.columns:
            for buffer in column.buffers():
                digest.update(b"\0" if buffer is None else memoryview(buffer))
    return digest.hexdigest()


def write_directory(
    parts: Mapping[str, Iterable[Mapping[str, Json]]], path: str, *, force: bool = False
) -> tuple[str, ...]:
    """Write the parts (``train``, ``validation``) as a DatasetDict; the directory appears whole or not at all.

    Args:
        parts: The rows of each part, which are gone through twice; a part without rows is left out.
        path: The directory.
        force: Replace a directory that is there.

    Returns:
        What to tell the user of columns that could not be kept as they are.

    Raises:
        UsageError: The directory exists and ``force`` is False.
        FtdataError: It cannot be written.
    """
    place = Path(path)
    if place.exists() and not force:
        raise UsageError(f"{path}: exists; use --force to replace it")
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    old = place.with_name(f".{place.name}.{os.getpid()}.old")
    stage = place.with_name(f".{place.name}.{os.getpid()}.stage")
    try:
        stage.mkdir()
        notes = _save(parts, part, stage)
        if place.exists():
            place.rename(old)
        part.rename(place)
    except OSError as error:
        raise FtdataError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(stage, ignore_errors=True)
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)
    return notes


def _save(parts: Mapping[str, Iterable[Mapping[str, Json]]], path: Path, stage: Path) -> tuple[str, ...]:
    """Write the parts over files in ``stage``, which nothing holds open any more at the end; return the notes."""
    import datasets

    columns = Columns(chain.from_iterable(parts.values()))
    staged = {name: _staged(rows, columns, stage / f"{name}.arrow") for name, rows in parts.items()}
    together = datasets.DatasetDict({name: dataset for name, dataset in staged.items() if len(dataset)})
    with _no_bars(datasets):
        together.save_to_disk(path)
    return columns.notes


def _staged(rows: Iterable[Mapping[str, Json]], columns: Columns, path: Path) -> "datasets.Dataset":
    """Bring rows to the disk, a batch at a time, and open them there, so that they are never all in memory."""
    import datasets
    import pyarrow as pa

    schema = columns.features.arrow_schema
    with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_stream(stream, schema) as writer:
        for batch in batches(rows, columns, schema):
            writer.write_batch(batch)
    return datasets.Dataset.from_file(str(path))


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
