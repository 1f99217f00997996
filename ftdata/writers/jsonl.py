"""JSON Lines: UTF-8 without a byte-order mark, one row a line, LF."""

from typing import BinaryIO

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")


class _Lines:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._write = stream.write

    def add(self, line: bytes) -> None:
        self._write(line + b"\n")

    def end(self) -> None:
        self._stream.flush()


def begin(stream: BinaryIO) -> _Lines:
    """Begin a file."""
    return _Lines(stream)
