"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, optional, shuffled, text


def either(one, other, inner):
    return st.sampled_from([one, other]).flatmap(lambda key: inner.map(lambda value: {key: value}))


mimes = st.sampled_from(["image/png", "audio/wav", "video/mp4", "application/pdf", "png"])
texts = shuffled(optional({"text": text}, thoughtSignature=text), st.just({}))
thoughts = optional({"text": text, "thought": st.booleans()})
inline = either("inlineData", "inline_data", st.fixed_dictionaries({"mimeType": mimes, "data": text}))
files = either("fileData", "file_data", st.fixed_dictionaries({"mime_type": mimes, "file_uri": text}))
calls = either("functionCall", "function_call", optional({"name": text}, args=st.none() | objects, id=text))
responses = objects | st.fixed_dictionaries({"output": text})
results = either("functionResponse", "function_response", optional({"name": text, "response": responses}, id=text))
others = st.fixed_dictionaries({"executableCode": objects})
user = st.lists(texts | inline | files | results | others, max_size=3)
model = st.lists(texts | thoughts | calls, max_size=4)
contents = shuffled(st.fixed_dictionaries({"role": st.sampled_from(["user", "function"]), "parts": user})) | shuffled(
    st.fixed_dictionaries({"role": st.just("model"), "parts": model})
)
instructions = shuffled(optional({"parts": st.lists(st.fixed_dictionaries({"text": text}), max_size=2)}, role=text))
declarations = st.lists(
    shuffled(
        optional(
            {"name": text},
            parameters=objects | st.just({"type": "OBJECT", "properties": {"a": {"type": "STRING"}}}),
        ),
        st.just({}),
    ),
    max_size=2,
)
tools = either("functionDeclarations", "function_declarations", declarations) | st.just({"googleSearch": {}})
system = st.just({}) | either("systemInstruction", "system_instruction", st.none() | instructions)
ROWS = shuffled(
    st.tuples(
        optional(
            {"contents": st.lists(contents, min_size=1, max_size=4)},
            tools=st.none() | st.lists(tools, max_size=2),
            generationConfig=objects,
        ),
        system,
    ).map(lambda pair: pair[0] | pair[1])
)
