"""How alike rows are, exactly: the share of their words that they have in common.

Words count as often as they stand there (Jaccard over multisets), in whatever order. All parts are measured together,
and each by itself: none may fall behind by more than a tenth. A part of few words is alike only when it is spelt the
same: a word in ten is a typing error in an essay and another question in a line. Only where a long answer is alike, its
short question need not be the same.
"""

from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ftdata.similar.candidates import distinct

PARTS = 3
ASKED, TOLD = 0, 1
SHORT = 16
"""Words of a part below which only the same words in the same order are alike."""

LONG = 64
"""Words of an answer from which on it speaks for itself: the short question may then differ in some words."""

_LOOSE = 0.5
_BEHIND = 0.1

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_ONE, _TWO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_UNORDERED = np.uint64(0xFFFFFFFFFFFFFFFF)
_BATCH = 250_000
"""Words that are compared at once."""

Keys = npt.NDArray[np.uint64]
Rows = Any


class Texts(NamedTuple):
    """Words of some rows.

    Attributes:
        words: One row after the other, one part after the other.
        counts: Words of each part: a row for each row, a column for each part.
        marks: A hash of the spelling of each part, and one of what has to be the same beside; a row for each row.
    """

    words: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.int64]
    marks: npt.NDArray[np.uint32]


class Source(Protocol):
    """Where the words of rows are found."""

    def sizes(self, rows: Rows) -> npt.NDArray[np.int64]:
        """Words of each part of each row."""
        ...

    def texts(self, rows: Rows) -> Texts:
        """The words of some rows, which are in order."""
        ...


class Frames(NamedTuple):
    """What rows of a template share, which is set aside.

    Attributes:
        family: The family of each row that has one, -1 for others; indexed by row.
        keys: Family, part and element of everything to set aside, sorted.
    """

    family: npt.NDArray[np.int64]
    keys: Keys


class Elements(NamedTuple):
    """Rows as sorted sets of elements: a word, and which time it stands in its part.

    Attributes:
        keys: Number of the row (times ``PARTS``, plus the part) above, element below; sorted.
        sizes: Elements of each part, a row for each row.
        orders: A hash of all words of each part below ``SHORT`` words in their order.
        marks: As in ``Texts``.
    """

    keys: Keys
    sizes: npt.NDArray[np.int64]
    orders: Keys
    marks: npt.NDArray[np.uint32]


def elements(texts: Texts) -> Elements:
    """Turn words into sets."""
    sizes = texts.counts.ravel()
    keys = np.repeat(np.arange(len(sizes), dtype=np.uint64) << _HALF, sizes)
    keys |= texts.words
    keys.sort()
    fresh = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.bool_)
    again = np.flatnonzero(~fresh)
    if len(again):
        firsts = np.flatnonzero(fresh)[again - np.arange(1, len(again) + 1)]
        repeats = keys[again]
        told = _mixed((repeats & _LOW) + (again - firsts).astype(np.uint64) * _ONE) & _LOW
        repeats = (repeats & ~_LOW) | told
        repeats.sort()
        keys = _merged(keys[fresh], repeats)
    return Elements(keys, texts.counts, _orders(texts).reshape(-1, PARTS), texts.marks)


def _orders(texts: Texts) -> Keys:
    """A hash of the words of each short part in their order; long ones have none."""
    sizes = texts.counts.ravel()
    short = sizes < SHORT
    words = texts.words[np.repeat(short, sizes)].astype(np.uint64)
    sizes = np.where(short, sizes, 0)
    begins = np.cumsum(sizes) - sizes
    place = np.arange(len(words), dtype=np.uint64) - np.repeat(begins.astype(np.uint64), sizes)
    orders = np.where(short, np.uint64(0), _UNORDERED)
    full = np.flatnonzero(sizes)
    if len(full):
        orders[full] = np.add.reduceat(_mixed(words * _ONE + place), begins[full])
    return orders


def _merged(one: Keys, other: Keys) -> Keys:
    """Merge sorted keys; a stable sort takes sorted runs as they are."""
    every = np.concatenate((one, other))
    every.sort(kind="stable")
    return every


def _mixed(numbers: Keys) -> Keys:
    numbers = numbers ^ numbers >> _HALF
    numbers *= _TWO
    return numbers ^ numbers >> _HALF


def without(found: Elements, rows: Rows, frames: Frames) -> Elements:
    """Leave out what rows of a template share."""
    family = np.repeat(frames.family[rows], PARTS)
    part = np.tile(np.arange(PARTS), len(rows))
    owners = (found.keys >> _HALF).astype(np.int64)
    shared = (family[owners] * PARTS + part[owners]).astype(np.uint64) << _HALF | (found.keys & _LOW)
    kept = ~(member(frames.keys, shared) & (family[owners] >= 0))
    sizes = np.bincount(owners[kept], minlength=len(family)).reshape(-1, PARTS)
    return Elements(found.keys[kept], sizes, found.orders, found.marks)


