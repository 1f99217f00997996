"""Sketches of rows: a few numbers of which two rows share about as many as they share pairs of neighbouring words.

One-permutation MinHash (Li, Owen, Zhang 2012, https://arxiv.org/abs/1208.1259) with optimal densification (Shrivastava
2017, https://arxiv.org/abs/1703.04664): every pair of neighbours falls into one of 128 slots, and the least hash of a
slot stays. What a short row has is hashed several times over, so that its slots are filled too.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ftdata.similar.words import Counts, Words

SLOTS = 128
_DENSE = SLOTS
_MOST_COPIES = 8
_TRIES = 64
_NONE = np.uint32(0xFFFFFFFF)
_SURE = 0.995
_ONE, _TWO, _THREE = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_SHIFT, _SLOT = np.uint32(15), np.uint32(25)

Slots = npt.NDArray[np.uint32]


class Sketches(NamedTuple):
    """The sketches of some rows.

    Attributes:
        bands: A hash of each band of slots: one row a band, one column a row of data.
        bytes: The lowest byte of every slot: one row a row of data.
    """

    bands: npt.NDArray[np.uint32]
    bytes: npt.NDArray[np.uint8]


def neighbours_shared(threshold: float) -> float:
    """The least share (Jaccard) of neighbouring words that two texts with this share of words have in common.

    Where the words that were changed lie apart, each of them spoils two pairs of neighbours.
    """
    changed = (1 - threshold) / (1 + threshold)
    return max((1 - 2 * changed) / (1 + 2 * changed), 0.05)


def band_width(threshold: float) -> int:
    """How many slots make a band, so that hardly a pair of rows at the threshold agrees in none of them."""
    return width_for(neighbours_shared(threshold))


def width_for(shared: float) -> int:
    """The same for pairs of sets that share so much: they agree in a band with a probability of .995 or more."""
    fits = [width for width in range(1, 17) if 1 - (1 - shared**width) ** (SLOTS // width) >= _SURE]
    return max(fits, default=1)


def sketch(words: Words, counts: Counts, width: int, *, alone: bool = False) -> Sketches:
    """Sketch rows.

    Args:
        words: Their words, one row after the other.
        counts: How many words each has.
        width: Slots in a band.
        alone: Take each word by itself, not with its neighbour.
    """
    slots = _slots(words if alone else _neighbours(words, counts), counts)
    _densify(slots)
    number = SLOTS // width
    columns = np.ascontiguousarray(slots.T)[: number * width].reshape(number, width, -1)
    bands = columns[:, 0] * _ONE
    for place in range(1, width):
        bands = (bands + columns[:, place]) * _ONE
    return Sketches(_mixed(bands), slots.astype(np.uint8))


def _neighbours(words: Words, counts: Counts) -> Words:
    """Each word with the one before it; the first of a row stands alone."""
    firsts = (np.cumsum(counts) - counts)[counts > 0]
    pairs: Words = _mixed(words * _TWO)
    pairs[1:] += words[:-1] * _ONE
    pairs[firsts] = words[firsts]
    return pairs


def _slots(pairs: Words, counts: Counts) -> Slots:
    """Fill the slots; those that nothing fell into hold the largest number."""
    slots = np.full(len(counts) * SLOTS, _NONE, np.uint32)
    homes = np.repeat(np.arange(len(counts), dtype=np.int64) * SLOTS, counts)
    copies = np.repeat(np.clip(-(-_DENSE // np.maximum(counts, 1)), 1, _MOST_COPIES).astype(np.int8), counts)
    for copy in range(_MOST_COPIES):
        if copy:
            kept = copies > copy
            pairs, homes, copies = pairs[kept], homes[kept], copies[kept]
        if not len(pairs):
            break
        hashed = _mixed((pairs + np.uint32(copy)) * _THREE)
        np.minimum.at(slots, homes + (hashed >> _SLOT), _mixed(hashed * _ONE))
    return slots.reshape(-1, SLOTS)


def _densify(slots: Slots) -> None:
    """Let empty slots borrow from full ones, in an order that is the same for every row."""
    poor = np.flatnonzero((slots == _NONE).any(axis=1) & (slots != _NONE).any(axis=1))
    given = slots[poor]
    filled = given.copy()
    places = np.arange(SLOTS, dtype=np.uint32)
    for turn in range(1, _TRIES):
        empty = filled == _NONE
        if not empty.any():
            break
        source = _mixed((places * _THREE + np.uint32(turn)) * _TWO) >> _SLOT
        filled = np.where(empty, given[:, source], filled)
    slots[poor] = filled


def _mixed(numbers: Any) -> Any:
    numbers = numbers ^ (numbers >> _SHIFT)
    numbers *= _TWO
    numbers ^= numbers >> _SHIFT
    return numbers
