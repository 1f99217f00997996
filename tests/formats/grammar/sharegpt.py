"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import call_texts, cells, objects, optional, shuffled, text, tool_columns

speakers = st.sampled_from(["human", "user", "gpt", "ChatGPT", "bot", "assistant", "system", "observation", "tool"])
turn_extras = objects | st.fixed_dictionaries({"weight": st.sampled_from([0, 1, 2, None, True, 0.0])})
turns = shuffled(st.fixed_dictionaries({"from": speakers, "value": cells}), turn_extras) | shuffled(
    st.fixed_dictionaries({"from": st.sampled_from(["function_call", "function-call"]), "value": call_texts}),
    turn_extras,
)
pairs = shuffled(st.fixed_dictionaries({"human": cells, "assistant": cells}), st.just({}))
answers = turns | text


@st.composite
def _sharegpt(draw):
    key = draw(st.sampled_from(["conversations", "conversation"]))
    body = draw(st.lists(turns, min_size=1, max_size=4) | st.lists(pairs, min_size=1, max_size=3))
    row = {key: body} | draw(optional({}, system=cells, tools=tool_columns))
    if draw(st.booleans()):
        both = answers if draw(st.booleans()) else st.none()
        row |= {"chosen": draw(both), "rejected": draw(both)}
    return row


ROWS = shuffled(_sharegpt())
