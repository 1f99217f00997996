"""Packed files: gzip, zstd, xz and bzip2, told by their first bytes.

A stream has to come to its own end: one that breaks off, even between two rows, is never read as a whole file. Members
that follow each other are all read, and nothing else may follow them.
"""

import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol, cast

MOST = 256 << 20
"""Bytes that any packed file may unpack to."""

RATIO = 500
"""How many times its own size a packed file may unpack to beyond that; rows rarely reach 30, those of programs 100."""

MOST_BLANK = 1 << 20
"""Bytes of nothing but blanks that may follow each other. Each could be a line, which is looked at."""

_STEP = 1 << 18
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
)
_BLANK = b" \t\r\n\0"
_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")
_LARGEST_WINDOW = 1 << 27
SUFFIXES = (".gz", ".zst", ".xz", ".bz2")


class PackingError(OSError):
    """A packed file breaks off, is damaged, or unpacks to far more than its size promises."""


class _Decompressor(Protocol):
    """What the standard library's decompressors have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end mark was reached."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What stands behind the end mark."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether it has nothing more to give without more to take."""
        ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Take in packed bytes, give at most so many unpacked ones."""
        ...


def packed_with(head: bytes) -> str:
    """Name the compression that a file's first bytes announce; nothing where there is none."""
    for magic, name in _MAGIC:
        if head.startswith(magic) and (name != "bzip2" or head[4:10] in _BZIP2_BLOCKS):
            return name
    return "zstd" if head[1:4] == b"\x2a\x4d\x18" and 0x50 <= head[0] <= 0x5F else ""


def unpacked(name: str, packed: BinaryIO, size: int | None) -> BinaryIO:
    """Give the unpacked bytes of a stream, in large steps.

    Args:
        name: The compression.
        packed: The packed bytes.
        size: How many there are, when that is known; it bounds what may come of them.

    Raises:
        PackingError: Nothing here unpacks it. While reading: it is damaged, breaks off or is far too large.
    """
    inner: Any
    if name == "gzip":
        import gzip

        inner = gzip.GzipFile(fileobj=packed)
    else:
        inner = io.BufferedReader(_Members(name, packed), _STEP)
    return cast("BinaryIO", _Bounded(name, inner, packed, size))


class _Bounded(io.RawIOBase):
    """Unpacked bytes, as long as there are not far too many of them; every kind of damage is one error."""

    def __init__(self, name: str, inner: BinaryIO, packed: BinaryIO, size: int | None) -> None:
        self._name, self._inner, self._packed = name, inner, packed
        self._most = None if size is None else max(MOST, size * RATIO)
        self._done = self._blank = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, as the io module asks."""
        try:
            data = self._inner.read(len(buffer))
        except (EOFError, zlib.error) as error:
            raise PackingError(f"the {self._name} file is cut off or damaged ({error}); get the file again") from error
        except OSError as error:  # gzip's own, which names bad checksums and what follows the end
            if isinstance(error, PackingError) or error.errno is not None:
                raise
            raise PackingError(f"the {self._name} file is damaged ({error}); get the file again") from error
        self._done += len(data)
        if self._most is not None and self._done > self._most:
            raise PackingError(
                f"unpacks to more than {MOST >> 20} MiB and {RATIO} times its size, as nothing but a bomb does; "
                "unpack it yourself if it is meant"
            )
        self._blank = 0 if data.strip(_BLANK) else self._blank + len(data)
        if self._blank > MOST_BLANK:
            raise PackingError(f"holds more than {MOST_BLANK >> 20} MiB of nothing but blanks, as no data does")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the streams below."""
        self._inner.close()
        self._packed.close()
        super().close()


class _Members(io.RawIOBase):
    """The members of a packed file (frames, streams), one after the other."""

    def __init__(self, name: str, packed: BinaryIO) -> None:
        self._name, self._packed = name, packed
        self._begin, self._error = _decompressor(name)
        self._member: _Decompressor | None = None
        self._ahead = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, as the io module asks."""
        while True:
            if self._member is None and not self._next():
                return 0
            data = self._more(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)

    def _next(self) -> bool:
        """Begin the next member; False at the end of the file."""
        self._ahead = self._ahead or self._packed.read(_STEP)
        if self._name == "xz":  # may be padded with NULs
            while self._ahead and not self._ahead.strip(b"\0"):
                self._ahead = self._packed.read(_STEP)
            self._ahead = self._ahead.lstrip(b"\0") if self._member is None else self._ahead
        if not self._ahead:
            return False
        self._member = self._begin()
        return True

    def _more(self, most: int) -> bytes:
        member = self._member
        if member is None:
            return b""
        fresh = b""
        if member.needs_input:
            fresh, self._ahead = self._ahead or self._packed.read(_STEP), b""
            if not fresh:
                raise EOFError("it ends before its end mark")
        try:
            data = member.decompress(fresh, most)
        except (self._error, OSError, MemoryError) as error:
            raise PackingError(f"the {self._name} file is damaged ({error}); get the file again") from error
        if member.eof:
            self._ahead, self._member = member.unused_data, None
        return data


def _decompressor(name: str) -> tuple[Callable[[], _Decompressor], type[Exception]]:
    if name == "bzip2":
        import bz2

        return bz2.BZ2Decompressor, OSError
    if name == "xz":
        import lzma

        return lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=2 * _LARGEST_WINDOW), lzma.LZMAError
    zstd = _zstd()
    return zstd.ZstdDecompressor, zstd.ZstdError


def _zstd() -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            raise PackingError("reading zstd needs the package backports.zstd; install it") from error
    return zstd
