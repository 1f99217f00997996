"""Pairs of rows worth measuring: those that agree in a band of their sketches, and in enough of all slots."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.uint32]

_CROWD = 8
"""Rows that agree in a band and are all paired with each other; of more, each is paired with some only."""

_BATCH = 1 << 13
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Pairs(NamedTuple):
    """Pairs of rows, the earlier row first."""

    first: Rows
    second: Rows


def none() -> Pairs:
    """No pair."""
    return Pairs(np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def pairs_of_band(band: npt.NDArray[np.uint32], rows: Rows) -> Pairs:
    """Pair the rows that agree in a band.

    Where very many do, each is paired with the first of them and with its neighbours only, so that the number of pairs
    grows with the rows and not with their square.

    Args:
        band: Of each row, its hash of the band.
        rows: The rows, in order.
    """
    joined = band.astype(np.uint64) << _HALF | np.arange(len(band), dtype=np.uint64)
    joined.sort()
    keys, order = joined >> _HALF, (joined & _LOW).astype(np.int64)
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, len(keys)))
    heads = np.repeat(begins, sizes)
    places = np.arange(len(keys))
    ends = heads + np.repeat(sizes, sizes)
    starred = np.flatnonzero(places - heads >= _CROWD)
    first, second = [heads[starred]], [starred]
    for step in range(1, _CROWD):
        there = np.flatnonzero(places + step < ends)
        if not len(there):
            break
        first.append(there)
        second.append(there + step)
    picked = rows[order]
    return Pairs(picked[np.concatenate(first)], picked[np.concatenate(second)])


def likely(pairs: Pairs, sketches: npt.NDArray[np.uint8], least: float) -> Pairs:
    """Keep the pairs that agree in a share of all slots; ``sketches`` has a row for each row."""
    kept = [np.zeros(0, np.int64)]
    for start in range(0, len(pairs.first), _BATCH):
        first, second = (rows[start : start + _BATCH] for rows in pairs)
        agree = (sketches[first] == sketches[second]).view(np.uint8).sum(axis=1, dtype=np.uint16)
        kept.append(start + np.flatnonzero(agree >= least * sketches.shape[1]))
    chosen = np.concatenate(kept)
    return Pairs(pairs.first[chosen], pairs.second[chosen])


def unique(every: list[Pairs]) -> Pairs:
    """Put pairs together, each once, in order."""
    first, second = (np.concatenate([np.zeros(0, np.uint32), *rows]) for rows in zip(*every, strict=True))
    joined = distinct(first.astype(np.uint64) << np.uint64(32) | second)
    return Pairs((joined >> np.uint64(32)).astype(np.uint32), joined.astype(np.uint32))


def distinct(numbers: Any) -> Any:
    """Sort numbers and leave out repeats; np.unique of large arrays takes several times as long."""
    found = np.sort(numbers)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found
