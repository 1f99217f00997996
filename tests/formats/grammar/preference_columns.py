"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, optional, shuffled, text

history = st.none() | st.just("") | st.lists(st.lists(text, min_size=2, max_size=2), max_size=2)
answers = st.sampled_from(
    [("chosen", "rejected"), ("chosen_response", "rejected_response"), ("response_chosen", "response_rejected")]
)


@st.composite
def _columns(draw):
    row = dict.fromkeys(draw(answers))
    row = {key: draw(cells) for key in row}
    key = draw(st.sampled_from(["question", "instruction", "input", "prompt"]))
    row[key] = draw(cells)
    if key == "instruction" and draw(st.booleans()):
        row["input"] = draw(cells)
    if key == "prompt":
        return row | {"system": draw(text)}
    return row | draw(optional({}, system=cells, history=history))


ROWS = shuffled(_columns())
