"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import optional, shuffled, text

marks = st.sampled_from([True, False, None, 1])
parts = st.lists(
    shuffled(st.fixed_dictionaries({"type": st.sampled_from(["text", "image"]), "content": text})), max_size=2
)
roles = st.sampled_from(["system", "user", "assistant", "ipython", "tool"])
messages = optional({"role": roles, "content": text | parts}, masked=marks, ipython=marks, eot=marks)
ROWS = shuffled(st.fixed_dictionaries({"messages": st.lists(shuffled(messages), min_size=1, max_size=3)}))
