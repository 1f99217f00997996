"""Rows with equal keys."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ftdata.engine.alike.collect import BUCKETS
from ftdata.engine.alike.store import Store, read_keys
from ftdata.engine.parallel import run_apart
from ftdata.engine.settings import Settings
from ftdata.similar.candidates import Pairs, distinct, none

_AT_ONCE = 100_000
"""Rows that are sorted at once, each in some 60 bytes."""


class _Share(NamedTuple):
    """A range of buckets of every unit.

    Attributes:
        units: Path of the files and number of the first row of each unit.
        name: Which keys.
        first: First bucket.
        end: The one after the last.
    """

    units: tuple[tuple[str, int], ...]
    name: str
    first: int
    end: int


def equal_rows(store: Store, name: str, settings: Settings) -> Pairs:
    """Pair every row with the first row that has the same key; in the order of the later rows."""
    units = tuple((unit.done.stem, unit.first) for unit in store.units)
    step = max(BUCKETS * _AT_ONCE // max(store.rows, 1), 1)
    shares = [_Share(units, name, first, min(first + step, BUCKETS)) for first in range(0, BUCKETS, step)]
    found = list(run_apart(_equal, shares, settings))
    first, second = (np.concatenate(rows) for rows in zip(*found, strict=True)) if found else none()
    order = np.argsort(second, kind="stable")
    return Pairs(first[order], second[order])


def _equal(share: _Share) -> Pairs:
    parts = [_numbered(share, stem, first) for stem, first in share.units]
    keys = np.concatenate([keys for keys, _ in parts])
    rows = np.concatenate([rows for _, rows in parts])
    order = np.lexsort((rows, keys[:, 1], keys[:, 0]))
    keys, rows = keys[order], rows[order]
    same = (keys[1:] == keys[:-1]).all(axis=1)
    fresh = np.concatenate(([True], ~same)) if len(rows) else np.zeros(0, np.bool_)
    heads = np.repeat(np.flatnonzero(fresh), np.diff(np.append(np.flatnonzero(fresh), len(rows))))
    return Pairs(rows[heads][~fresh], rows[~fresh])


def _numbered(share: _Share, stem: str, first: int) -> tuple[Any, Any]:
    keys, rows = read_keys(stem, share.name, share.first, share.end)
    return keys, rows + np.uint32(first)


def members(pairs: Pairs) -> "npt.NDArray[np.uint32]":
    """All rows that stand in some pair, in order."""
    rows: npt.NDArray[np.uint32] = distinct(np.concatenate(pairs))
    return rows


def grouped(labels: Sequence[Any]) -> list[Any]:
    """Positions by label, those of the same label together, in order."""
    found = np.asarray(labels)
    order = np.argsort(found, kind="stable")
    cuts = np.flatnonzero(found[order][1:] != found[order][:-1]) + 1
    return np.split(order, cuts) if len(order) else []
