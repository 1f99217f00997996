"""The fold that counts top-level keys: any cut of a file says the same, the places are right, memory is bounded."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.rules import Row
from ftdata.rules.structure import s011_heterogeneous_keys as s011
from ftdata.targets import destination
from ftdata.types import Record

USER = {"role": "user", "content": "Hi"}
KEYS = ("answer", "level", "tools", "parallel_tool_calls")


def _row(number, keys) -> Row:
    value = {"messages": [USER], **dict.fromkeys(keys, 1)}
    record = Record("x.jsonl", number * 2, None, number, None, value)  # every other line is blank
    return Row(value, record, destination("azure", "rft"))


def _fold(rows) -> s011.Fold:
    fold = s011.Fold(destination("azure", "rft"))
    for number, keys in enumerate(rows, start=1):
        fold.add(_row(number, keys))
    return fold


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(st.sets(st.sampled_from(KEYS)).map(sorted), max_size=12),
    cuts=st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted),
    most=st.sampled_from([1, 2, s011.MOST_KEYS]),
)
def test_merged_folds_say_what_one_fold_says(rows, cuts, most):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(s011, "MOST_KEYS", most)
        whole = list(_fold(rows).findings())
        edges = [0, *(min(cut, len(rows)) for cut in cuts), len(rows)]
        merged = _fold(())
        for start, end in itertools.pairwise(edges):
            merged.merge(_fold(rows[start:end]), start * 2, start)
        assert list(merged.findings()) == whole


def test_an_uncommon_key_is_placed_where_it_appears_and_a_common_one_where_it_is_missing():
    found = list(_fold([["answer"], ["answer"], ["answer", "level"], ["answer"], []]).findings())
    assert [(each.location.example, each.location.line, each.message[:35]) for each in found if each.location] == [
        (5, 10, "the key 'answer' is on 4 of 5 rows,"),
        (3, 6, "the key 'level' is on 1 of 5 rows, "),
    ]


@pytest.mark.parametrize(("rows", "place"), [([["answer"], []], 2), ([[], ["answer"]], 2)])
def test_where_half_the_rows_have_a_key_the_later_half_differs(rows, place):
    assert [each.location.example for each in _fold(rows).findings() if each.location] == [place]


@pytest.mark.parametrize("rows", [[], [["answer"]], [["answer"]] * 3, [["parallel_tool_calls"], []]])
def test_even_files_are_quiet(rows):
    assert list(_fold(rows).findings()) == []


def test_memory_does_not_grow_with_ever_new_keys():
    fold = _fold([[f"key{number}"] for number in range(s011.MOST_KEYS * 2)])
    assert len(fold._keys) <= s011.MOST_KEYS
    (found,) = fold.findings()
    assert found.location is None and str(s011.MOST_KEYS) in found.message
