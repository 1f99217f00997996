"""A window on the text of a JSON document, which moves along with the reader, so that the text is never all in memory.

Positions are counted from the beginning of the text. What stands before ``keep`` may be forgotten.
"""

import re
from typing import BinaryIO

from ftdata.jsontext import skip_space, value_end
from ftdata.loaders.source import MAX_LINE

_STEP = 1 << 20
_INDENT = re.compile(rb"[ \t]*")
_WIDEST = 1 << 10


class TooLongError(ValueError):
    """A value does not end within as many bytes as a row may have."""


class Window:
    """Part of a text.

    Attributes:
        keep: Where what is still needed begins.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._text = b""
        self._base = 0
        self._ended = False
        self._begins_line = True
        self._counted, self._lines = 0, 1
        self.keep = 0

    def at(self, position: int) -> bytes:
        """The byte at a position; nothing at the end of the text."""
        while position >= self._base + len(self._text) and self._more():
            pass
        return self._text[position - self._base : position - self._base + 1]

    def ends(self, position: int) -> bool:
        """Whether the text ends there."""
        return not self.at(position)

    def between(self, start: int, end: int) -> bytes:
        """The bytes of a stretch."""
        return self._text[start - self._base : end - self._base]

    def trimmed(self, start: int, end: int, what: bytes = b" \t\r\n") -> int:
        """Where a stretch ends without what is stripped from its end."""
        return start + len(self.between(start, end).rstrip(what))

    def skip_space(self, position: int) -> int:
        """The first position from there on that is not white space."""
        while True:
            if not self.at(position):
                return position
            found = skip_space(self._text, position - self._base) + self._base
            if found < self._base + len(self._text):
                return found
            position = found

    def value_end(self, start: int, stop: int | None = None) -> int:
        """Where the value that begins at ``start`` ends.

        Args:
            start: Its first byte.
            stop: Nobody looks beyond this place.

        Raises:
            TooLongError: It does not end within as many bytes as a row may have.
            ValueError: It never ends.
        """
        self.at(start)
        while True:
            reach = len(self._text) if stop is None else stop - self._base
            try:
                end = value_end(self._text, start - self._base, reach, partial=not self._ended) + self._base
            except ValueError:
                if stop is not None or self._ended:
                    raise
                self._widen(start)
                continue
            if end < self._base + len(self._text) or not self._widen(start):
                return end

    def resume(self, start: int) -> int:
        """Where the next line begins a row at the same depth of indentation; the end of the text without one.

        What cannot be kept of a text without such a line is passed over.
        """
        begin = self._text.rfind(b"\n", 0, start - self._base) + 1
        indent = _INDENT.match(self._text, begin)
        near = start - self._base - begin < _WIDEST and (begin or self._begins_line)  # as much of a line is always kept
        aligned = indent is not None and indent.end() + self._base == start and near
        mark = b"\n" + indent[0] + b"{" if indent and aligned else None
        searched = start
        while True:
            found = self._text.find(mark, searched - self._base) if mark else -1
            if found >= 0 and mark:
                return self._base + found + len(mark) - 1
            searched = max(self._base + len(self._text) - _WIDEST, start)
            if len(self._text) - (start - self._base) > MAX_LINE:
                self.keep = searched
            if not self._more():
                return self._base + len(self._text)

    def line(self, position: int) -> int:
        """The physical line of a position that is not before one asked for earlier."""
        self._lines += self._text.count(b"\n", self._counted - self._base, position - self._base)
        self._counted = position
        return self._lines

    def _widen(self, start: int) -> bool:
        """Read on; False at the end of the text.

        Raises:
            TooLongError: More than a row was read from ``start`` on.
        """
        if self._base + len(self._text) - start > MAX_LINE:
            raise TooLongError
        return self._more()

    def _more(self) -> bool:
        if self._ended:
            return False
        self._forget()
        part = self._stream.read(max(_STEP, len(self._text)))
        self._ended = not part
        self._text += part
        return bool(part)

    def _forget(self) -> None:
        """Cut off what is not needed, at the beginning of a line where one is near."""
        gone = min(self.keep - self._base, len(self._text))
        if gone < max(_STEP, _WIDEST):
            return
        line = self._text.rfind(b"\n", max(gone - _WIDEST, 0), gone) + 1
        cut = line or gone
        if self._counted < self._base + cut:
            self.line(self._base + cut)
        self._begins_line = bool(line)
        self._text, self._base = self._text[cut:], self._base + cut
