"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import message_lists, optional, scalars, shuffled, tools, values

ROWS = shuffled(
    optional(
        {"messages": message_lists},
        tools=st.none() | tools,
        parallel_tool_calls=scalars,
        functions=values,
        response_format=values,
    )
)
