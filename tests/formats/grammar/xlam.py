"""Rows of the format: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

from tests.formats.rows import call_objects, objects, optional, shuffled, text

kinds = st.sampled_from(["str", "int, optional", "List[float]", "Optional[bool]", "Callable", "dict"]) | text
flat = st.dictionaries(text, optional({"type": kinds}, description=text, default=st.none() | text), max_size=2)
tools = st.lists(st.fixed_dictionaries({"name": text, "parameters": flat | objects}), max_size=2)
calls = st.lists(call_objects, min_size=1, max_size=2)
ROWS = shuffled(
    st.fixed_dictionaries(
        {"query": text, "answers": calls | calls.map(json.dumps), "tools": tools | tools.map(json.dumps)}
    )
)
