"""Rows to files. Every write is atomic: the old file or the whole new one, never a half.

To add one: write a module here with ``NAME``, ``SUFFIXES`` and ``begin(stream) -> Writer``, where a writer has
``add(line)`` and ``end()``; ``line`` is one row as compact JSON bytes without a line end.
"""

from typing import BinaryIO, Protocol

from ftdata import registry
from ftdata.errors import UsageError
from ftdata.writers._atomic import AtomicFile, alive, refuse_overwrite, refuse_same

__all__ = ["AtomicFile", "Module", "Writer", "alive", "refuse_overwrite", "refuse_same", "writer_for"]


class Writer(Protocol):
    """Writes rows to a stream, one after the other."""

    def add(self, line: bytes) -> None:
        """Write one row, given as JSON on one line."""
        ...

    def end(self) -> None:
        """Write what closes the file."""
        ...


class Module(Protocol):
    """What a module of this room defines."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def begin(self, stream: BinaryIO) -> Writer:
        """Begin a file."""
        ...


def writer_for(path: str) -> Module:
    """Choose the writer by the suffix of the output's name; JSON Lines for standard output (``-``).

    Raises:
        UsageError: No writer has this suffix; the message names those there are.
    """
    modules: list[Module] = registry.modules("ftdata.writers", having="SUFFIXES")
    name = "out.jsonl" if path == "-" else path.lower()
    for module in modules:
        if name.endswith(module.SUFFIXES):
            return module
    known = ", ".join(suffix for module in modules for suffix in module.SUFFIXES)
    raise UsageError(f"{path}: the name of an output ends in one of {known}")
