"""What is measured in bulk is what sets of words give one by one; sketches find what is worth measuring."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.similar.candidates import likely, pairs_of_band, unique
from ftdata.similar.families import refine
from ftdata.similar.groups import groups
from ftdata.similar.jaccard import LONG, PARTS, SHORT, Texts, similarity
from ftdata.similar.sketch import band_width, neighbours_shared, sketch


class Held:
    """Rows in memory; each is three lists of words."""

    def __init__(self, rows):
        self._rows = [[np.array(part, np.uint32) for part in row] for row in rows]

    def sizes(self, rows):
        return np.array([[len(part) for part in self._rows[row]] for row in rows], np.int64).reshape(-1, PARTS)

    def texts(self, rows):
        words = [part for row in rows for part in self._rows[row]]
        marks = np.zeros((len(rows), PARTS + 1), np.uint32)
        return Texts(np.concatenate(words) if words else np.zeros(0, np.uint32), self.sizes(rows), marks)


def measured(*rows, least=0.0):
    pairs = [(a, b) for a in range(len(rows)) for b in range(a + 1, len(rows))]
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    return similarity(first, second, Held(rows), least=least).tolist()


def expected(one, two):
    """The same by Counters."""
    shared = total = 0
    least = []
    told_enough = min(len(one[1]), len(two[1])) >= LONG
    for number, (ours, theirs) in enumerate(zip(one, two, strict=True)):
        a, b = Counter(ours), Counter(theirs)
        both, any_ = (a & b).total(), (a | b).total()
        shared, total = shared + both, total + any_
        alike = both / any_ if any_ else 1.0
        if min(len(ours), len(theirs)) < SHORT:
            easy = number == 0 and told_enough and alike >= 0.5
            alike = 1.0 if easy or ours == theirs else 0.0
        least.append(alike)
    if 0.0 in least:
        return 0.0
    return min([shared / total if total else 1.0, *(alike + 0.1 for alike in least if alike < 1)])


PART = st.lists(st.integers(1, 30), max_size=90)
ROW = st.tuples(PART, PART, st.just([]))


@settings(deadline=None)
@given(st.lists(ROW, min_size=2, max_size=5))
def test_measuring_in_bulk(rows):
    pairs = [(a, b) for a in range(len(rows)) for b in range(a + 1, len(rows))]
    assert measured(*rows) == pytest.approx([expected(rows[a], rows[b]) for a, b in pairs], abs=1e-6)


@settings(deadline=None)
@given(st.lists(ROW, min_size=2, max_size=4), st.sampled_from([0.5, 0.8, 0.95]))
def test_what_is_not_measured_could_not_be_alike(rows, least):
    exact, quick = measured(*rows), measured(*rows, least=least)
    assert all(a == pytest.approx(b) or (b == 0 and a < least) for a, b in zip(exact, quick, strict=True))


def test_short_texts_are_alike_only_when_they_are_the_same():
    words = list(range(1, SHORT))
    assert measured((words, [], []), (words, [], [])) == [1.0]
    assert measured((words, [], []), (words[::-1], [], [])) == [0.0]
    assert measured((words, [], []), ([99, *words[1:]], [], [])) == [0.0]
    answer = list(range(100, 100 + LONG))
    assert measured((words, answer, []), ([99, *words[1:]], answer, []))[0] > 0.9, "a long answer speaks for itself"


def edited(words, share, draw):
    words = list(words)
    for place in draw.sample(range(len(words)), round(share * len(words))):
        words[place] = draw.randrange(10**6, 10**9)
    return words


@pytest.mark.parametrize("size", [20, 60, 300, 3000])
def test_pairs_at_the_threshold_become_candidates(size):
    """Of pairs with a similarity of just .8, nearly all are found; the width is made for .995."""
    draw, rows = random.Random(size), 400
    base = [[draw.randrange(10**6) for _ in range(size)] for _ in range(rows)]
    texts = [*base, *(edited(words, 0.11, draw) for words in base)]
    counts = np.full(2 * rows, size)
    made = sketch(np.array(texts, np.uint32).ravel(), counts, band_width(0.8))
    places = np.arange(2 * rows, dtype=np.uint32)
    found = unique(
        [likely(pairs_of_band(band, places), made.bytes, neighbours_shared(0.8) - 0.2) for band in made.bands]
    )
    hit = {(int(a), int(b)) for a, b in zip(*found, strict=True)}
    assert len(hit & {(row, row + rows) for row in range(rows)}) >= 0.98 * rows
    assert len(hit) < 1.2 * rows, "hardly anything else is"


def test_many_equal_rows_do_not_become_all_their_pairs():
    found = pairs_of_band(np.zeros(5000, np.uint32), np.arange(5000, dtype=np.uint32))
    assert len(found.first) < 9 * 5000
    assert len(set(groups(found.first, found.second, 5000).tolist())) == 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
def test_groups(pairs):
    labels = groups([a for a, _ in pairs], [b for _, b in pairs], 31).tolist()
    home = list(range(31))
    for a, b in pairs:
        one, two = home[a], home[b]
        home = [min(one, two) if label in (one, two) else label for label in home]
    assert labels == home


def family(draw, members, *, slots):
    frame = [draw.randrange(10**6) for _ in range(80)]
    return [
        (edited(frame, 0.02, draw) if not slots else [*frame, draw.randrange(10**6, 10**9)], [], [])
        for _ in range(members)
    ]


def refined(rows):
    source = Held(rows)
    pairs = unique([pairs_of_band(np.zeros(len(rows), np.uint32), np.arange(len(rows), dtype=np.uint32))])
    alike = similarity(pairs.first, pairs.second, source)
    kept, *_ = refine(pairs, alike, 0.8, source)
    return set(zip(kept.first.tolist(), kept.second.tolist(), strict=True))


def test_what_a_family_shares_is_no_likeness():
    assert refined(family(random.Random(1), 6, slots=True)) == set()


def test_edited_copies_are_no_family():
    assert len(refined(family(random.Random(2), 6, slots=False))) == 15


def test_copies_within_a_family_are_found():
    rows = family(random.Random(3), 6, slots=True)
    assert refined([*rows, rows[2]]) == {(2, 6)}
