"""Packed outputs: gzip, zstd, xz and bzip2 by the ending of their names. The same rows give the same bytes."""

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from ftdata.errors import UsageError


def _gzip(stream: BinaryIO) -> Any:
    import gzip

    return gzip.GzipFile("", "wb", 6, stream, mtime=0)  # no name and no time, which would differ


def _zstd(stream: BinaryIO) -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            raise UsageError("writing zstd needs the package backports.zstd; install it, or choose .gz") from error
    return zstd.ZstdFile(stream, "wb")


def _xz(stream: BinaryIO) -> Any:
    import lzma

    return lzma.LZMAFile(stream, "wb")


def _bzip2(stream: BinaryIO) -> Any:
    import bz2

    return bz2.BZ2File(stream, "wb")


PACKINGS: dict[str, Callable[[BinaryIO], Any]] = {".gz": _gzip, ".zst": _zstd, ".xz": _xz, ".bz2": _bzip2}


def packing(path: str) -> str:
    """The ending of a name that says how the file is packed; nothing where it is not."""
    return next((suffix for suffix in PACKINGS if path.lower().endswith(suffix)), "")


def packed(path: str, stream: BinaryIO) -> BinaryIO:
    """A stream whose bytes are packed as a name says; closing it leaves the stream below open.

    Args:
        path: Name of the output.
        stream: Where the packed bytes go; returned as it is when nothing is to be packed.
    """
    suffix = packing(path)
    return cast("BinaryIO", PACKINGS[suffix](stream)) if suffix else stream
