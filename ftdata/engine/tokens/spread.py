"""How numbers are spread: their quantiles, exactly, from how often each occurs."""

from collections import Counter
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar of a histogram: how many numbers are in ``[start, end)``."""

    start: int
    end: int
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here


class Spread:
    """Whole numbers, as how often each occurs: they need no more room than there are different ones.

    Attributes:
        counts: How often each number occurs.
    """

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()

    def add(self, number: int) -> None:
        """Take in a number."""
        self.counts[number] += 1

    def merge(self, other: "Spread") -> None:
        """Take in all numbers of another one."""
        self.counts.update(other.counts)

    @property
    def number(self) -> int:
        """How many numbers there are."""
        return self.counts.total()

    @property
    def total(self) -> int:
        """Their sum."""
        return sum(number * times for number, times in self.counts.items())

    @property
    def mean(self) -> float:
        """Their mean; 0 of none."""
        return self.total / self.number if self.counts else 0.0

    def quantile(self, share: float) -> int:
        """The least number below or at which this share of all numbers lies; 0 of none."""
        wanted, seen = share * self.number, 0
        for number in sorted(self.counts):
            seen += self.counts[number]
            if seen >= wanted:
                return number
        return 0

    def above(self, limit: int) -> int:
        """How many numbers are above a limit."""
        return sum(times for number, times in self.counts.items() if number > limit)

    def summary(self) -> dict[str, float]:
        """What is said of them in a table."""
        return {
            "min": min(self.counts, default=0),
            "p5": self.quantile(0.05),
            "median": self.quantile(0.5),
            "mean": round(self.mean, 1),
            "p95": self.quantile(0.95),
            "max": max(self.counts, default=0),
            "total": self.total,
        }

    def bars(self, most: int = 12) -> list[Bar]:
        """A histogram of about so many bars, all of one round width; the last one is what lies beyond the others."""
        if not self.counts:
            return []
        low, top, highest = min(self.counts), self.quantile(0.99), max(self.counts)
        width = _round(max((top - low) // most, 1))
        start = low // width * width
        last = (top - start) // width
        found: Counter[int] = Counter()
        for number, times in self.counts.items():
            found[min((number - start) // width, last)] += times
        ends = [start + (place + 1) * width for place in range(last)] + [max(highest + 1, start + (last + 1) * width)]
        return [Bar(start + place * width, end, found[place]) for place, end in enumerate(ends)]


def _round(number: int) -> int:
    """The next number of the form 1, 2 or 5 and zeros, not below this one."""
    scale = int("1" + "0" * (len(str(number)) - 1))
    return next(step * scale for step in (1, 2, 5, 10) if step * scale >= number)
