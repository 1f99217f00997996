"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import call_texts, optional, shuffled, text, tool_columns

marks = st.sampled_from([0, 0.0, 1.0, 0.5, True, None, "1"])
types = st.sampled_from(["text", "image_url", "video_url", "audio_url"])
said = st.lists(shuffled(st.fixed_dictionaries({"type": types, "value": text})), max_size=2)
thoughts = st.lists(st.fixed_dictionaries({"type": st.just("reasoning"), "value": text}), max_size=1)
calls = st.lists(st.fixed_dictionaries({"type": st.just("tool_call"), "value": call_texts}), max_size=2)
answers = st.tuples(thoughts, said, calls).map(lambda parts: [part for group in parts for part in group])
roles = st.sampled_from(["system", "user", "tool"])
turns = optional({"role": roles, "content": said}, loss_weight=marks) | optional(
    {"role": st.just("assistant"), "content": answers}, loss_weight=marks
)
messages = st.lists(shuffled(turns), min_size=1, max_size=3)


@st.composite
def _pairs(draw):
    begin, *ends = draw(messages), draw(messages), draw(messages)
    return {key: begin + end for key, end in zip(("chosen_messages", "rejected_messages"), ends, strict=True)}


ROWS = shuffled(
    st.tuples(_pairs() | st.fixed_dictionaries({"messages": messages}), optional({}, tools=tool_columns)).map(
        lambda both: both[0] | both[1]
    )
)
