"""Rows of the format: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

names = st.sampled_from(["now", "Get Weather", "a/b.c"])
arguments = st.dictionaries(
    st.sampled_from(["a", "b_1"]), text | st.booleans() | st.integers() | st.lists(text), max_size=2
)


def written(call):
    name, given = call
    return f"{name}({', '.join(f'{key}={value!r}' for key, value in given.items())})"


calls = st.lists(st.tuples(names, arguments).map(written), min_size=1, max_size=2).map(lambda it: f"[{', '.join(it)}]")
results = st.lists(st.fixed_dictionaries({"name": names, "results": text}), max_size=2).map(json.dumps)
tools = st.lists(
    st.fixed_dictionaries({"name": names, "parameters": st.just({"type": "dict"}), "required": st.none()}), min_size=1
).map(json.dumps)
systems = tools.map(lambda it: f"Functions: {it}. Write [func1(a=b)].")


def turn(speaker, value):
    return st.fixed_dictionaries({"from": st.just(speaker), "value": value})


turns = turn("user", text) | turn("assistant", calls | text) | turn("tool", results | text)
ROWS = shuffled(st.fixed_dictionaries({"system": systems, "conversations": st.lists(turns, min_size=1, max_size=4)}))
