"""Dividing rows into parts so that what belongs together stays together.

Rows belong together that ask the same, that are near duplicates, or that have a value in common (a user, a document).
Parts are filled with whole groups. Where the choice has to last (``stable``), every group goes where a hash of its
first row sends it, and a row that would tie groups of two parts to each other is set aside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ftdata.engine.alike import near, ties
from ftdata.engine.alike.collect import BUCKETS
from ftdata.engine.alike.store import Store, read_keys
from ftdata.engine.alike.wish import NEAR, Wish
from ftdata.engine.settings import Settings
from ftdata.errors import UsageError
from ftdata.similar.candidates import Pairs
from ftdata.similar.groups import groups

ASIDE = -1
_MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(31)
_MASK = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows are divided.

    Attributes:
        parts: Share of each part by name; the shares add up to 1.
        seed: Another seed gives another choice.
        near: Keep near duplicates together.
        threshold: The similarity from which on rows are near duplicates.
        group_by: Keys of a row (dotted paths) whose values keep rows together.
        stratify: What every part has in the same shares: ``label``, ``language``, ``source`` or a key; empty for none.
        stable: Rows that are added later leave the others where they are.
    """

    parts: Mapping[str, float]
    seed: int = 0
    near: bool = True
    threshold: float = NEAR
    group_by: tuple[str, ...] = ()
    stratify: str = ""
    stable: bool = False

    def check(self) -> None:
        """Make sure that it can be done.

        Raises:
            UsageError: It cannot.
        """
        if not self.parts or any(not share > 0 for share in self.parts.values()):
            raise UsageError("every part has a share above 0: train=0.8,validation=0.1,test=0.1")
        if abs(sum(self.parts.values()) - 1) > 1e-6:
            raise UsageError(f"the shares of the parts add up to {sum(self.parts.values()):g}, not to 1")
        if any(not name.replace("-", "").replace("_", "").isalnum() for name in self.parts):
            raise UsageError("a part has a name of letters and digits, which becomes the name of its file")
        if not 0.5 <= self.threshold <= 1:
            raise UsageError(f"--threshold is a similarity from 0.5 to 1, not {self.threshold}")
        if self.stable and self.stratify:
            raise UsageError("a stable split sends every group where its hash says, so it cannot be stratified")

    def wish(self, *, rows: bool) -> Wish:
        """What has to be known of every row."""
        keys = ("normal", "prompt", *(("group",) if self.group_by else ()))
        width = near.width(self.threshold) if self.near else 0
        return Wish(keys, width=width, rows=rows, group_by=self.group_by, stratify=self.stratify)


@dataclass(slots=True)
class Parted:
    """Where rows go.

    Attributes:
        part: The number of its part, for each row; ``ASIDE`` for one that is set aside.
        group: The number of the first row of its group, for each row.
        aside: For each row that is set aside, two rows that it would tie together.
        strata: Rows of each part by what they are balanced by.
    """

    part: "npt.NDArray[np.int8]"
    group: "npt.NDArray[np.int64]"
    aside: dict[int, tuple[int, int]] = field(default_factory=dict)
    strata: dict[str, list[int]] = field(default_factory=dict)


def part(store: Store, plan: Plan, settings: Settings) -> Parted:
    """Divide the rows of a store.

    Raises:
        UsageError: No row has the keys that rows are to be grouped or balanced by.
    """
    if store.rows and sum(unit.done.ungrouped for unit in store.units) == store.rows:
        raise UsageError(f"no row has a value at {', '.join(plan.group_by)}, so there is nothing to group by")
    if plan.stratify and store.rows and not any(any(unit.done.strata) for unit in store.units):
        raise UsageError(f"no row has a value at {plan.stratify}, so there is nothing to balance")
    every = [ties.equal_rows(store, name, settings) for name in plan.wish(rows=False).keys[1:]]
    if plan.near:
        copies = ties.equal_rows(store, "normal", settings)
        found = near.near_rows(store, copies.second, plan.threshold, settings, templates=not plan.stable)
        every += [copies, found.pairs]
    ranks = _ranks(store, "group" if plan.group_by else "prompt", plan.seed)
    if plan.stable:
        return _stable(store.rows, every, ranks, plan)
    first, second = (np.concatenate([np.zeros(0, np.uint32), *rows]) for rows in zip(*every, strict=True))
    labels = groups(first, second, store.rows)
    strata, names = _strata(store, plan)
    parted = Parted(fill(labels, ranks, strata, list(plan.parts.values())), labels)
    for number, name in enumerate(names):
        inside = parted.part[strata == number]
        parted.strata[name] = np.bincount(inside, minlength=len(plan.parts)).tolist()
    return parted


