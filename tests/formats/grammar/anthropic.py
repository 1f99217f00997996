"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from ftdata.formats import anthropic
from tests.formats.rows import objects, optional, shuffled, text

TYPES = ("text", "image", "tool_use", "tool_result", "thinking", "redacted_thinking")

sources = optional({"type": st.just("base64"), "media_type": st.just("image/png"), "data": st.just("AAAA")}) | optional(
    {"type": st.sampled_from(["url", "file"]), "url": text}
)
texts = shuffled(optional({"type": st.just("text"), "text": text}, cache_control=objects), objects)
images = st.fixed_dictionaries({"type": st.just("image"), "source": sources | text})
results = optional(
    {"type": st.just("tool_result"), "tool_use_id": text},
    content=text | st.lists(texts | images, max_size=2),
    is_error=st.booleans(),
)
others = st.fixed_dictionaries({"type": text.filter(lambda word: word not in TYPES)})
calls = shuffled(
    optional({"type": st.just("tool_use"), "name": text, "input": objects}, id=text), st.just({"caller": 1})
)
thoughts = optional({"type": st.just("thinking"), "thinking": text}, signature=text) | st.fixed_dictionaries(
    {"type": st.just("redacted_thinking"), "data": text}
)
user = st.lists(texts | images | results | others, max_size=3)
assistant = st.lists(texts | calls | thoughts, max_size=4)
messages = shuffled(st.fixed_dictionaries({"role": st.just("user"), "content": text | user})) | shuffled(
    st.fixed_dictionaries({"role": st.just("assistant"), "content": text | assistant})
)
tools = shuffled(optional({"name": text, "input_schema": objects}, description=text, cache_control=objects), objects)


def told(row):
    """A row that is not taken for plain chat."""
    return row if anthropic.detect(row) else row | {"tools": [{"name": "f", "input_schema": {}}]}


ROWS = shuffled(
    optional(
        {"messages": st.lists(messages, min_size=1, max_size=4)},
        system=st.none() | text | st.lists(texts, max_size=2),
        tools=st.none() | st.lists(tools, max_size=2),
    )
).map(told)
