"""Comparing the rows of a whole run by their keys: which are copies, and which are held back for validation.

Every piece leaves a file of its keys, sorted into buckets by the rank of each row, which is a seeded hash of its key.
Equal rows meet in one bucket, so a range of buckets can be compared alone, on any machine, in bounded memory; and the
rows of lowest rank are those of the first buckets. A check of leakage between files belongs here too: ``compare`` sees
every row that shares a key, whatever file it came from.
"""

import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import BinaryIO

from ftdata.engine.split import rank

BUCKETS = 256
ROWS_AT_ONCE = 50_000
"""Rows that are compared in one task; each takes about 200 bytes while it runs."""

COPY_FIELDS = 4

_ENTRY = struct.Struct("<16sII")
_BOUNDS = struct.Struct(f"<{BUCKETS + 1}Q")


class Buckets:
    """The keys of a piece, 24 bytes each."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._entries = [bytearray() for _ in range(BUCKETS)]

    def add(self, identity: bytes, row: int, number: int) -> None:
        """Remember the next row: its number among the kept ones, and its line (or its number in its source)."""
        place = rank(identity, self._seed) >> 56
        self._entries[place] += _ENTRY.pack(identity, row, number)

    def write(self, stream: BinaryIO) -> None:
        """Write where each bucket begins, then the buckets."""
        bounds = [_BOUNDS.size]
        for entries in self._entries:
            bounds.append(bounds[-1] + len(entries))
        stream.write(_BOUNDS.pack(*bounds))
        stream.writelines(self._entries)


@dataclass(frozen=True, slots=True)
class Share:
    """A range of buckets, ``[first, end)``, of every piece.

    Attributes:
        paths: Files of keys, in the order of their pieces.
        first: First bucket.
        end: The one after the last.
        drop: Whether copies are left out.
    """

    paths: tuple[str, ...]
    first: int
    end: int
    drop: bool


@dataclass(slots=True)
class Compared:
    """What comparing found; the parts of a run merge in any order.

    Attributes:
        sizes: Rows that are no copies, by bucket.
        copies: By piece: for each copy its row and line, then piece and line of the first of its kind.
    """

    sizes: dict[int, int] = field(default_factory=dict)
    copies: "dict[int, array[int]]" = field(default_factory=dict)

    def merge(self, other: "Compared") -> None:
        """Take in another range of buckets."""
        self.sizes |= other.sizes
        for piece, copies in other.copies.items():
            self.copies.setdefault(piece, array("I")).extend(copies)


def shares(paths: Sequence[str], rows: int, *, drop: bool) -> list[Share]:
    """Divide the buckets so that each share has few rows."""
    wanted = min(max(rows // ROWS_AT_ONCE, 1), BUCKETS)
    step = -(-BUCKETS // wanted)
    return [Share(tuple(paths), first, min(first + step, BUCKETS), drop) for first in range(0, BUCKETS, step)]


def compare(share: Share) -> Compared:
    """Find the copies in a range of buckets; of equal rows the first, in the order of pieces and rows, is none."""
    found = Compared(dict.fromkeys(range(share.first, share.end), 0))
    first: dict[bytes, int] = {}
    for piece, path in enumerate(share.paths):
        copies = array("I")
        for bucket, entries in _buckets(path, share.first, share.end):
            known = len(copies)
            if share.drop:
                copies.extend(_copies(entries, piece, first))
            found.sizes[bucket] += len(entries) // _ENTRY.size - (len(copies) - known) // COPY_FIELDS
        if copies:
            found.copies[piece] = copies
    return found


def _copies(entries: bytes, piece: int, first: dict[bytes, int]) -> Iterator[int]:
    """Yield the four numbers of each copy in a bucket; ``first`` holds piece and line of each row in one number."""
    known = len(first)
    for key, row, number in _ENTRY.iter_unpack(entries):
        there = first.setdefault(key, piece << 32 | number)
        if len(first) > known:
            known += 1
        else:
            yield from (row, number, there >> 32, there & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the rows of lowest rank end, which are held back.

    Attributes:
        bucket: All rows of the buckets before it are held back, none of those after it.
        place: Rank and key of the last row held back; of the first that is not, where it is not included.
        included: Whether rows at ``place`` are held back.
        seed: Of the ranks.
    """

    bucket: int
    place: tuple[int, bytes]
    included: bool
    seed: int

    def holds(self, key: bytes) -> bool:
        """Whether a row of this bucket is held back."""
        place = _place(key, self.seed)
        return place < self.place or (place == self.place and self.included)


def find_cut(paths: Iterable[str], sizes: dict[int, int], wanted: int, seed: int, *, drop: bool) -> Cut | None:
    """Find the rank up to which rows are held back.

    Equal rows go together, and the row of highest rank never is held back, so that a part is left to train on.

    Args:
        paths: Files of keys.
        sizes: Rows by bucket, copies not counted where they are dropped.
        wanted: Rows to hold back; more where the last ones are equal.
        seed: Of the ranks.
        drop: Whether copies are left out.
    """
    filled = [bucket for bucket in range(BUCKETS) if sizes.get(bucket)]
    if not wanted or not filled:
        return None
    before = list(accumulate((sizes[bucket] for bucket in filled), initial=0))
    index = next(index for index, size in enumerate(before[1:]) if size >= wanted)
    groups = _groups(paths, filled[index], seed)
    taken = before[index]
    ranked = sorted(groups)
    for place in ranked:
        taken += 1 if drop else groups[place]
        if taken >= wanted:
            break
    last = index == len(filled) - 1 and place == ranked[-1]
    return Cut(filled[index], place, not last, seed)


def held_rows(path: str, cut: Cut) -> Iterator[int]:
    """Yield which kept rows of a piece are held back, copies among them."""
    for bucket, entries in _buckets(path, 0, cut.bucket + 1):
        for key, row, _ in _ENTRY.iter_unpack(entries):
            if bucket < cut.bucket or cut.holds(key):
                yield row


def _groups(paths: Iterable[str], bucket: int, seed: int) -> Counter[tuple[int, bytes]]:
    return Counter(
        _place(key, seed)
        for path in paths
        for _, entries in _buckets(path, bucket, bucket + 1)
        for key, _, _ in _ENTRY.iter_unpack(entries)
    )


def _place(key: bytes, seed: int) -> tuple[int, bytes]:
    return rank(key, seed), key


def _buckets(path: str, first: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Read a range of buckets of one piece."""
    with open(path, "rb", buffering=0) as stream:
        bounds = _BOUNDS.unpack(stream.read(_BOUNDS.size))
        stream.seek(bounds[first])
        for bucket in range(first, end):
            size = bounds[bucket + 1] - bounds[bucket]
            if size:
                yield bucket, stream.read(size)
