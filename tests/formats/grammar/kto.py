"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, message_lists, optional, rendered, shuffled, tool_columns, values

label = st.sampled_from([True, False, 1, 0])
texts = cells | rendered
ROWS = shuffled(optional({"prompt": texts, "completion": texts, "label": label}, tools=values)) | shuffled(
    optional({"prompt": message_lists, "completion": message_lists, "label": label}, tools=tool_columns)
)
