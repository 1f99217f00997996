"""Rows that are nearly alike: candidates band by band, then every candidate measured on its words."""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ftdata.engine.alike.store import Store, WordFile, read_band
from ftdata.engine.alike.wish import BELOW
from ftdata.engine.parallel import remote, run_jobs
from ftdata.engine.settings import Settings
from ftdata.similar.candidates import Pairs, likely, none, pairs_of_band, unique
from ftdata.similar.families import refine
from ftdata.similar.jaccard import Frames, similarity
from ftdata.similar.sketch import SLOTS, band_width, neighbours_shared

_ROOM = 0.2
"""How much lower than the least share a sketch may estimate it: about four standard deviations."""

_LOOSER = 0.15
"""How much less alike than near duplicates the rows of a template may be."""

_MANY_ROWS = 40_000
"""Rows from which on looking for candidates is shared out among processes, which were started for the survey."""

_MANY_PAIRS = 4_000
_PAIRS_AT_ONCE = 2_000


class Near(NamedTuple):
    """Pairs of rows and how alike they are.

    Attributes:
        pairs: The pairs, in order, each once.
        alike: Their similarities, from 0 to 1.
        frames: What rows of templates share, which was set aside.
    """

    pairs: Pairs
    alike: "npt.NDArray[np.float32]"
    frames: Frames | None = None

    def above(self, threshold: float) -> "Near":
        """Those that are at least so much alike."""
        kept = self.alike >= threshold
        return Near(Pairs(self.pairs.first[kept], self.pairs.second[kept]), self.alike[kept], self.frames)


def width(threshold: float) -> int:
    """The bands that a search from this threshold on needs."""
    return band_width(threshold)


def floor(threshold: float) -> float:
    """The similarity down to which pairs are measured, so that the borderline can be shown."""
    return max(threshold - BELOW, 0.3)


def near_rows(store: Store, copies: Any, threshold: float, settings: Settings, *, templates: bool = True) -> Near:
    """Find all pairs of rows that are alike.

    Args:
        store: The rows.
        copies: Rows that repeat another word for word, in order; they are left out.
        threshold: The least similarity, from which the bands of the survey were made.
        settings: Where the work is done.
        templates: Set aside what the rows of a template share.
    """
    candidates = _candidates(store, copies, threshold, settings)
    source = WordFile(store.folder)
    alike = _measured(candidates, source, threshold - _LOOSER, settings)
    found = Near(candidates, alike).above(threshold - _LOOSER if templates else threshold)
    if templates and len(found.alike):
        found = Near(*refine(found.pairs, found.alike, threshold, source)).above(threshold)
    order = np.lexsort((found.pairs.second, found.pairs.first))
    pairs = Pairs(found.pairs.first[order], found.pairs.second[order])
    return Near(pairs, found.alike[order], found.frames)


def _candidates(store: Store, copies: Any, threshold: float, settings: Settings) -> Pairs:
    units = tuple((unit.done.stem, unit.done.kept) for unit in store.units if unit.done.kept)
    if not units:
        return none()
    np.save(f"{store.folder}/copies.npy", np.asarray(copies, np.uint32))
    bands = list(range(SLOTS // band_width(threshold)))
    task = partial(_band, units, store.folder, max(neighbours_shared(threshold) - _ROOM, 0.02))
    return _collect(_run(task, bands, settings, many=store.rows >= _MANY_ROWS))


def _run(task: Any, jobs: Any, settings: Settings, *, many: bool) -> Any:
    """Run a task on the cluster, in several processes where that pays, or here."""
    shared = remote(settings) or (many and settings.workers != 1)
    return run_jobs(task, jobs, settings) if shared else map(task, jobs)


def _collect(found: Any) -> Pairs:
    """Put the candidates of all bands together, a few bands at a time, so that repeats go early."""
    held: list[Pairs] = []
    for pairs in found:
        held.append(pairs)
        if len(held) >= 8:
            held = [unique(held)]
    return unique(held)


def _band(units: tuple[tuple[str, int], ...], folder: str, least: float, band: int) -> Pairs:
    """The candidates of one band."""
    keys = np.concatenate([read_band(stem, rows, band) for stem, rows in units])
    kept = np.ones(len(keys), np.bool_)
    kept[np.load(f"{folder}/copies.npy")] = False
    rows = np.flatnonzero(kept).astype(np.uint32)
    sketches = np.memmap(f"{folder}/slots", np.uint8, "r").reshape(-1, SLOTS)
    return likely(pairs_of_band(keys[rows], rows), sketches, least)


def _measured(pairs: Pairs, source: WordFile, threshold: float, settings: Settings) -> Any:
    """How alike the rows of each pair are."""
    if len(pairs.first) < _MANY_PAIRS:
        return similarity(pairs.first, pairs.second, source, least=threshold)
    starts = list(range(0, len(pairs.first), _PAIRS_AT_ONCE))
    jobs = [Pairs(*(rows[start : start + _PAIRS_AT_ONCE] for rows in pairs)) for start in starts]
    return np.concatenate(list(_run(partial(_measure, source, threshold), jobs, settings, many=True)))


def _measure(source: WordFile, threshold: float, pairs: Pairs) -> Any:
    return similarity(pairs.first, pairs.second, source, least=threshold)
