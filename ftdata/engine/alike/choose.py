"""Which of rows that are alike stays, and which row each of the others is like."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ftdata.engine.alike.near import Near
from ftdata.similar.candidates import Pairs, distinct
from ftdata.similar.groups import groups
from ftdata.similar.jaccard import Source, similarity

KEEP = ("first", "last", "best")
"""Which row of a group stays: the first, the last, or the one whose answer is longest."""

EXACT, NORMAL, NEARLY = 1, 2, 3

_HALF = np.uint64(32)
_ROUNDS = 32
"""Rows of a group that stay, after which the rest of it is judged by known pairs only."""


class Choice(NamedTuple):
    """The rows that go, in order.

    Attributes:
        rows: Their numbers.
        causes: The row that stays and that each is like.
        levels: ``EXACT``, ``NORMAL`` or ``NEARLY``.
        alike: How alike the two are.
    """

    rows: "npt.NDArray[np.int64]"
    causes: "npt.NDArray[np.int64]"
    levels: "npt.NDArray[np.int8]"
    alike: "npt.NDArray[np.float32]"


def nobody() -> Choice:
    """No row goes."""
    return Choice(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int8), np.zeros(0, np.float32))


def ranks(keep: str, rows: Any, sizes: Any) -> Any:
    """A number for each row: the row with the lowest stays."""
    if keep == "first":
        return rows.astype(np.int64)
    if keep == "last":
        return -rows.astype(np.int64)
    order = np.lexsort((rows, -sizes[rows].astype(np.int64)))
    found = np.empty(len(rows), np.int64)
    found[order] = np.arange(len(rows))
    return found


def choose_equal(pairs: Pairs, level: int, keep: str, sizes: Any) -> Choice:
    """Choose among rows with equal keys, each of which is paired with the first of them."""
    if not len(pairs.first):
        return nobody()
    rows = distinct(np.concatenate(pairs))
    labels = groups(np.searchsorted(rows, pairs.first), np.searchsorted(rows, pairs.second), len(rows))
    order = np.lexsort((ranks(keep, rows, sizes), labels))
    heads = np.empty(len(rows), np.int64)
    fresh = np.concatenate(([True], labels[order][1:] != labels[order][:-1]))
    heads[order] = rows[order[fresh]][np.cumsum(fresh) - 1]
    gone = heads != rows
    number = int(gone.sum())
    return Choice(
        rows[gone].astype(np.int64), heads[gone], np.full(number, level, np.int8), np.ones(number, np.float32)
    )


def choose_near(near: Near, keep: str, sizes: Any, threshold: float, source: Source) -> Choice:
    """Choose among rows that are nearly alike: one goes only when it is like one that stays.

    Rows that hang together are gone through in the order in which they would stay. Each is measured against those that
    stay already, so a chain of small changes does not carry away what differs.
    """
    if not len(near.alike):
        return nobody()
    rows = distinct(np.concatenate(near.pairs))
    first, second = (np.searchsorted(rows, each) for each in near.pairs)
    labels = groups(first, second, len(rows))
    order = np.lexsort((ranks(keep, rows, sizes), labels))
    found: list[Choice] = []
    for _ in range(_ROUNDS):
        fresh = (
            np.concatenate(([True], labels[order][1:] != labels[order][:-1])) if len(order) else np.zeros(0, np.bool_)
        )
        heads, rest = order[fresh][np.cumsum(fresh) - 1][~fresh], order[~fresh]
        alike = _measured(rows[heads], rows[rest], near, source)
        gone = alike >= threshold
        found.append(_gone(rows, heads[gone], rest[gone], alike[gone]))
        order = rest[~gone]
        if not len(order):
            break
    return joined([*found, _tied(rows, order, first, second, near.alike)])


def _measured(first: Any, second: Any, near: Near, source: Source) -> Any:
    """How alike rows are: as it was found, or measured where they were no candidates."""
    known = near.pairs.first.astype(np.uint64) << _HALF | near.pairs.second
    asked = np.minimum(first, second).astype(np.uint64) << _HALF | np.maximum(first, second)
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    found = near.alike[places]
    new = np.flatnonzero(known[places] != asked)
    found[new] = similarity(first[new], second[new], source, near.frames)
    return found


def _tied(rows: Any, order: Any, first: Any, second: Any, alike: Any) -> Choice:
    """Choose among rows of a very large group by the pairs that are known."""
    left = set(order.tolist())
    ties: dict[int, list[tuple[int, float]]] = {}
    for one, two, much in zip(first.tolist(), second.tolist(), alike.tolist(), strict=True):
        if one in left and two in left:
            ties.setdefault(one, []).append((two, much))
            ties.setdefault(two, []).append((one, much))
    stays: set[int] = set()
    gone = []
    for row in order.tolist():
        like = (
            max((much, other) for other, much in ties.get(row, ()) if other in stays)
            if any(other in stays for other, _ in ties.get(row, ()))
            else None
        )
        if like:
            gone.append((like[1], row, like[0]))
        else:
            stays.add(row)
    heads, rest, much = (np.array(column) for column in zip(*gone, strict=True)) if gone else ([], [], [])
    return _gone(rows, np.asarray(heads, np.int64), np.asarray(rest, np.int64), np.asarray(much, np.float32))


def _gone(rows: Any, heads: Any, rest: Any, alike: Any) -> Choice:
    return Choice(rows[rest].astype(np.int64), rows[heads].astype(np.int64), np.full(len(rest), NEARLY, np.int8), alike)


def joined(every: list[Choice]) -> Choice:
    """Put choices together, in the order of the rows."""
    columns: list[Any] = [np.concatenate(column) for column in zip(*every, strict=True)] if every else [*nobody()]
    order = np.argsort(columns[0], kind="stable")
    return Choice(*(column[order] for column in columns))


def without(choice: Choice, rows: Any) -> Choice:
    """Leave out some rows, which go for another reason."""
    columns: list[Any] = [*choice]
    kept = ~np.isin(choice.rows, rows)
    return Choice(*(column[kept] for column in columns))
