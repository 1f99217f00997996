"""Rows of the format: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

words = text.map(lambda it: it.replace("<functioncall>", ""))
names = st.sampled_from(["weather", "now"])
arguments = st.dictionaries(text, text, max_size=2).map(lambda it: json.dumps(it).replace("'", "\\'"))
calls = st.tuples(names, arguments).map(lambda it: f'<functioncall> {{"name": "{it[0]}", "arguments": \'{it[1]}\'}}')
user = words.map(lambda it: f"USER: {it}")
answers = (words | calls).map(lambda it: f"ASSISTANT: {it} <|endoftext|>")
results = words.map(lambda it: f"FUNCTION RESPONSE: {it}")
chats = st.tuples(user, st.lists(user | answers | results, max_size=3)).map(lambda it: "\n\n\n".join([it[0], *it[1]]))
functions = st.lists(st.fixed_dictionaries({"name": names, "parameters": st.just({})}), min_size=1, max_size=2)
systems = functions.map(lambda it: "SYSTEM: Use them -\n" + "\n\n".join(map(json.dumps, it))) | words
ROWS = shuffled(st.fixed_dictionaries({"system": st.none() | systems, "chat": chats}))
