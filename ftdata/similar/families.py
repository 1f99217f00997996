"""Templates: what a family of rows shares word for word, while each fills in something of its own.

Rows of a family are alike only in what they fill in, so the rest is set aside. A family differs from copies that were
edited: in copies words of the common text are missing here and there; members of a family have all of it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ftdata.similar.candidates import Pairs, distinct, likely, none, pairs_of_band, unique
from ftdata.similar.groups import groups
from ftdata.similar.jaccard import PARTS, Elements, Frames, Keys, Source, elements, member, similarity, without
from ftdata.similar.sketch import sketch, width_for

LEAST = 4
"""Rows that make a family; of fewer nobody can say what their template is."""

_LOOKED_AT = 1000
_MISSING = 0.5
"""Words missing from the common text, in those filled in, above which rows are edited copies."""

_FILLING = 0.9
"""Rows that fill in something of their own; of copies that were cut off some have nothing."""

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_PART = 4096
_ROOM = 0.2


def refine(
    pairs: Pairs, alike: npt.NDArray[np.float32], threshold: float, source: Source
) -> tuple[Pairs, Any, Frames | None]:
    """Look at pairs of a template again, and at other pairs of its family, with the template set aside.

    Args:
        pairs: Pairs that are alike as they stand, or somewhat less: members of a family often are just that.
        alike: How alike each is.
        threshold: From which similarity on pairs of families are kept.
        source: Where the words are.

    Returns:
        The pairs that are alike with templates set aside, how alike, and what was set aside.
    """
    rows = distinct(np.concatenate(pairs))
    labels = groups(np.searchsorted(rows, pairs.first), np.searchsorted(rows, pairs.second), len(rows))
    sure = np.zeros(len(rows), np.bool_)
    sure[labels[np.searchsorted(rows, pairs.first[alike >= threshold])]] = True
    families = _families(rows, np.where(sure[labels], labels, -1), source)
    if not families:
        return pairs, alike, None
    frames = _frames(families, int(rows[-1]) + 1)
    inside = frames.family[pairs.first] >= 0
    found = [Pairs(pairs.first[inside], pairs.second[inside])]
    found += [_within(family, frames, threshold, source) for family, _ in families]
    again = unique(found)
    measured = similarity(again.first, again.second, source, frames)
    kept = measured >= threshold
    first = np.concatenate((pairs.first[~inside], again.first[kept]))
    second = np.concatenate((pairs.second[~inside], again.second[kept]))
    return Pairs(first, second), np.concatenate((alike[~inside], measured[kept])), frames


def _families(rows: Any, labels: Any, source: Source) -> list[tuple[Any, Keys]]:
    """The rows of each family, and the elements of its template; rows labelled -1 belong to none."""
    order = np.argsort(labels, kind="stable")
    order = order[labels[order] >= 0]
    sizes = np.bincount(labels[order])[labels[order]] if len(order) else order
    order = order[sizes >= LEAST]
    cuts = np.flatnonzero(labels[order][1:] != labels[order][:-1]) + 1
    found = []
    for group in np.split(rows[order], cuts) if len(order) else ():
        template = _template(elements(source.texts(group[:_LOOKED_AT])))
        if len(template):
            found.append((group, template))
    return found


def _template(known: Elements) -> Keys:
    """What more than half of some rows share, where hardly any of it is missing; nothing for edited copies."""
    rows = len(known.sizes)
    owners = known.keys >> _HALF
    shared, counts = np.unique(owners % np.uint64(PARTS) << _HALF | known.keys & _LOW, return_counts=True)
    common = counts * 2 > rows
    missing = int((rows - counts[common]).sum())
    own = int(counts[~common].sum())
    if missing >= _MISSING * own:
        return shared[:0]
    own_keys = ~member(shared[common], owners % np.uint64(PARTS) << _HALF | known.keys & _LOW)
    filling = len(distinct(owners[own_keys] // np.uint64(PARTS)))
    return shared[common] if filling >= _FILLING * rows else shared[:0]


def _frames(families: list[tuple[Any, Keys]], rows: int) -> Frames:
    owner = np.full(rows, -1, np.int64)
    keys = []
    for number, (family, template) in enumerate(families):
        owner[family] = number
        keys.append(template + (np.uint64(number * PARTS) << _HALF))
    return Frames(owner, np.concatenate(keys))


def _within(family: Any, frames: Frames, threshold: float, source: Source) -> Pairs:
    """Pair the rows of a family that may be alike in what they fill in."""
    width = width_for(threshold)
    made = []
    for start in range(0, len(family), _PART):
        some = family[start : start + _PART]
        known = without(elements(source.texts(some)), some, frames)
        told = (known.keys & _LOW).astype(np.uint32)
        made.append(sketch(told, known.sizes.sum(axis=1), width, alone=True))
    bands = np.concatenate([part.bands for part in made], axis=1)
    slots = np.concatenate([part.bytes for part in made])
    places = np.arange(len(family), dtype=np.uint32)
    found = [likely(pairs_of_band(band, places), slots, threshold - _ROOM) for band in bands]
    near = unique(found) if found else none()
    return Pairs(family[near.first], family[near.second])
