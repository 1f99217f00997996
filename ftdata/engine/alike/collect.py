"""Gathering numbers of rows, many rows at a time: keys by buckets, words and sketches, benchmark questions."""

from array import array
from collections.abc import Mapping
from itertools import accumulate
from typing import Any, BinaryIO

import numpy as np
import xxhash

from ftdata.engine.alike.wish import Wish
from ftdata.rules.payload import Payload, Sides
from ftdata.similar.fold import fold_all
from ftdata.similar.jaccard import PARTS
from ftdata.similar.ngrams import load, search
from ftdata.similar.normal import folded, tight
from ftdata.similar.sketch import sketch
from ftdata.similar.words import split

BUCKETS = 256
NEAR = ("words", "counts", "marks", "slots", "bands")
"""Files that a ``Sketcher`` writes."""

_FEW_TEXTS = 2048
_FEW_ROWS = 4096
_FEW_CHARACTERS = 1 << 19
"""Characters of the texts that are worked on at once; what is made of them stays in the processor's cache."""

_ROOM = 24 << 20
"""Bytes taken and given back once, after which glibc keeps the memory of smaller arrays for the next ones."""

_BRIEF = 512
"""Bytes of a text below which its spelling is kept in mind: it may be too short to be compared by words."""


class Keys:
    """Keys of one kind by buckets: 20 bytes a row until they are written."""

    def __init__(self) -> None:
        self._keys = [bytearray() for _ in range(BUCKETS)]
        self._rows = [array("I") for _ in range(BUCKETS)]

    def add(self, key: bytes, row: int) -> None:
        """Remember the key of the next row."""
        self._keys[key[0]] += key
        self._rows[key[0]].append(row)

    def write(self, stream: BinaryIO) -> None:
        """Write where each bucket ends, then keys and rows by bucket."""
        stream.write(array("Q", accumulate(map(len, self._rows))).tobytes())
        stream.writelines(self._keys)
        stream.writelines(rows.tobytes() for rows in self._rows)


class Sketcher:
    """Finds the words of rows and sketches them, many rows at a time."""

    def __init__(self, files: Mapping[str, BinaryIO], wish: Wish) -> None:
        self._files, self._width = files, wish.width
        self._asked, self._told = wish.by != "answer", wish.by != "prompt"
        self._bands: list[Any] = []
        np.empty(_ROOM, np.uint8)  # given back at once
        self._begin()

    def _begin(self) -> None:
        self._texts: list[str] = []
        self._numbers = array("I")
        self._fixed = array("I")
        self._size = 0

    def add(self, sides: Sides, fixed: bytes) -> None:
        """Take in the next row: what is compared of it, and what has to be the same."""
        asked = sides.asked if self._asked else ()
        answered, refused = (sides.answered, sides.refused) if self._told else ((), ())
        texts = (*asked, *answered, *refused)
        self._texts += texts
        self._numbers.extend((len(asked), len(answered), len(refused)))
        self._fixed.append(xxhash.xxh32_intdigest(fixed) if fixed and self._asked else 0)
        self._size += sum(map(len, texts))
        if self._size >= _FEW_CHARACTERS or len(self._fixed) >= _FEW_ROWS:
            self._flush()

    def end(self) -> None:
        """Write the bands, each of them for all rows."""
        self._flush()
        if self._bands:
            self._files["bands"].write(np.concatenate(self._bands, axis=1).tobytes())

    def _flush(self) -> None:
        if not self._fixed:
            return
        texts = fold_all(self._texts)
        found = split(texts)
        ends = np.cumsum(np.frombuffer(self._numbers, np.uint32), dtype=np.int64)
        counts = _summed(found.counts, ends).reshape(-1, PARTS)
        made = sketch(found.hashes, counts.sum(axis=1), self._width)
        self._bands.append(made.bands)
        marks = np.column_stack(
            (self._spellings(texts, ends).reshape(-1, PARTS), np.frombuffer(self._fixed, np.uint32))
        )
        numbers = (found.hashes, counts.astype(np.uint32), marks.astype(np.uint32), made.bytes)
        for kind, part in zip(NEAR, numbers, strict=False):
            self._files[kind].write(part.tobytes())
        self._begin()

    def _spellings(self, texts: list[bytes], ends: Any) -> Any:
        """A hash of how each short part is spelt, 0 for the others."""
        starts = np.concatenate(([0], ends[:-1]))
        sizes = _summed(np.fromiter(map(len, texts), np.int64, len(texts)), ends) + np.maximum(ends - starts - 1, 0)
        brief = np.flatnonzero((sizes > 0) & (sizes < _BRIEF))
        found = np.zeros(len(ends), np.uint32)
        slices = zip(starts[brief].tolist(), ends[brief].tolist(), strict=True)
        found[brief] = [xxhash.xxh32_intdigest(tight(b"\n".join(texts[start:end]))) for start, end in slices]
        return found


def _summed(numbers: Any, ends: Any) -> Any:
    """Sums of neighbours, up to each of the ends."""
    return np.diff(np.concatenate(([0], np.cumsum(numbers)))[ends], prepend=0)


class Seeker:
    """Looks for the questions of benchmarks, turn by turn."""

    def __init__(self, stream: BinaryIO, wish: Wish) -> None:
        self._stream = stream
        self._known = load(wish.questions)
        self._texts: list[bytes] = []
        self._rows: list[int] = []

    def add(self, said: Payload, row: int) -> None:
        """Take in the next row."""
        for _, text in said.turns:
            self._texts.append(folded(text))
            self._rows.append(row)
        if len(self._texts) >= _FEW_TEXTS:
            self.end()

    def end(self) -> None:
        """Look through what was gathered, and write what was found."""
        if self._texts:
            found = search(self._texts, self._known)
            rows = np.array(self._rows, np.int64)[found.texts]
            hits = np.stack((rows, found.questions, found.shared), axis=1).astype(np.uint32)
            self._stream.write(hits.tobytes())
        self._texts, self._rows = [], []
