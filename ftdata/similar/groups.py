"""Rows tied to each other by pairs, as groups."""

from typing import Any

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int64]


def groups(first: Any, second: Any, rows: int) -> Labels:
    """Number the groups: rows that are tied, directly or through others, get the number of the first of them."""
    labels = np.arange(rows, dtype=np.int64)
    first, second = np.asarray(first, np.int64), np.asarray(second, np.int64)
    while len(first):
        one, two = labels[first], labels[second]
        open_ = one != two
        first, second, one, two = first[open_], second[open_], one[open_], two[open_]
        low, high = np.minimum(one, two), np.maximum(one, two)
        np.minimum.at(labels, high, low)
        _flatten(labels)
    return labels


def _flatten(labels: Labels) -> None:
    """Let every row point at the end of its chain."""
    while True:
        further = labels[labels]
        if np.array_equal(further, labels):
            return
        labels[:] = further
