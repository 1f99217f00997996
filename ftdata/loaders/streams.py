"""Byte streams made of other byte streams."""

import codecs
import io
from typing import BinaryIO

from ftdata.errors import UnreadableError


class Rejoined(io.RawIOBase):
    """Gives back bytes that were read ahead, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, as the io module asks."""
        data = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream below."""
        self._rest.close()
        super().close()


class Transcoded(io.RawIOBase):
    """Gives UTF-8 bytes from a stream in another encoding."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._encoding = encoding
        self._pending = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, as the io module asks."""
        while not self._pending:
            data = self._source.read(1 << 16)
            try:
                self._pending = self._decoder.decode(data, final=not data).encode()
            except (UnicodeDecodeError, UnicodeEncodeError) as error:
                raise UnreadableError(f"not valid {self._encoding}: {error.reason}; save the file as UTF-8") from error
            if not data:
                break
        data, self._pending = self._pending[: len(buffer)], self._pending[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream below."""
        self._source.close()
        super().close()
