"""Rows of every format, made up by hypothesis: the grammar with its odd corners."""

import json

from hypothesis import strategies as st

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(text, inner, max_size=2))
objects = st.dictionaries(text, values, max_size=2)
extras = st.dictionaries(st.sampled_from(["id", "label", "source", "ä ö", "input.x", ""]) | text, values, max_size=2)


NAMES = {
    "messages",
    "tools",
    "input",
    "preferred_output",
    "non_preferred_output",
    "prompt",
    "completion",
    "instruction",
    "output",
    "response",
    "system",
    "history",
    "conversations",
    "conversation",
    "chosen",
    "rejected",
    "parallel_tool_calls",
    "functions",
    "response_format",
    "role",
    "content",
    "tool_calls",
    "function_call",
    "tool_call_id",
    "name",
    "from",
    "value",
    "function",
    "arguments",
    "human",
    "assistant",
}
"""Keys that mean something to a format: no stray key has one of these names."""


@st.composite
def shuffled(draw, fields: st.SearchStrategy[dict], more: st.SearchStrategy[dict] = extras):
    """Objects with further keys, which never replace one that is there, in any order."""
    ours = draw(fields)
    row = {key: value for key, value in draw(more).items() if key not in NAMES} | ours
    return {key: row[key] for key in draw(st.permutations(list(row)))}


def optional(required: dict, **others):
    return st.fixed_dictionaries(required, optional=others)


functions = shuffled(optional({"name": text, "arguments": text | objects}), objects)
calls = shuffled(optional({"function": functions}, id=text, type=st.just("function")), objects)
parts = st.lists(objects | st.fixed_dictionaries({"type": st.just("text"), "text": text}), max_size=2)
contents = text | st.none() | parts
messages = shuffled(
    optional(
        {"role": st.sampled_from(["system", "user", "assistant", "tool", "developer", "critic"])},
        content=contents,
        tool_calls=st.none() | st.lists(calls, max_size=2),
        function_call=st.none() | functions,
        tool_call_id=scalars,
        name=scalars,
        weight=scalars,
        refusal=scalars,
    ),
    objects,
)
message_lists = st.lists(messages, min_size=1, max_size=4)
tools = st.lists(st.fixed_dictionaries({"type": st.just("function"), "function": objects}), max_size=2)
bare_tools = st.lists(st.fixed_dictionaries({"name": text, "parameters": objects}), max_size=2)

chat = shuffled(
    optional(
        {"messages": message_lists},
        tools=st.none() | tools,
        parallel_tool_calls=scalars,
        functions=values,
        response_format=values,
    )
)
preference = shuffled(
    st.fixed_dictionaries(
        {
            "input": shuffled(
                optional({"messages": message_lists}, tools=st.none() | tools, parallel_tool_calls=scalars)
            ),
            "preferred_output": message_lists,
            "non_preferred_output": message_lists,
        }
    )
)

cells = text | st.none()
alpaca = shuffled(
    optional(
        {"instruction": cells},
        input=cells,
        system=cells,
        history=st.none() | st.just("") | st.lists(st.lists(text, min_size=2, max_size=2), max_size=2),
    ).flatmap(
        lambda row: st.sampled_from(["output", "response"]).flatmap(
            lambda key: cells.map(lambda cell: {**row, key: cell})
        )
    )
)

tool_columns = st.none() | st.just("") | tools | bare_tools | bare_tools.map(json.dumps) | tools.map(json.dumps)
prompt_completion = shuffled(optional({"prompt": cells, "completion": cells}, system=cells, tools=values)) | shuffled(
    optional({"prompt": message_lists, "completion": message_lists}, system=cells, tools=tool_columns)
)

call_objects = shuffled(optional({"name": text, "arguments": values}, id=scalars), objects)
call_texts = (call_objects | st.lists(call_objects, min_size=1, max_size=2)).map(json.dumps)
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


sharegpt = shuffled(_sharegpt())

BY_FORMAT = {
    "chat": chat,
    "preference": preference,
    "alpaca": alpaca,
    "prompt-completion": prompt_completion,
    "sharegpt": sharegpt,
}
