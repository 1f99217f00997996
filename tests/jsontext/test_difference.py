"""A patch makes one value of another, to the key order and the spelling of numbers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftdata.jsontext import dumps, parse
from ftdata.jsontext.difference import apply_difference, difference

scalars = st.none() | st.booleans() | st.integers() | st.sampled_from([0.0, -0.0, 1.0, 1.5]) | st.text(max_size=3)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)


@given(values, values)
def test_a_patch_leads_from_one_value_to_the_other(old, new):
    before = json.dumps(old)
    patch = difference(old, new)
    assert dumps(apply_difference(old, parse(dumps(patch))[0])) == dumps(new)
    assert json.dumps(old) == before
    assert (patch is None) == (dumps(old) == dumps(new))


@given(values)
def test_equal_values_need_no_patch(value):
    assert difference(value, parse(dumps(value))[0]) is None


@pytest.mark.parametrize(
    ("old", "new", "patch"),
    [
        ({"a": 1}, {"a": 1, "id": 7}, {"add": {"id": 7}}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {"order": ["b", "a"]}),
        ({"a": [1, {"x": 1}]}, {"a": [1, {"x": 2}]}, {"keys": {"a": {"items": {"1": {"keys": {"x": {"value": 2}}}}}}}),
        ({"a": 1, "b": 1}, {"a": 1}, {"remove": ["b"]}),
        ([1], [1, 2], {"value": [1, 2]}),
        (1, True, {"value": True}),
        (1, 1.0, {"value": 1.0}),
    ],
)
def test_a_patch_is_as_small_as_what_differs(old, new, patch):
    assert difference(old, new) == patch


def test_numbers_keep_their_spelling():
    old, new = (parse(text)[0] for text in (b'{"a": 1.0, "b": 1}', b'{"a": 1.00, "b": 12345678901234567890123}'))
    patch = parse(dumps(difference(old, new)))[0]
    assert dumps(apply_difference(old, patch)) == b'{"a":1.00,"b":12345678901234567890123}'


def test_a_patch_for_another_value_is_refused():
    with pytest.raises((KeyError, IndexError, TypeError)):
        apply_difference({"a": 1}, {"keys": {"b": {"value": 1}}})
