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
_LOWEST_LEAD = 0xC2
_THAI = 0xE0


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
    leads = np.flatnonzero(raw >= _LOWEST_LEAD)
    first, second = raw[leads], raw[leads + 1]
    inside = inside.copy()
    _clear(inside, leads, first, second)
    alone = leads[_alone(first, second)]
    return _cut(inside, alone, alone[raw[alone] == _THAI])


def _clear(inside: npt.NDArray[np.bool_], leads: Any, first: Any, second: Any) -> None:
    """Take wide punctuation out of words: U+0080 to U+00BF, U+2000 to U+206F, U+3000 to U+303F, from U+FF00 on."""
    narrow = leads[first == 0xC2]
    wide = leads[
        ((first == 0xE2) & (second <= 0x81))
        | ((first == 0xE3) & (second == 0x80))
        | ((first == 0xEF) & (second == 0xBC))
    ]
    for places, size in ((narrow, 2), (wide, 3)):
        for past in range(size):
            inside[places + past] = False


def _alone(first: Any, second: Any) -> Any:
    """Which characters are words of their own: U+3040 to U+D7FF, and Thai and Lao."""
    east = (first >= 0xE3) & (first <= 0xED) & ~((first == 0xE3) & (second == 0x80))
    return east | ((first == 0xE0) & (second >= 0xB8) & (second <= 0xBB))


def _cut(inside: npt.NDArray[np.bool_], alone: Any, thai: Any) -> tuple[Any, Any]:
    """Cut before and after each character that begins a word of its own; these have three bytes."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.concatenate(([0], edges))
    if not len(alone):
        return edges[::2], edges[1::2]
    starts, ends = np.zeros(len(inside), np.bool_), np.zeros(len(inside), np.bool_)
    starts[edges[::2]] = ends[edges[1::2]] = True
    follow = alone + 3
    starts[alone] = ends[follow] = True
    starts[follow[inside[follow]]] = True
    ends[alone[inside[alone - 1] & (alone > 0)]] = True
    return _overlapping(np.flatnonzero(starts), np.flatnonzero(ends), alone, thai)


def _overlapping(starts: Any, ends: Any, alone: Any, thai: Any) -> tuple[Any, Any]:
    """Let words of one character go on over the next one, in Thai over the next two."""
    single, triple = (np.zeros(len(starts) + 1, np.bool_) for _ in range(2))
    single[np.searchsorted(starts, alone)] = True
    triple[np.searchsorted(starts, thai)] = True
    goes_on = single[:-2] & single[1:-1] & (ends[:-1] == starts[1:])
    longer = ends.copy()
    longer[:-1][goes_on] = ends[1:][goes_on]
    twice = goes_on[:-1] & goes_on[1:] & triple[:-3]
    longer[:-2][twice] = ends[2:][twice]
    return starts, longer


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
