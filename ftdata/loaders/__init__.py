"""Containers: from a file (or an object in memory) to records, each with its exact place.

To add one: write a module here with ``CONTAINERS`` (its names) and ``read(source) -> Iterator[Record]``, and
teach ``sniff.py`` how its first bytes look.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from ftdata import jsontext, registry
from ftdata.loaders.jsonl import skim_range
from ftdata.loaders.source import MAX_LINE, Sieve, Skimmed, Source, open_source
from ftdata.types import Record

if TYPE_CHECKING:
    from ftdata.loaders.shards import Shards

__all__ = [
    "MAX_LINE",
    "Loader",
    "Sieve",
    "Skimmed",
    "Source",
    "containers",
    "examine",
    "files_of",
    "gather",
    "group_sizes",
    "open_source",
    "records",
    "skim_range",
]


class Loader(Protocol):
    """What a module of this room defines."""

    CONTAINERS: tuple[str, ...]

    def read(self, source: Source) -> Iterator[Record]:
        """Yield the records of a source in order. Bad rows are records too; only a broken file raises."""
        ...


def containers() -> dict[str, Loader]:
    """Return every loader by the names of its containers."""
    modules: list[Loader] = registry.modules("ftdata.loaders", having="CONTAINERS")
    return {name: module for module in modules for name in module.CONTAINERS}


def gather(source: object) -> "Shards | None":
    """List the files that a name stands for: a directory, a pattern, a dataset on the Hub.

    Returns:
        The files; None for a single file and for anything that is no name.

    Raises:
        UsageError: A directory holds no data, data of several kinds, or several splits of which none is chosen.
        UnreadableError: A remote place cannot be listed.
    """
    if not isinstance(source, str | os.PathLike) or os.fspath(source) == "-" or os.path.isfile(source):
        return None
    from ftdata.loaders.shards import gather

    return gather(os.fspath(source))


def files_of(source: object) -> tuple[object, ...]:
    """Name every file of a source; anything but a name is itself."""
    shards = gather(source)
    return shards.files if shards else (source,)


def group_sizes(file: str) -> list[int]:
    """Bytes of each row group of a Parquet file.

    Raises:
        UnreadableError: The file is damaged.
    """
    from ftdata.loaders.parquet import group_sizes

    return group_sizes(file)


def records(source: Source, *, exact: bool = True) -> Iterator[Record]:
    """Read a source.

    Args:
        source: An opened source; it is closed when the last record was taken.
        exact: Look at every row for duplicate keys, inexact numbers and odd characters. With False the caller
            does so itself, through ``examine``, for the rows that need it.

    Yields:
        The records in order; and ``Skimmed`` to whoever gives the source's sieve something to accept.

    Raises:
        UnreadableError: The file breaks off or is damaged. What was yielded so far must not be committed.
    """
    with source:
        for record in _loader(source.container).read(source):
            if exact:
                examine(record)
            yield record


def _loader(container: str) -> Loader:
    """The loader of a container; those named like their container are found without importing the others."""
    if container in registry.names("ftdata.loaders"):
        named: Loader = registry.module("ftdata.loaders", container)
        return named
    return containers()[container]


def examine(record: Record) -> None:
    """Complete a record that was read quickly: exact numbers, duplicate keys, depth, odd characters.

    Doing so twice changes nothing.
    """
    if record.raw is None or record.row is None:
        return
    record.row, defects = jsontext.examine(record.raw, record.row)
    record.defects += tuple(defect for defect in defects if defect not in record.defects)
