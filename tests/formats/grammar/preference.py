"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import message_lists, optional, scalars, shuffled, tools

ROWS = shuffled(
    st.fixed_dictionaries(
        {
            "input": shuffled(
                optional({"messages": message_lists}, tools=st.none() | tools, parallel_tool_calls=scalars)
            ),
            "preferred_output": message_lists,
            "non_preferred_output": message_lists,
        }
    )
)
