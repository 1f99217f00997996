"""Rows of the format: the grammar with its odd corners."""

from tests.formats.rows import cells, message_lists, optional, rendered, shuffled, tool_columns, values

ROWS = shuffled(
    optional({"prompt": cells | rendered, "completion": cells | rendered}, system=cells, tools=values)
) | shuffled(optional({"prompt": message_lists, "completion": message_lists}, system=cells, tools=tool_columns))
