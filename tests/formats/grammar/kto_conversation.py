"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.grammar.sharegpt import turns
from tests.formats.rows import cells, message_lists, messages, optional, shuffled, tool_columns

answer = messages.map(lambda message: message | {"role": "assistant"})
talks = st.tuples(message_lists, answer).map(lambda both: [*both[0], both[1]])
closing = st.fixed_dictionaries({"from": st.sampled_from(["gpt", "bot"]), "value": cells})
dialogues = st.tuples(st.lists(turns, max_size=3), closing).map(lambda both: [*both[0], both[1]])
ROWS = st.sampled_from(["label", "kto_tag"]).flatmap(
    lambda key: shuffled(optional({"messages": talks, key: st.booleans()}, tools=tool_columns))
) | shuffled(optional({"conversations": dialogues, "kto_tag": st.booleans()}, system=cells, tools=tool_columns))
