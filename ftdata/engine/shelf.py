"""A place for files that are made in parts: a directory that is gone when the run is over, however it ends."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from ftdata.errors import FtdataError, UsageError
from ftdata.loaders.source import is_url
from ftdata.writers import alive

BUFFER = 1 << 18
_PREFIX = ".ftdata.parts."


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where pieces are put and what they hold.

    Attributes:
        folder: A directory that every process sees.
        source: Number of the source, from 0.
        seed: Of the ranks of rows; None where no keys are wanted.
        refusals: Whether only errors of rejected rows are reported, not every problem.
    """

    folder: str
    source: int = 0
    seed: int | None = None
    refusals: bool = False

    def stem(self, start: int, shard: int = 0) -> str:
        """Name the files of a piece that begins at a byte of a file of the source, without their endings."""
        return str(Path(self.folder) / f"{self.source:06}-{shard:06}-{start:016}")


def refuse_url(*outputs: str) -> None:
    """Make sure that all outputs are paths.

    Raises:
        UsageError: One is a URL, where a file cannot appear at once and whole.
    """
    for output in outputs:
        if is_url(output):
            raise UsageError(f"{output}: an output has to be a path; write to a directory and copy it there")


@contextmanager
def part_files(stem: str, kinds: Iterable[str]) -> Iterator[dict[str, BinaryIO]]:
    """Open files to write; they get their names when the block ends well, and leave nothing when it does not.

    Raises:
        FtdataError: They cannot be written, e.g. because the disk is full.
    """
    mark = token_hex(8)
    parts = {kind: Path(f"{stem}.{kind}.{mark}") for kind in kinds}
    try:
        with ExitStack() as stack:
            yield {kind: stack.enter_context(open(part, "wb", buffering=BUFFER)) for kind, part in parts.items()}
        for kind, part in parts.items():
            part.replace(f"{stem}.{kind}")
    except OSError as error:
        if isinstance(error, FtdataError):
            raise
        raise FtdataError(f"{Path(stem).parent}: cannot be written: {error.strerror or error}") from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


@contextmanager
def shelf_folder(beside: Path | None) -> Iterator[str]:
    """Make a directory for pieces, and remove it with all that is in it.

    Args:
        beside: Directory to make it in, where every process sees it; None for this machine's own place.

    Raises:
        FtdataError: It cannot be made.
    """
    place = Path(tempfile.gettempdir()) if beside is None else beside
    _sweep(place)
    folder = place / f"{_PREFIX}{socket.gethostname()}.{os.getpid()}.{token_hex(4)}"
    try:
        folder.mkdir()
    except OSError as error:
        raise FtdataError(f"{place}: cannot be written: {error.strerror}") from error
    try:
        yield str(folder)
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder, also when a signal stops that: it begins once more and lets the signal go on."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sweep(place: Path) -> None:
    """Remove what killed runs of this machine left."""
    for folder in place.glob(f"{_PREFIX}{escape(socket.gethostname())}.*"):
        number = folder.name.split(".")[-2]
        if number.isdigit() and not alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
