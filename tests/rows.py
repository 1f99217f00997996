"""Rows and lines for property tests: good ones, and ones broken in known ways."""

import json

from hypothesis import strategies as st

TEXT = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), min_size=1, max_size=20
).filter(str.strip)


def turn(role):
    return st.builds(lambda content: {"role": role, "content": content}, TEXT)


@st.composite
def chat_row(draw):
    """A good chat row: a system prompt perhaps, then pairs of user and assistant."""
    messages = [draw(turn("system"))] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 3))):
        messages += [draw(turn("user")), draw(turn("assistant"))]
    return {"messages": messages}


def _line(row, **style):
    return json.dumps(row, **style).encode()


@st.composite
def good_line(draw):
    """A good row, written in one of the ways people write JSON."""
    style = draw(st.sampled_from([{}, {"ensure_ascii": False}, {"separators": (",", ":")}, {"sort_keys": True}]))
    return _line(draw(chat_row()), **style)


@st.composite
def mendable_line(draw):
    """A row with a defect that a safe fix mends: a weight written as 1.0."""
    row = draw(chat_row())
    row["messages"][-1]["weight"] = draw(st.sampled_from([1.0, 0.0]))
    return _line(row)


@st.composite
def broken_line(draw):
    """A line that no safe fix mends."""
    row = draw(chat_row())
    whole = _line(row)
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return whole[: draw(st.integers(1, len(whole) - 1))].replace(b"\n", b" ")
    if kind == 1:
        return whole[:-1] + b', "messages": []}'
    if kind == 2:
        return b"\xff" + whole
    if kind == 3:
        return b"[1, 2]"
    if kind == 4:
        row["messages"][0]["role"] = "wizard"
        return _line(row)
    return b'{"messages": []}'


BLANK = st.sampled_from([b"", b"  ", b"\t"])


def files(*kinds, **sizes):
    """Lines of several kinds in any order, joined into a file."""
    return st.lists(st.one_of(*kinds), **sizes)
