"""Files that appear whole or not at all."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from glob import escape
from pathlib import Path
from typing import BinaryIO, Self

from ftdata.errors import FtdataError, UsageError

BUFFER = 1 << 20


class AtomicFile:
    """A file under construction, beside the place where it will stand.

    Used as a context manager: it appears under its name when the block ends well, and leaves nothing behind when
    it does not, or when ``abandon`` says at the end that it is not wanted. ``-`` is standard output, which cannot
    be atomic.
    """

    def __init__(
        self,
        path: str,
        *,
        force: bool = False,
        inputs: Iterable[object] = (),
        abandon: Callable[[], bool] = lambda: False,
    ) -> None:
        self.path = path
        self._force = force
        self._abandon = abandon
        if path != "-":
            refuse_overwrite(path, force=force, inputs=inputs)
        self._part = Path(path).with_name(f".{Path(path).name}.{os.getpid()}.part")
        self.stream: BinaryIO

    def __enter__(self) -> Self:
        """Open the part.

        Raises:
            FtdataError: It cannot be created.
        """
        if self.path == "-":
            if sys.stdout is None:
                raise FtdataError("-: standard output is closed")
            self.stream = sys.stdout.buffer
            return self
        _sweep(Path(self.path))
        try:
            self.stream = open(self._part, "wb", buffering=BUFFER)
        except OSError as error:
            raise FtdataError(f"{self.path}: cannot be written: {error.strerror}") from error
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Put the part in its place, or remove it."""
        if self.path == "-":
            if not isinstance(error, BrokenPipeError):
                self.stream.flush()
            return
        try:
            if error is None and not self._abandon():
                self._commit()
        except OSError as problem:
            raise FtdataError(f"{self.path}: cannot be written: {problem.strerror}") from problem
        finally:
            self._part.unlink(missing_ok=True)
            self._close()
        if isinstance(error, OSError) and not isinstance(error, FtdataError):
            raise FtdataError(f"{self.path}: cannot be written: {error.strerror}") from error

    def _close(self) -> None:
        """Close the stream; when the disk is full, what is still in its buffer fails once more."""
        try:
            self.stream.close()
        except OSError:
            return

    def settle(self) -> None:
        """Bring everything to the disk, so that giving the file its name is all that is left.

        Raises:
            FtdataError: It cannot be written, e.g. because the disk is full.
        """
        try:
            self.stream.flush()
            if self.path != "-":
                os.fsync(self.stream.fileno())
        except OSError as error:
            raise FtdataError(f"{self.path}: cannot be written: {error.strerror}") from error

    def _commit(self) -> None:
        self.settle()
        if self._force:
            if Path(self.path).exists():
                shutil.copymode(self.path, self._part)
            self._part.replace(self.path)
        else:
            _appear(self._part, Path(self.path))
        _sync_folder(Path(self.path).parent)


def refuse_overwrite(path: str, *, force: bool, inputs: Iterable[object] = ()) -> None:
    """Make sure that writing ``path`` destroys nothing that was not meant.

    Raises:
        UsageError: It is one of the inputs (by whatever name), a directory, or exists and ``force`` is False.
    """
    place = Path(path)
    for source in inputs:
        if (
            isinstance(source, str | Path)
            and Path(source).is_dir()
            and Path(source).resolve() in place.resolve().parents
        ):
            raise UsageError(
                f"{path}: would stand in the input {source} and be read the next time; choose another output"
            )
        if isinstance(source, str | Path) and place.exists() and Path(source).exists() and place.samefile(source):
            raise UsageError(f"{path}: is the input {source} itself; choose another output")
    if place.exists() and not place.is_file() and not place.is_dir():
        raise UsageError(f"{path}: is a device or a pipe; use - and let the shell write there")
    if place.is_dir():
        raise UsageError(f"{path}: is a directory; name a file")
    if place.exists() and not force:
        raise UsageError(f"{path}: exists; use --force to replace it")
    if not place.parent.is_dir():
        raise UsageError(f"{path}: there is no directory {place.parent}")


def refuse_same(paths: Iterable[str]) -> None:
    """Make sure that no two outputs are one file.

    Raises:
        UsageError: Two names lead to the same place.
    """
    seen: dict[Path, str] = {}
    for path in paths:
        place = Path(path).resolve()
        if path != "-" and place in seen:
            raise UsageError(f"{path}: is also the output {seen[place]}; give each output a name of its own")
        seen[place] = path


def _appear(part: Path, place: Path) -> None:
    """Give the part its name, unless somebody else took that name meanwhile."""
    try:
        os.link(part, place)
    except FileExistsError:
        raise UsageError(f"{place}: was written by another run meanwhile; it was left as it is") from None
    except OSError:  # a file system without hard links
        part.replace(place)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(place: Path) -> None:
    """Remove parts that killed runs left beside ``place``."""
    for part in place.parent.glob(f".{escape(place.name)}.*.part"):
        number = part.name.split(".")[-2]
        if number.isdigit() and not alive(int(number)):
            part.unlink(missing_ok=True)


def alive(process: int) -> bool:
    """Whether a process of this machine still runs, as far as can be told."""
    if os.name == "nt":  # where signal 0 is no question
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
