"""Rows of the format: the grammar with its odd corners."""

from tests.formats.rows import cells, message_lists, optional, rendered, shuffled, tool_columns, values

ROWS = shuffled(optional({"prompt": cells | rendered}, tools=values, answer=values)) | shuffled(
    optional({"prompt": message_lists}, tools=tool_columns, answer=values)
)
