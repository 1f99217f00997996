"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import call_texts, cells, optional, shuffled, text, tool_columns, with_media

speakers = st.sampled_from(["human", "user", "gpt", "ChatGPT", "bot", "assistant", "system", "observation", "tool"])
marks = st.sampled_from([0, 1, 2, None, True, False, 0.0])
words = st.sampled_from(["function_call", "function-call"])
turns = st.sampled_from(["from", "role"]).flatmap(
    lambda key: shuffled(optional({key: speakers, "value": cells}, weight=marks, train=marks))
) | shuffled(optional({"from": words, "value": call_texts}, weight=marks, train=marks))
keys = st.sampled_from([("human", "assistant"), ("user", "bot"), ("user", "assistant"), ("input", "output")])
pairs = keys.flatmap(lambda pair: shuffled(st.fixed_dictionaries(dict.fromkeys(pair, cells)), st.just({})))
answers = turns | text


@st.composite
def _sharegpt(draw):
    key = draw(st.sampled_from(["conversations", "conversation"]))
    body = draw(st.lists(turns, min_size=1, max_size=4) | st.lists(pairs, min_size=1, max_size=3))
    row = {key: body} | draw(optional({}, system=cells, tools=tool_columns))
    if draw(st.booleans()):
        both = answers if draw(st.booleans()) else st.none()
        row |= {"chosen": draw(both), "rejected": draw(both)}
    return draw(with_media(row, _texts)) if draw(st.booleans()) else row


def _texts(row):
    chosen = [row["chosen"]] if isinstance(row.get("chosen"), dict) else []
    turns = [*row.get("conversations", []), *chosen]
    return [(turn, "value") for turn in turns if turn.get("from", turn.get("role")) in ("human", "gpt", "tool")]


ROWS = shuffled(_sharegpt())
