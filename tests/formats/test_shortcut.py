"""The short way between two formats gives the very row that the long way gives, or leaves the row to it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftdata import formats
from ftdata.engine.adapt import Adapter
from ftdata.types import Record
from tests.formats.rows import by_format, text

BY_FORMAT = by_format()

WAYS = [
    (source, goal, system)
    for source in formats.formats()
    for goal in formats.formats()
    for system in (None, "Be brief.")
    if formats.shortcut(source, goal, system)
]


def turns(keys, words):
    turn = st.tuples(st.sampled_from(words), text).map(lambda pair: dict(zip(keys, pair, strict=True)))
    return st.lists(turn, max_size=5)


def conversation(keys, system, user, answer):
    """Turns in an order that every format has room for, or in any order."""
    pairs = st.lists(st.tuples(text, text), min_size=1, max_size=2)
    first = st.lists(text, max_size=1)

    def written(system_and_pairs):
        before, after = system_and_pairs
        said = [(system, words) for words in before] + [turn for q, a in after for turn in ((user, q), (answer, a))]
        return [dict(zip(keys, turn, strict=True)) for turn in said]

    return st.tuples(first, pairs).map(written) | turns(keys, [system, user, answer])


PLAIN = {
    "chat": st.fixed_dictionaries({"messages": conversation(("role", "content"), "system", "user", "assistant")}),
    "anthropic": st.fixed_dictionaries(
        {"system": text, "messages": conversation(("role", "content"), "user", "user", "assistant")}
    ),
    "sharegpt": st.fixed_dictionaries({"conversations": conversation(("from", "value"), "system", "human", "gpt")}),
    "alpaca": st.fixed_dictionaries({"instruction": text, "output": text})
    | st.fixed_dictionaries({"instruction": text, "input": text, "output": text})
    | st.fixed_dictionaries({"instruction": text, "input": text, "response": text}),
    "prompt-completion": st.fixed_dictionaries({"prompt": text, "completion": text}),
    "question-answer": st.fixed_dictionaries({"question": text, "answer": text})
    | st.fixed_dictionaries({"problem": text, "solution": text}),
    "conversations": st.fixed_dictionaries(
        {"conversations": conversation(("role", "content"), "system", "user", "assistant")}
    ),
}
"""Rows that have a short way, and rows that nearly have one."""


def long_way(source, goal, system, row):
    return Adapter(source, goal, {}, system).take_long_way(Record("file", 1, 0, 1, None, row))


def test_there_are_short_ways_between_all_formats_of_one_answer():
    assert {source for source, _, _ in WAYS} == {goal for _, goal, _ in WAYS} == set(PLAIN)


@pytest.mark.parametrize(("source", "goal", "system"), WAYS)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_ways_give_the_same(source, goal, system, data):
    row = data.draw(PLAIN[source] | PLAIN[source] | BY_FORMAT[source])
    before = json.dumps(row)
    found = formats.shortcut(source, goal, system)(row)
    assert json.dumps(row) == before
    if found is not None:
        adapted = long_way(source, goal, system, row)
        assert adapted.defect is None
        assert json.dumps(found) == json.dumps(adapted.row), "same values, same key order"
        assert adapted.losses == ()
        assert (found is row) == (source == goal)
        quick = Adapter(source, goal, {}, system).adapt(Record("file", 1, 0, 1, None, row))
        assert quick.row == adapted.row
        assert dict(quick.origins) == adapted.origins, "found out late, and the same"


@pytest.mark.parametrize(("source", "goal", "system"), WAYS)
def test_common_rows_have_a_short_way(source, goal, system):
    rows = {
        "conversations": {"conversations": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]},
        "chat": {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]},
        "anthropic": {
            "system": "Be brief.",
            "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}],
        },
        "sharegpt": {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]},
        "alpaca": {"instruction": "Translate.", "input": "Hi", "output": "Hallo!"},
        "prompt-completion": {"prompt": "Hi", "completion": "Hello!"},
        "question-answer": {"question": "Hi", "answer": "Hello!"},
    }
    assert formats.shortcut(source, goal, system)(rows[source]) is not None


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("chat", {"messages": []}),
        ("chat", {"messages": [{"role": "user", "content": "Hi"}], "tools": []}),
        ("chat", {"messages": [{"role": ["user"], "content": "Hi"}]}),
        ("chat", {"messages": [{"role": "critic", "content": "Hi"}]}),
        ("chat", {"messages": [{"role": "user", "content": None}]}),
        ("chat", {"messages": "Hi"}),
        ("sharegpt", {"conversations": [{"from": "alien", "value": "Hi"}]}),
        ("sharegpt", {"conversations": [{"from": "function_call", "value": "{}"}]}),
        ("sharegpt", {"conversations": [{"from": "human", "value": 1}]}),
        ("alpaca", {"instruction": "a", "input": None, "output": "b"}),
        ("alpaca", {"instruction": "a", "output": ["b"]}),
        ("prompt-completion", {"prompt": "a", "completion": None}),
    ],
)
def test_any_other_row_is_left_to_the_long_way(source, row):
    assert all(formats.shortcut(source, goal, system)(row) is None for name, goal, system in WAYS if name == source)
