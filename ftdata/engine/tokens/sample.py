"""Some rows of a file in place of all, chosen at random, and how far the totals can be trusted then."""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

_SURE = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""

Item = TypeVar("Item")


class Interval(NamedTuple):
    """An estimate and the bounds between which the truth lies in 95 of 100 samples."""

    value: float
    low: float
    high: float

    @property
    def either_side(self) -> float:
        """Half its width."""
        return (self.high - self.low) / 2


class Sample(NamedTuple):
    """What a sample tells of the whole.

    Attributes:
        rows: Rows there are.
        taken: Rows that were counted.
        tokens: Tokens of all rows.
        trained: Trained tokens of all rows.
        over: Share of rows above the limit; None without a limit.
    """

    rows: int
    taken: int
    tokens: Interval
    trained: Interval
    over: Interval | None


def chosen(items: Iterable[Item], size: int, seed: int) -> tuple[list[Item], int]:
    """Take a fair sample in one pass, whatever the number of items.

    Args:
        items: Any number of them.
        size: How many to take.
        seed: Another seed takes others.

    Returns:
        The items taken, in their order, and how many there were.
    """
    pick = random.Random(seed)  # noqa: S311 - no secret
    kept: list[tuple[int, Item]] = []
    total, nearest = 0, 0
    weight = 1.0
    for item in items:
        if total < size:
            kept.append((total, item))
            if total == size - 1:
                weight, nearest = _next(pick, weight, total, size)
        elif total == nearest:
            kept[pick.randrange(size)] = (total, item)
            weight, nearest = _next(pick, weight, total, size)
        total += 1
    return [item for _, item in sorted(kept, key=lambda pair: pair[0])], total


def _next(pick: random.Random, weight: float, place: int, size: int) -> tuple[float, int]:
    """How far to the next item that is taken (Li's algorithm L, https://doi.org/10.1145/198429.198435)."""
    weight *= math.exp(math.log(1 - pick.random()) / size)
    return weight, place + 1 + math.floor(
        math.log(1 - pick.random()) / math.log(1 - weight)
    ) if weight < 1 else place + 1


def total(numbers: Sequence[int], sizes: Sequence[int], rows: int, size: int) -> Interval:
    """Estimate a sum over all rows from some of them, by the ratio to their bytes, which are known for all.

    Args:
        numbers: What is summed, of the rows taken.
        sizes: Their bytes; 1 each where bytes are not known.
        rows: Rows there are.
        size: Bytes of all rows; ``rows`` where bytes are not known.
    """
    taken = len(numbers)
    if not taken or not sum(sizes):
        return Interval(0.0, 0.0, 0.0)
    ratio = sum(numbers) / sum(sizes)
    value = ratio * size
    if taken >= rows or taken < 2:
        return Interval(value, value, value)
    spread = sum((number - ratio * each) ** 2 for number, each in zip(numbers, sizes, strict=True)) / (taken - 1)
    error = _SURE * rows * math.sqrt((1 - taken / rows) * spread / taken)
    return Interval(value, max(value - error, 0.0), value + error)


def share(hits: int, taken: int, rows: int) -> Interval:
    """Estimate a share of all rows from some of them (Wilson's interval)."""
    if not taken:
        return Interval(0.0, 0.0, 1.0)
    found = hits / taken
    if taken >= rows:
        return Interval(found, found, found)
    square = _SURE**2
    centre = (found + square / (2 * taken)) / (1 + square / taken)
    error = _SURE / (1 + square / taken) * math.sqrt(found * (1 - found) / taken + square / (4 * taken**2))
    return Interval(found, max(centre - error, 0.0), min(centre + error, 1.0))


def rows_of(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number the lines that are rows, from 1: blank ones are none."""
    number = 0
    for line in lines:
        if line.strip(b" \t\r\n"):
            number += 1
            yield number, line
