"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, optional, shuffled, text, tool_columns

train = st.sampled_from([True, False, None, 1])
details = st.lists(
    st.fixed_dictionaries({"begin_offset": st.just(0), "end_offset": st.just(1), "train": st.booleans()})
)
parts = st.lists(
    optional({"type": st.just("text"), "text": text}, train=train, weight=st.sampled_from([0, 1])), max_size=2
)
roles = st.sampled_from(["system", "user", "assistant", "tool", "developer"])
messages = st.lists(
    shuffled(optional({"role": roles, "content": cells | parts}, train=train, train_detail=details, weight=train)),
    min_size=1,
    max_size=3,
)
ROWS = shuffled(
    optional({"messages": messages}, tools=tool_columns) | st.fixed_dictionaries({"conversations": messages})
)
