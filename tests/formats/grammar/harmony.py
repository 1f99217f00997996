"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, optional, shuffled, text

texts = text | text.map(lambda said: [{"type": "text", "text": said}])
tools = st.lists(optional({"name": text, "description": text}, parameters=objects | st.none()), max_size=2)
namespaces = optional(
    {}, functions=st.fixed_dictionaries({"name": st.just("functions"), "tools": tools}), browser=objects
)
instructions = optional({"type": st.just("developer_content")}, instructions=text | st.none(), tools=namespaces)
identity = optional({"type": st.just("system_content")}, model_identity=text, reasoning_effort=st.just("Low"))
heads = st.fixed_dictionaries(
    {"role": st.just("developer"), "content": texts | instructions.map(lambda part: [part])}
) | st.fixed_dictionaries({"role": st.just("system"), "content": texts | identity.map(lambda part: [part])})
asked = optional({"role": st.just("user"), "content": texts}, name=text)
answered = optional(
    {"role": st.just("assistant"), "content": texts, "channel": st.sampled_from(["analysis", "commentary", "final"])}
)
called = optional(
    {"role": st.just("assistant"), "content": texts, "recipient": text.map(lambda name: f"functions.{name}")},
    channel=st.just("commentary"),
    content_type=st.sampled_from(["<|constrain|>json", "code"]),
)
results = optional({"role": st.just("tool"), "name": text.map(lambda name: f"functions.{name}"), "content": texts})
turns = st.lists(shuffled(asked | answered | called | results), min_size=1, max_size=5)
ROWS = shuffled(
    st.tuples(st.lists(shuffled(heads), max_size=2), turns).map(lambda both: {"messages": both[0] + both[1]})
)
