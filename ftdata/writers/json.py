"""A JSON array, one row a line."""

from typing import BinaryIO

NAME = "json"
SUFFIXES = (".json",)


class _Array:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._before = b"[\n"

    def add(self, line: bytes) -> None:
        self._stream.write(self._before + line)
        self._before = b",\n"

    def end(self) -> None:
        self._stream.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")
        self._stream.flush()


def begin(stream: BinaryIO) -> _Array:
    """Begin a file."""
    return _Array(stream)
