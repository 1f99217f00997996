"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, optional, shuffled, text

texts = st.fixed_dictionaries({"text": text})
places = shuffled(st.fixed_dictionaries({"uri": text}), st.fixed_dictionaries({}, optional={"bucketOwner": text}))
sources = st.fixed_dictionaries({"bytes": text}) | st.fixed_dictionaries({"s3Location": places}) | objects
media = shuffled(st.fixed_dictionaries({"format": text, "source": sources}), st.just({}))
pictures = st.fixed_dictionaries({"image": media}) | st.fixed_dictionaries({"video": media | text})
calls = shuffled(optional({"name": text, "input": objects}, toolUseId=text), st.just({})).map(
    lambda it: {"toolUse": it}
)
results = shuffled(
    optional(
        {"content": st.lists(texts | st.fixed_dictionaries({"json": objects}) | pictures, max_size=2)},
        toolUseId=text,
        status=text,
    ),
    st.just({}),
).map(lambda it: {"toolResult": it})
reasons = optional({"text": text}, signature=text).map(lambda it: {"reasoningContent": {"reasoningText": it}})
others = st.fixed_dictionaries({"cachePoint": objects}) | st.fixed_dictionaries({"document": objects})
thoughts = reasons | st.fixed_dictionaries({"reasoningContent": objects})
user = st.lists(texts | pictures | results | others, max_size=3)
assistant = st.lists(texts | calls | thoughts, max_size=4)
messages = shuffled(st.fixed_dictionaries({"role": st.just("user"), "content": user})) | shuffled(
    st.fixed_dictionaries({"role": st.just("assistant"), "content": assistant})
)
specs = shuffled(
    optional({"name": text, "inputSchema": st.fixed_dictionaries({"json": objects})}, description=text), objects
)
configs = shuffled(
    optional({"tools": st.lists(st.fixed_dictionaries({"toolSpec": specs}), max_size=2)}, toolChoice=objects),
    st.just({}),
)
ROWS = shuffled(
    optional(
        {"messages": st.lists(messages, min_size=1, max_size=4)},
        schemaVersion=st.just("bedrock-conversation-2024"),
        system=st.none() | st.lists(texts, max_size=2),
        toolConfig=st.none() | configs,
    )
)