def member(known: Keys, asked: Keys) -> npt.NDArray[np.bool_]:
    """Which of the keys asked for are known; both are best sorted."""
    if not len(known):
        return np.zeros(len(asked), np.bool_)
    places = np.searchsorted(known, asked)
    same: npt.NDArray[np.bool_] = known[np.minimum(places, len(known) - 1)] == asked
    return same


def similarity(
    first: Rows, second: Rows, source: Source, frames: Frames | None = None, least: float = 0
) -> npt.NDArray[np.float32]:
    """How alike the rows of each pair are, from 0 to 1.

    Args:
        first: One row of each pair, in order.
        second: The other.
        source: Where their words are.
        frames: What to set aside.
        least: Pairs that cannot be so much alike, since one of them is much longer, are not measured and get 0.
    """
    ours, theirs = source.sizes(first), source.sizes(second)
    found = np.zeros(len(first), np.float32)
    if least and frames is None:
        able = np.flatnonzero(_may_be_alike(ours, theirs, least))
        if len(able) < len(first):
            found[able] = similarity(first[able], second[able], source)
            return found
    words = np.cumsum((ours + theirs).sum(axis=1))
    start = 0
    while start < len(first):
        done = int(words[start - 1]) if start else 0
        end = max(int(np.searchsorted(words, done + _BATCH)), start + 1)
        found[start:end] = _measure(first[start:end], second[start:end], source, frames)
        start = end
    return found


def _may_be_alike(ours: Any, theirs: Any, least: float) -> Any:
    """Whether the lengths of the parts allow it; words that stand there twice are counted twice here as well."""
    fits = (np.minimum(ours, theirs) >= (least - _BEHIND) * np.maximum(ours, theirs)) | (np.maximum(ours, theirs) == 0)
    fits[:, ASKED] |= np.minimum(ours, theirs)[:, ASKED] < SHORT
    return fits.all(axis=1)


def _measure(first: Rows, second: Rows, source: Source, frames: Frames | None) -> npt.NDArray[np.float64]:
    rows = distinct(np.concatenate((first, second)))
    known = elements(source.texts(rows))
    if frames is not None:
        known = without(known, rows, frames)
    one: Rows = np.searchsorted(rows, first)
    two: Rows = np.searchsorted(rows, second)
    left, right = _gathered(known, one), _gathered(known, two)
    every = _merged(left, right)
    both = every[1:][every[1:] == every[:-1]]
    shared = np.bincount((both >> _HALF).astype(np.int64), minlength=len(one) * PARTS)
    return _judged(known, one, two, shared.reshape(-1, PARTS))


def _gathered(known: Elements, rows: Rows) -> Keys:
    """The keys of some rows, their numbers replaced by their places in ``rows``."""
    ends = np.cumsum(known.sizes.sum(axis=1))
    sizes = known.sizes.sum(axis=1)[rows]
    begins = ends[rows] - sizes
    past = np.cumsum(sizes) - sizes
    places = np.arange(int(sizes.sum())) + np.repeat(begins - past, sizes)
    moved = (np.arange(len(rows)) - rows) * PARTS
    found: Keys = known.keys[places] + (np.repeat(moved, sizes).astype(np.uint64) << _HALF)
    return found


def _judged(known: Elements, one: Rows, two: Rows, shared: Any) -> npt.NDArray[np.float64]:
    ours, theirs = known.sizes[one], known.sizes[two]
    shared = np.minimum(shared, np.minimum(ours, theirs))  # two words of a row may have the same hash
    union = ours + theirs - shared
    alike = np.where(union > 0, shared / np.maximum(union, 1), 1.0)
    same = (known.orders[one] == known.orders[two]) & (known.marks[one, :PARTS] == known.marks[two, :PARTS])
    short = np.minimum(ours, theirs) < SHORT
    strict = np.where(short, same.astype(np.float64), alike)
    asked, told = np.minimum(ours[:, ASKED], theirs[:, ASKED]), np.minimum(ours[:, TOLD], theirs[:, TOLD])
    easy = (asked < SHORT) & (told >= LONG) & (alike[:, ASKED] >= _LOOSE)
    strict[easy, ASKED] = 1.0
    total = union.sum(axis=1)
    whole = np.where(total > 0, shared.sum(axis=1) / np.maximum(total, 1), 1.0)
    least = np.minimum(whole, np.where(strict < 1, strict + _BEHIND, 1.0).min(axis=1))
    least[(strict == 0).any(axis=1)] = 0.0
    return np.where(known.marks[one, PARTS] == known.marks[two, PARTS], least, 0.0)
