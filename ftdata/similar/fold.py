"""The normal forms of many texts at once: what ``normal.folded`` makes of each, character by character from a table.

Of most characters case folding and NFKC make one character, whatever stands beside it. A text that holds another kind
(a mark that may melt into the letter before it, say) is folded by itself.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from unicodedata import category, combining, decomposition

import numpy as np
import numpy.typing as npt

from ftdata.similar.normal import folded

_CHARACTER = np.uint32((1 << 21) - 1)
_ALONE, _SEVERAL, _UNKNOWN = (np.uint32(1 << bit) for bit in (21, 22, 23))
_CLASS = np.uint32(24)
"""Entries of the table: the folded character; three flags; from this bit on its combining class."""

_PLANE = 0x10000
_WIDE = range(0x20000, 0x40000)
_JAMO = (*range(0x1100, 0x1200), *range(0xA960, 0xA980), *range(0xD7B0, 0xD800))
_END = "\0"

_FEW = 16
_BATCH = 64
"""Texts that are folded at once; more do not stay in the processor's cache."""

_table = np.full(0x110000, _UNKNOWN, np.uint32)
_longer: dict[str, str] = {}
"""Some characters that become several, and what they become."""


def fold_all(texts: Sequence[str]) -> list[bytes]:
    """Fold texts, as UTF-8; the same as ``folded`` of each."""
    found = [text.lower().encode() if text.isascii() else b"" for text in texts]
    others = [place for place, text in enumerate(texts) if not text.isascii()]
    for start in range(0, len(others), _BATCH):
        some = others[start : start + _BATCH]
        for place, raw in zip(some, _fold([texts[place] for place in some]), strict=True):
            found[place] = raw
    return found


def _fold(texts: Sequence[str]) -> Iterable[bytes]:
    joined = _END.join(texts)
    if not joined or joined.count(_END) != len(texts) - 1:
        return map(folded, texts)
    for char, made in _longer.items():
        joined = joined.replace(char, made)
    entries, flags = _looked_up(joined)
    if flags & _SEVERAL:
        for char in {chr(entry & _CHARACTER) for entry in entries[(entries & _SEVERAL) > 0].tolist()}:
            made = folded(char).decode()
            joined = joined.replace(char, made)
            if len(_longer) < _FEW:
                _longer[char] = made
        entries, flags = _looked_up(joined)
    if flags < _ALONE:
        return _written(entries).split(b"\0")
    found = _written(entries & _CHARACTER).split(b"\0")
    _fold_alone(texts, found, entries, np.flatnonzero(entries >= _ALONE))
    return found


def _looked_up(joined: str) -> tuple[Any, Any]:
    """The entries of characters, and all their flags and classes together."""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    entries = _table.take(codes, mode="clip")
    flags = np.bitwise_or.reduce(entries)
    if flags & _UNKNOWN:
        for code in np.unique(codes[(entries & _UNKNOWN) > 0]).tolist():
            _table[code] = _entry(chr(code))
        entries = _table.take(codes, mode="clip")
        flags = np.bitwise_or.reduce(entries)
    return entries, flags


def _written(codes: npt.NDArray[np.uint32]) -> bytes:
    return (
        codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass")
    )


def _fold_alone(texts: Sequence[str], found: list[bytes], entries: Any, odd: Any) -> None:
    """Fold the texts in which characters meet that may change each other."""
    classes = entries[odd] >> _CLASS
    before = np.where(odd > 0, entries[odd - 1] >> _CLASS, 0)
    doubtful = odd[((entries[odd] & _ALONE) > 0) | (classes < before)]
    ends = np.flatnonzero((entries & _CHARACTER) == 0)
    for place in np.unique(np.searchsorted(ends, doubtful)).tolist():
        found[place] = folded(texts[place])


def _entry(char: str) -> np.uint32:
    """What the table says of a character."""
    made = folded(char).decode("utf-8", "surrogatepass")
    if not all(map(_is_steady, made)) or not _is_steady(char):
        return np.uint32(ord(char)) | _ALONE
    if len(made) > 1:
        return np.uint32(ord(char)) | _SEVERAL
    return np.uint32(ord(made)) | np.uint32(combining(made)) << _CLASS


def _is_steady(char: str) -> bool:
    """Whether a character does not melt into the one before it, nor move where classes of marks are in order."""
    code = ord(char)
    if code >= _PLANE:
        return code in _WIDE or category(char) == "So"
    return code not in _melting()


@cache
def _melting() -> frozenset[int]:
    """Characters that may become one with the character before them, and lone surrogates."""
    parts = (decomposition(chr(code)).split() for code in (*range(0xC0, 0x3400), *range(0xF900, _PLANE)))
    seconds = {int(pair[1], 16) for pair in parts if len(pair) == 2 and not pair[0].startswith("<")}
    return frozenset({*seconds, *_JAMO, *range(0xD800, 0xE000)})
