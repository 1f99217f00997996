"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, message_lists, optional, shuffled, tool_columns

ROWS = shuffled(
    optional({"conversations": message_lists}, system=cells, tools=tool_columns)
    | st.fixed_dictionaries({"conversation": message_lists})
)
