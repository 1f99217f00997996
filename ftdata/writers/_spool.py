"""Rows that have to be gone through twice before a file can be written: in memory while they are few, then on disk."""

import tempfile
from collections.abc import Iterator, Mapping

from ftdata.jsontext import parse
from ftdata.types import Json

_IN_MEMORY = 16 << 20


class Spool:
    """Rows, each as JSON on one line. Iterating reads them from the first."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  closed by close, and at the latest when it is gone

    def add(self, line: bytes) -> None:
        """Take in the next row."""
        self._file.write(line + b"\n")

    def __iter__(self) -> Iterator[Mapping[str, Json]]:
        self._file.seek(0)
        for line in self._file:
            yield parse(line)[0]

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Forget the rows."""
        self._file.close()
