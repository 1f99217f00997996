"""Rows to files. Every write is atomic: the old file or the whole new one, never a half.

To add one: write a module here with ``NAME``, ``SUFFIXES`` and ``begin(stream) -> Writer``, where a writer has
``add(line)`` and ``end()``; ``line`` is one row as compact JSON bytes without a line end. A writer whose file cannot
hold all of that counts what it lost in ``losses``.
"""

from typing import Any, BinaryIO, Protocol

from ftdata import registry
from ftdata.errors import UsageError
from ftdata.writers._atomic import AtomicFile, alive, refuse_overwrite, refuse_same
from ftdata.writers._packed import PACKINGS, packed, packing

__all__ = ["AtomicFile", "Module", "Writer", "alive", "packed", "refuse_overwrite", "refuse_same", "writer_for"]


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


class _PackedModule:
    """A module whose files are packed."""

    def __init__(self, module: Module, path: str, pack: str) -> None:
        self.NAME = module.NAME + pack
        self.SUFFIXES = tuple(suffix + pack for suffix in module.SUFFIXES)
        self._module, self._path = module, path

    def begin(self, stream: BinaryIO) -> Writer:
        return _Packed(stream, self._module, self._path)


class _Packed:
    """A writer into a packed file."""

    def __init__(self, stream: BinaryIO, module: Module, path: str) -> None:
        self._stream = stream
        self._packed = packed(path, stream)
        self._writer = module.begin(self._packed)
        self.add = self._writer.add

    @property
    def losses(self) -> Any:
        """What the writer lost."""
        return getattr(self._writer, "losses", {})

    def end(self) -> None:
        self._writer.end()
        self._packed.close()
        self._stream.flush()


def writer_for(path: str) -> Module:
    """Choose the writer by the suffix of the output's name; JSON Lines for standard output (``-``).

    A further ``.gz``, ``.zst``, ``.xz`` or ``.bz2`` packs the file, but for Parquet, which is packed within.

    Raises:
        UsageError: No writer has this suffix; the message names those there are.
    """
    modules: list[Module] = registry.modules("ftdata.writers", having="SUFFIXES")
    name = "out.jsonl" if path == "-" else path.lower()
    pack = packing(name)
    suffixes = [suffix for module in modules for suffix in module.SUFFIXES]
    suffix = next((each for each in suffixes if name.removesuffix(pack).endswith(each)), "")
    if not suffix or (pack and suffix == ".parquet"):
        raise UsageError(
            f"{path}: the name of an output ends in one of {', '.join(suffixes)}, and {', '.join(PACKINGS)} to pack it"
        )
    module = next(module for module in modules if suffix in module.SUFFIXES)
    return _PackedModule(module, name, pack) if pack else module
