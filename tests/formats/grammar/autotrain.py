"""Rows of the format: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

from tests.formats.rows import message_lists, optional, rendered, shuffled, text

texts = text | rendered
talks = message_lists | message_lists.map(repr) | message_lists.map(json.dumps)
ROWS = (
    shuffled(optional({"text": texts, "rejected_text": texts}, prompt=st.none() | texts))
    | shuffled(optional({"text": talks, "rejected_text": talks}, prompt=text | message_lists))
    | shuffled(optional({"text": talks}, prompt=text, rejected_text=st.none()))
)
