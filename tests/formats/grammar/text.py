"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import rendered, shuffled, text

columns = st.sampled_from(["text", "content", "raw_content", "message"])
ROWS = shuffled(columns.flatmap(lambda key: st.fixed_dictionaries({key: text | rendered}))) | st.fixed_dictionaries(
    {"response": text}
)
