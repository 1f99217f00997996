"""Texts as the hashes of their words, many texts at a time.

A word is a run of letters and digits. In scripts that are written without spaces, every character begins a word of two
(Chinese, Japanese, Korean syllables) or three (Thai, Lao). Punctuation only divides. Words that agree in length and in
their first and last eight bytes count as the same.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]

_LETTERS = (*b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *range(128, 256))
_IS_LETTER = bytes(byte in frozenset(_LETTERS) for byte in range(256))
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_FIRST, _LAST, _LENGTH, _MIX = (
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)
_HALF = np.uint64(32)
_TAIL = b"\n" + bytes(16)


class Split(NamedTuple):
    """The words of some texts.

    Attributes:
        hashes: Of all words, one text after the other.
        counts: How many each text has.
    """

    hashes: Words
    counts: Counts


def split(texts: Sequence[bytes]) -> Split:
    """Find the words of some texts, which are normal forms in UTF-8."""
    joined = b"\n".join(texts) + _TAIL
    starts, ends = _edges(joined)
    limits = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    seen = np.searchsorted(starts, limits)
    return Split(_hashes(joined, starts, ends), np.diff(seen, prepend=0))


def _edges(joined: bytes) -> tuple[Any, Any]:
    """Where words start, and where they end."""
    inside = np.frombuffer(joined.translate(_IS_LETTER), np.bool_)
    if joined.isascii():
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        if inside[0]:
            edges = np.concatenate(([0], edges))
        return edges[::2], edges[1::2]
    raw = np.frombuffer(joined, np.uint8)
    inside = inside & ~_wide_punctuation(raw)
    starts, ends = inside.copy(), ~inside
    starts[1:] &= ends[:-1]
    ends[1:] &= inside[:-1]
    ends[0] = False
    thai = _leads(raw, 0xE0, 0xB8, 0xBB)
    alone = thai | _east(raw)
    if not alone.any():
        return np.flatnonzero(starts), np.flatnonzero(ends)
    return _cut(inside, starts, ends, alone, thai)


def _leads(raw: Any, lead: int, lowest: int, highest: int) -> npt.NDArray[np.bool_]:
    """Where a byte stands that is followed by one of a range."""
    found: npt.NDArray[np.bool_] = raw == lead
    found[:-1] &= raw[1:] - np.uint8(lowest) <= np.uint8(highest - lowest)
    return found


def _wide_punctuation(raw: Any) -> npt.NDArray[np.bool_]:
    """The bytes of U+0080 to U+00BF, U+2000 to U+206F, U+3000 to U+303F, and from U+FF00 on to U+FF3F."""
    narrow = raw == 0xC2
    wide = _leads(raw, 0xE2, 0x80, 0x81) | _leads(raw, 0xE3, 0x80, 0x80) | _leads(raw, 0xEF, 0xBC, 0xBC)
    found: npt.NDArray[np.bool_] = narrow | wide
    found[1:] |= found[:-1].copy()
    found[2:] |= wide[:-2]
    return found


def _east(raw: Any) -> npt.NDArray[np.bool_]:
    """Where a character stands that is a word of its own: U+3040 to U+D7FF."""
    found: npt.NDArray[np.bool_] = raw - np.uint8(0xE3) <= np.uint8(0xED - 0xE3)
    return found & ~_leads(raw, 0xE3, 0x80, 0x80)


def _cut(inside: Any, starts: Any, ends: Any, alone: Any, thai: Any) -> tuple[Any, Any]:
    """Cut before and after each character that begins a word of its own; these have three bytes.

    Such a word goes on over the next one, in Thai over the next two, where these are alone too.
    """
    ends[1:] |= alone[1:] & inside[:-1]
    starts |= alone
    starts[3:] |= alone[:-3] & inside[3:]
    ends[3:] |= alone[:-3]
    further = (alone[:-6] & alone[3:-3]).view(np.uint8)
    further += (further.view(np.bool_) & alone[6:] & thai[:-6]).view(np.uint8)
    begins = np.flatnonzero(starts)
    return begins, np.flatnonzero(ends) + 3 * further[begins]


def _hashes(joined: bytes, starts: Any, ends: Any) -> Words:
    """Hash words from eight bytes at either end, read where they lie."""
    eights = np.ndarray((len(joined) - 7,), "<u8", joined, 0, (1,))
    sizes = ends - starts
    found = (eights[starts] & _MASKS[np.minimum(sizes, 8)]) * _FIRST
    long = np.flatnonzero(sizes > 8)
    found[long] ^= eights[ends[long] - 8] * _LAST ^ sizes[long].astype(np.uint64) * _LENGTH
    found ^= found >> _HALF
    found *= _MIX
    halves: Words = (found >> _HALF).astype(np.uint32)
    return halves
