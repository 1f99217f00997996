"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import optional, shuffled

ids = st.lists(st.integers(-100, 200_000), max_size=4)
ROWS = shuffled(optional({"input_ids": ids}, labels=ids, attention_mask=ids, completion_mask=ids)) | shuffled(
    st.fixed_dictionaries({"chosen_ids": ids, "rejected_ids": ids})
)
