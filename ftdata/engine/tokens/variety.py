"""How many different texts there are among many, in bounded memory."""

from collections.abc import Iterator

import xxhash

_MOST = 1 << 16
_SPAN = 1 << 64


class Variety:
    """Counts different texts: exactly up to some ten thousand, and from a fair part of their hashes beyond.

    The part is those with a low hash, so it is the same in whatever order texts come.
    """

    __slots__ = ("_below", "_seen")

    def __init__(self) -> None:
        self._below = _SPAN
        self._seen: dict[int, int] = {}

    def add(self, text: str) -> None:
        """Take in a text."""
        self._take(xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")), 1)

    def merge(self, other: "Variety") -> None:
        """Take in all texts of another one."""
        self._below = min(self._below, other._below)  # noqa: SLF001
        self._seen = {key: times for key, times in self._seen.items() if key < self._below}
        for key, times in other._seen.items():  # noqa: SLF001
            self._take(key, times)

    @property
    def different(self) -> int:
        """How many different texts there are: exact as long as they are few."""
        return round(len(self._seen) * (_SPAN / self._below))

    @property
    def share(self) -> float:
        """Different texts among all; 0 of none."""
        times = sum(self._seen.values())
        return len(self._seen) / times if times else 0.0

    def times(self) -> Iterator[int]:
        """How often each text of the part occurs."""
        yield from self._seen.values()

    def _take(self, key: int, times: int) -> None:
        if key >= self._below:
            return
        self._seen[key] = self._seen.get(key, 0) + times
        while len(self._seen) > _MOST:
            self._below //= 2
            self._seen = {each: count for each, count in self._seen.items() if each < self._below}
