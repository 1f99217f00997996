"""Questions of a benchmark, found again in other texts by the n-grams of their words.

The definition is that of GPT-3 (Brown et al. 2020, appendix C, https://arxiv.org/abs/2005.14165), which the evaluation
harness of EleutherAI follows: any n-gram in common counts, n is the 5th percentile of the lengths of the questions in
words, 8 at least and 13 at most, and n-grams of many texts are set aside.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ftdata.similar.normal import folded
from ftdata.similar.words import Split, split

FEWEST, MOST = 8, 13
_PERCENTILE = 5
_COMMON = 3
"""Questions that share an n-gram which then says nothing about any of them."""

_SHORTEST = 3
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(29)
_FILE = "questions.npz"


class Questions(NamedTuple):
    """What is looked for.

    Attributes:
        size: Words of an n-gram.
        keys: Hashes of n-grams, sorted.
        owners: The question that each belongs to.
        totals: How many n-grams each question has.
        wholes: Hashes of questions that are shorter than that, sorted.
        whole_owners: Their numbers.
    """

    size: int
    keys: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.int64]
    totals: npt.NDArray[np.int64]
    wholes: npt.NDArray[np.uint64]
    whole_owners: npt.NDArray[np.int64]


def save(known: Questions, folder: str) -> None:
    """Write down what is looked for."""
    np.savez(f"{folder}/{_FILE}", *known)


def load(folder: str) -> Questions:
    """Read what was written down."""
    with np.load(f"{folder}/{_FILE}") as found:
        size, *arrays = (found[name] for name in found.files)
    return Questions(int(size), *arrays)


class Hits(NamedTuple):
    """What was found: for each hit its text, its question, and how many of its n-grams (0: the whole of it)."""

    texts: npt.NDArray[np.int64]
    questions: npt.NDArray[np.int64]
    shared: npt.NDArray[np.int64]


def questions(texts: Sequence[str]) -> Questions:
    """Prepare the questions of a benchmark."""
    found = split([folded(text) for text in texts])
    lengths = found.counts
    size = int(np.clip(np.percentile(lengths, _PERCENTILE), FEWEST, MOST)) if len(lengths) else MOST
    keys, owners = _grams(found, size)
    both = np.unique(np.stack((keys, owners.astype(np.uint64))), axis=1) if len(keys) else np.zeros((2, 0), np.uint64)
    keys, owners = both[0], both[1].astype(np.int64)
    _, place, times = np.unique(keys, return_inverse=True, return_counts=True)
    rare = times[place] < _COMMON
    short = np.flatnonzero((lengths < size) & (lengths >= _SHORTEST))
    wholes = _wholes(found)[short]
    order = np.argsort(wholes, kind="stable")
    totals = np.bincount(owners[rare], minlength=len(lengths))
    return Questions(size, keys[rare], owners[rare], totals, wholes[order], short[order])


def search(texts: Sequence[bytes], known: Questions) -> Hits:
    """Look for questions in some texts, which are folded."""
    found = split(texts)
    keys, owners = _grams(found, known.size)
    left, right = (np.searchsorted(known.keys, keys, side) for side in ("left", "right"))
    hit = np.flatnonzero(right > left)
    times = right[hit] - left[hit]
    places = np.repeat(left[hit], times) + np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    triples = np.unique(np.stack((np.repeat(owners[hit], times), known.owners[places], places)), axis=1)
    pairs, shared = np.unique(triples[:2], axis=1, return_counts=True)
    wholes = _wholes(found)
    at = np.minimum(np.searchsorted(known.wholes, wholes), max(len(known.wholes) - 1, 0))
    same = np.flatnonzero(known.wholes[at] == wholes) if len(known.wholes) else np.zeros(0, np.int64)
    same = same[found.counts[same] >= _SHORTEST]
    return Hits(
        np.concatenate((pairs[0], same)),
        np.concatenate((pairs[1], known.whole_owners[at[same]])),
        np.concatenate((shared, np.zeros(len(same), np.int64))),
    )


def _grams(found: Split, size: int) -> tuple[Any, Any]:
    """Hash every n-gram of every text, and say whose it is."""
    number = len(found.hashes) - size + 1
    if number <= 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    keys = np.zeros(number, np.uint64)
    for past in range(size):
        keys = keys * _ODD + found.hashes[past : past + number]
    keys ^= keys >> _SHIFT
    keys *= _MIX
    owners = np.repeat(np.arange(len(found.counts)), found.counts)
    inside = owners[:number] == owners[size - 1 :]
    return keys[inside], owners[:number][inside]


def _wholes(found: Split) -> Any:
    """Hash every text as a whole."""
    place = np.arange(len(found.hashes)) - np.repeat(np.cumsum(found.counts) - found.counts, found.counts)
    placed = (found.hashes + place.astype(np.uint64) * _ODD) * _MIX
    placed ^= placed >> _SHIFT
    placed *= _ODD
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(placed, dtype=np.uint64)))
    ends = np.cumsum(found.counts)
    return sums[ends] - sums[ends - found.counts]
