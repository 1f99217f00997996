"""Rows of the format: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

from tests.formats.rows import cells, message_lists, optional, shuffled, text, tool_columns

turns = st.lists(
    st.fixed_dictionaries({"from": st.sampled_from(["human", "gpt"]), "value": text}), min_size=1, max_size=3
)
spellings = st.sampled_from([json.dumps, str, lambda turns: "[" + "\n ".join(map(str, turns)) + "]"])
lists = st.tuples(spellings, turns | message_lists).map(lambda both: both[0](both[1]))
ROWS = shuffled(
    optional({"messages": lists}, system=cells, tools=tool_columns)
    | optional({"conversations": lists}, system=cells)
    | optional({"conversation": lists})
    | optional({"messages_json": lists}, tools=tool_columns)
)
