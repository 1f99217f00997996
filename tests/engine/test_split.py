"""Dividing rows: exact sizes, groups together, the same for the same rows and seed."""

from hypothesis import given
from hypothesis import strategies as st

from ftdata.engine.split import validation_rows

KEYS = st.lists(st.binary(min_size=16, max_size=16), max_size=60)


@given(KEYS, st.integers(0, 50) | st.just(99), st.integers(-5, 1 << 70))
def test_equal_rows_never_straddle(keys, percent, seed):
    keys = keys + keys[: len(keys) // 2]
    chosen = validation_rows(keys, percent / 100, seed)
    held = {keys[row] for row in chosen}
    assert all((keys[row] in held) == (row in chosen) for row in range(len(keys)))


@given(st.sets(st.binary(min_size=16, max_size=16), min_size=2, max_size=200), st.floats(0.01, 0.9), st.integers())
def test_size_is_what_was_asked(keys, share, seed):
    rows = sorted(keys)
    assert len(validation_rows(rows, share, seed)) == min(max(round(len(rows) * share), 1), len(rows) - 1)


@given(KEYS, st.integers())
def test_order_of_rows_makes_no_difference(keys, seed):
    unique = list(dict.fromkeys(keys))
    there = {unique[row] for row in validation_rows(unique, 0.3, seed)}
    back = unique[::-1]
    assert there == {back[row] for row in validation_rows(back, 0.3, seed)}


def test_nothing_is_held_back_when_nothing_is_asked():
    assert validation_rows([b"1", b"2", b"3"], 0, 0) == set()


def test_a_single_row_stays_in_the_training_part():
    assert validation_rows([b"7"], 0.5, 0) == set()


def test_another_seed_gives_another_choice():
    keys = [number.to_bytes(16, "little") for number in range(1000)]
    assert validation_rows(keys, 0.1, 0) != validation_rows(keys, 0.1, 1)
    assert validation_rows(keys, 0.1, 0) == validation_rows(keys, 0.1, 0)
