"""Near duplicates of many rows: hardly a pair is missed, wherever the work is done."""

import random

import pytest

from ftdata.engine.alike import near, ties
from ftdata.engine.alike.store import gather
from ftdata.engine.alike.wish import Wish
from ftdata.engine.settings import Settings
from tests.engine.test_alike_dedupe import chat, text


def rows(number):
    draw = random.Random(number)
    made = []
    for _ in range(number):
        words = text(draw, draw.choice([30, 60, 120])).split()
        made.append(chat("Why?", " ".join(words)))
        for place in draw.sample(range(len(words)), draw.randrange(len(words) // 5)):
            words[place] = f"new{draw.randrange(10**6)}"
        made.append(chat("Why?", " ".join(words)))
    return made


def pairs(folder, some, threshold, workers=1):
    settings = Settings(workers=workers)
    store = gather([some], settings, Wish(("normal",), width=near.width(threshold)), str(folder))
    copies = ties.equal_rows(store, "normal", settings)
    found = near.near_rows(store, copies.second, threshold, settings, templates=False)
    return {(int(a), int(b)): float(alike) for a, b, alike in zip(*found.pairs, found.alike, strict=True)}


def test_hardly_a_pair_above_the_threshold_is_missed(tmp_path):
    some = rows(400)
    (tmp_path / "low").mkdir()
    (tmp_path / "high").mkdir()
    low, high = pairs(tmp_path / "low", some, 0.6), pairs(tmp_path / "high", some, 0.8)
    wanted = {pair for pair, alike in low.items() if alike >= 0.8}
    assert len(wanted) > 100
    assert set(high) <= wanted, "no estimate decides"
    assert len(set(high) & wanted) >= 0.98 * len(wanted)


def test_the_same_pairs_in_several_processes(tmp_path, monkeypatch):
    some = rows(60)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    alone = pairs(tmp_path / "one", some, 0.7)
    monkeypatch.setattr(near, "_MANY_ROWS", 1)
    monkeypatch.setattr(near, "_MANY_PAIRS", 1)
    monkeypatch.setattr(near, "_PAIRS_AT_ONCE", 7)
    assert pairs(tmp_path / "two", some, 0.7, workers=2) == alone


@pytest.mark.parametrize("threshold", [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0])
def test_bands_are_wide_enough_and_no_wider(threshold):
    assert 1 <= near.width(threshold) <= 16
    assert near.width(threshold) <= near.width(min(threshold + 0.05, 1.0))


def test_no_rows(tmp_path):
    assert pairs(tmp_path, [], 0.8) == {}
