"""What the grammars of the formats (``grammar/``) are made of: values, messages, calls, and keys in any order."""

import json
from functools import cache
from importlib import import_module

from hypothesis import strategies as st

from ftdata import formats

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
extras = st.dictionaries(st.sampled_from(["id", "class", "source", "ä ö", "input.x", ""]) | text, values, max_size=2)


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
    "text",
    "raw_content",
    "message",
    "rejected_text",
    "label",
    "labels",
    "kto_tag",
    "completions",
    "answers",
    "answer",
    "rank",
    "question",
    "steps",
    "transcript",
    "chosen_response",
    "rejected_response",
    "chosen_messages",
    "rejected_messages",
    "score_chosen",
    "score_rejected",
    "human_ref_A",
    "human_ref_B",
    "score_A",
    "score_B",
    "winner",
    "completion_a",
    "completion_b",
    "input_ids",
    "chosen_ids",
    "rejected_ids",
    "problem",
    "query",
    "inputs",
    "input_text",
    "text_input",
    "message_1",
    "INSTRUCTION",
    "solution",
    "target",
    "targets",
    "generation",
    "output_text",
    "message_2",
    "RESPONSE",
    "system_prompt",
    "context",
    "instances",
    "data",
    "chat",
    "message_tree_id",
    "replies",
    "schemaVersion",
    "toolConfig",
    "contents",
    "parts",
    "systemInstruction",
    "system_instruction",
    "type",
    "user",
    "bot",
    "weight",
    "train",
    "images",
    "image",
    "videos",
    "video",
    "audios",
    "audio",
    "loss_weight",
    "train_detail",
    "masked",
    "ipython",
    "eot",
    "interactions",
    "available_tools",
    "channel",
    "recipient",
    "content_type",
    "segments",
    "loss",
    "loss_scale",
    "reasoning",
    "reasoning_content",
    "thinking",
    "path",
    "url",
    "bytes",
    "base64",
    "response1",
    "response2",
    "response_1",
    "response_2",
    "overall_preference",
    "preference_strength",
    "overall_score",
    "pm_score",
    "responses",
    "messages_json",
    "conversations_json",
    "conversation_json",
    "Question",
    "Response",
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

cells = text | st.none()
rendered = text.map("<|im_start|>user\n{}<|im_end|>\n".format) | text.map("[INST] {} [/INST]".format)
tool_columns = st.none() | st.just("") | tools | bare_tools | bare_tools.map(json.dumps) | tools.map(json.dumps)
call_objects = shuffled(optional({"name": text, "arguments": values}, id=scalars), objects)
call_texts = (call_objects | st.lists(call_objects, min_size=1, max_size=2)).map(json.dumps)


TAGS = {"image": "images", "video": "videos", "audio": "audios"}
files = st.sampled_from(
    ["a.png", "https://example.org/b.jpg", "data:image/png;base64,iVBORw0", ""]
) | st.fixed_dictionaries({"path": st.just("a.png"), "bytes": st.none() | st.just("iVBORw0")})


@st.composite
def with_media(draw, row, texts):
    """A row with tags in texts that ``texts`` finds (pairs of object and key), and as many files in columns."""
    places = [(turn, key) for turn, key in texts(row) if isinstance(turn.get(key), str)]
    counts = dict.fromkeys(TAGS, 0)
    for turn, key in places:
        for kind in draw(st.lists(st.sampled_from(list(TAGS)), max_size=2)):
            turn[key] = draw(st.sampled_from([f"<{kind}>{turn[key]}", f"{turn[key]}<{kind}>"]))
            counts[kind] += 1
    for kind, count in counts.items():
        if count or draw(st.booleans()):
            column = draw(st.lists(files, min_size=count, max_size=count))
            single = count == 1 and draw(st.booleans())
            row[kind if single else TAGS[kind]] = column[0] if single else column
    return row


@cache
def by_format():
    """A strategy for the rows of each format: ``ROWS`` of the module of ``grammar/`` that is named like its module."""
    modules = {name: import_module(f"tests.formats.grammar.{name.replace('-', '_')}") for name in formats.names()}
    return {name: module.ROWS for name, module in modules.items()}
