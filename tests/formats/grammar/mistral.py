"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import calls, cells, message_lists, optional, shuffled, text, tools

roles = st.sampled_from(["system", "user", "assistant", "tool"])
said = shuffled(optional({"role": roles, "text": text}, tool_calls=st.lists(calls, max_size=2)))
messages = st.lists(said, min_size=1, max_size=3) | message_lists
ROWS = shuffled(
    optional({"messages": messages}, system_prompt=cells, available_tools=tools | st.none())
    | optional({"interactions": messages}, tools=tools)
)
