"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import call_texts, calls, cells, optional, shuffled, text, tool_columns, with_media

marks = {
    "loss": st.sampled_from([True, False, None, 1]),
    "loss_scale": st.sampled_from([0.5, 2, 0, 1.0, None, "x"]),
    "weight": st.sampled_from([0, 1]),
}
roles = st.sampled_from(["system", "user", "assistant", "tool", "tool_response"])
said = shuffled(optional({"role": roles, "content": cells}, tool_calls=st.lists(calls, max_size=2), **marks))
objects = st.fixed_dictionaries({"name": text, "arguments": st.just({"a": 1})})
called = shuffled(optional({"role": st.just("tool_call"), "content": call_texts | objects}, **marks))
messages = st.lists(said | called, min_size=1, max_size=4)


@st.composite
def _swift(draw):
    row = {
        "messages": draw(messages),
        **draw(optional({}, tools=tool_columns, objects=st.just({"bbox": [[1, 2, 3, 4]]}))),
    }
    kind = draw(st.sampled_from(["", "response", "messages"]))
    if kind:
        row["messages"].append({"role": "user", "content": "?"})
        row["messages"].append({"role": "assistant", "content": "!"})
    if kind == "response":
        row["rejected_response"] = draw(st.none() | text | messages)
    if kind == "messages":
        begin = row["messages"][: draw(st.integers(0, 3))]
        row["rejected_messages"] = draw(st.none() | messages.map(lambda end: begin + end))
    return draw(with_media(row, _texts)) if draw(st.booleans()) else row


def _texts(row):
    return [(turn, "content") for turn in row["messages"] if turn["role"] in ("user", "assistant")]


ROWS = shuffled(_swift())
