"""Rows of the format: the grammar with its odd corners."""

from tests.formats.rows import cells, message_lists, optional, shuffled, text

ROWS = shuffled(optional({"input": message_lists, "output": text}, system_prompt=cells, system=cells, reasoning=text))
