"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, message_lists, messages, optional, rendered, scalars, shuffled, text, tool_columns

scores = {"score_chosen": scalars, "score_rejected": scalars, "margin": scalars}
texts = cells | rendered
replies = st.lists(messages.map(lambda message: message | {"role": "assistant"}), min_size=1, max_size=2)


@st.composite
def _conversations(draw):
    """Two conversations that may begin alike or be one, with the prompt perhaps in a column too."""
    shared = draw(st.lists(messages, max_size=3))
    row = {key: [*shared, *draw(message_lists)] for key in ("chosen", "rejected")}
    if draw(st.booleans()):
        key = draw(st.sampled_from(["chosen", "rejected"]))
        row["rejected"] = [{name: turn[name] for name in reversed(turn)} for turn in row[key]]
    said = [turn["content"] for turn in shared if isinstance(turn.get("content"), str)]
    heads = [st.none(), text, message_lists, *map(st.just, said), *([st.just(shared)] if shared else [])]
    more = {"prompt": st.one_of(heads), "messages": message_lists | st.just(row["chosen"]), "tools": tool_columns}
    return row | draw(optional({}, **more, **scores))


answers = {"chosen": messages, "rejected": messages}
ROWS = (
    shuffled(optional({"chosen": texts, "rejected": texts}, prompt=texts, tools=scalars, **scores))
    | shuffled(optional({"chosen": texts, "rejected": texts, "prompt": message_lists}, tools=tool_columns))
    | shuffled(optional(answers, prompt=cells | message_lists, tools=tool_columns))
    | shuffled(optional({**answers, "messages": message_lists}, tools=tool_columns))
    | shuffled(optional({"chosen": replies, "rejected": replies, "messages": message_lists}, tools=tool_columns))
    | shuffled(_conversations())
)
