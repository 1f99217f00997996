"""Files that are something else altogether: one record that says what."""

from collections.abc import Iterator

from ftdata.loaders.source import Source
from ftdata.types import Record

CONTAINERS = ("opaque",)

_KEPT = 1000


def read(source: Source) -> Iterator[Record]:
    """Yield one unreadable record for the whole file."""
    yield Record(source.name, 1, 0, 1, source.stream.read(_KEPT), None, source.defects, cut=True)