def _ranks(store: Store, name: str, seed: int) -> "npt.NDArray[np.uint64]":
    """A number for each row, the same for rows with the same key, and another one for another seed."""
    found = np.zeros(store.rows, np.uint64)
    for unit in store.units:
        keys, rows = read_keys(unit.done.stem, name, 0, BUCKETS)
        found[rows + np.uint32(unit.first)] = keys[:, 0]
    found ^= np.uint64(seed * int(_MIX) & _MASK)
    for _ in range(2):
        found = (found ^ found >> _SHIFT) * _MIX
    return found


def _strata(store: Store, plan: Plan) -> tuple[Any, list[str]]:
    """What each row is balanced by, as a number, and the names of the numbers."""
    if not plan.stratify:
        return np.zeros(store.rows, np.int64), []
    names: dict[str, int] = {}
    found = [np.zeros(0, np.int64)]
    for unit in store.units:
        numbers = np.array([names.setdefault(name, len(names)) for name in unit.done.strata], np.int64)
        own = np.fromfile(f"{unit.done.stem}.strata", np.uint32)
        found.append(numbers[own])
    return np.concatenate(found), [*names]


def fill(labels: Any, ranks: Any, strata: Any, shares: Sequence[float]) -> "npt.NDArray[np.int8]":
    """Fill parts with whole groups, each time the part that is furthest behind what it should have.

    Groups come in the order of what they are balanced by, so that every part gets its share of each kind, and within
    that large ones first, those of a size by their ranks: no part ends up further from its share than by a group.

    Args:
        labels: The number of its group, for each row.
        ranks: Decide among groups, whatever the order of the rows.
        strata: What each row is balanced by; a group counts for what its row of lowest rank has.
        shares: Of the parts.

    Returns:
        The number of its part, for each row.
    """
    order = np.lexsort((ranks, labels))
    fresh = np.concatenate(([True], labels[order][1:] != labels[order][:-1])) if len(order) else np.zeros(0, np.bool_)
    heads = order[fresh]
    sizes = np.diff(np.append(np.flatnonzero(fresh), len(order)))
    turn = np.lexsort((ranks[heads], -sizes, strata[heads]))
    chosen = np.zeros(len(heads), np.int8)
    chosen[turn] = _dealt(sizes[turn].tolist(), list(shares))
    found = np.zeros(len(labels), np.int8)
    found[order] = chosen[np.cumsum(fresh) - 1]
    return found


def _dealt(sizes: list[int], shares: list[float]) -> list[int]:
    """Deal groups out; where there are enough, every part gets one."""
    behind = [0.0] * len(shares)
    chosen = []
    numbers = range(len(shares))
    for size in sizes:
        for number in numbers:
            behind[number] += shares[number] * size
        best = max(numbers, key=behind.__getitem__)
        behind[best] -= size
        chosen.append(best)
    for empty in [number for number in numbers if number not in chosen]:
        counts = [chosen.count(number) for number in numbers]
        giver = max(numbers, key=counts.__getitem__)
        if counts[giver] > 1:
            given = min((at for at, part in enumerate(chosen) if part == giver), key=lambda at: (sizes[at], -at))
            chosen[given] = empty
    return chosen


def _stable(rows: int, every: list[Pairs], ranks: Any, plan: Plan) -> Parted:
    """Send every group where the rank of its first row says; set rows aside that tie groups of different parts."""
    limits = np.cumsum(list(plan.parts.values()))
    own = np.minimum(np.searchsorted(limits, ranks / 2.0**64, "right"), len(limits) - 1).astype(np.int8)
    parted = Parted(own.copy(), np.arange(rows))
    earlier: dict[int, list[tuple[int, int]]] = {}
    for kind, pairs in enumerate(every):
        for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            earlier.setdefault(second, []).append((kind, first))
    stands: dict[tuple[int, int], int] = {}  # for a row set aside, the next one with its key
    keyed = len(every) - 1 if plan.near else len(every)
    for row in sorted(earlier):
        copied = next((first for kind, first in earlier[row] if plan.near and kind == keyed - 1), row)
        if parted.part[copied] == ASIDE:  # what ties that row ties its copy
            parted.part[row], parted.aside[row] = ASIDE, parted.aside[copied]
            continue
        likes = []
        for kind, first in earlier[row]:
            like = first if parted.part[first] != ASIDE else stands.get((kind, first), -1) if kind < keyed else -1
            if like >= 0:
                likes.append(like)
        _settle(parted, row, likes)
        if parted.part[row] != ASIDE:
            for kind, first in earlier[row]:
                if kind < keyed and parted.part[first] == ASIDE:
                    stands.setdefault((kind, first), row)
    return parted


def _settle(parted: Parted, row: int, likes: list[int]) -> None:
    """Let a row go where those before it went that it is tied to, or set it aside where they went to several parts."""
    if not likes:
        return
    parts = {int(parted.part[like]): like for like in reversed(likes)}
    if len(parts) > 1:
        one, two = sorted(parts.values())[:2]
        parted.part[row] = ASIDE
        parted.aside[row] = (one, two)
        return
    parted.part[row] = parted.part[likes[0]]
    parted.group[row] = min(parted.group[like] for like in likes)
