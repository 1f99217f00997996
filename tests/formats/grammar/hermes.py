"""Rows of the format: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

from tests.formats.rows import bare_tools, optional, shuffled, text

calls = st.fixed_dictionaries({"arguments": st.dictionaries(text, text, max_size=2), "name": text})
tagged = (calls.map(json.dumps) | calls.map(repr)).map(lambda call: f"<tool_call>\n{call}\n</tool_call>")
answers = st.lists(tagged | text, max_size=3).map("\n".join)
results = st.lists(text.map(lambda it: f"<tool_response>{it}</tool_response>"), max_size=2).map("\n".join)
explained = bare_tools.map(lambda tools: f"You are a function calling AI model <tools>{json.dumps(tools)}</tools>")


def turn(speaker, value):
    return st.fixed_dictionaries({"from": st.just(speaker), "value": value})


turns = turn("human", text) | turn("gpt", answers) | turn("tool", results) | turn("system", explained | text)
ROWS = shuffled(
    optional({"conversations": st.lists(turns, min_size=1, max_size=4)}, tools=st.none() | bare_tools.map(json.dumps))
)
