"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, message_lists, optional, shuffled

sides = st.sampled_from(["conversation", "completion", "response", "answer"])


@st.composite
def _sides(draw):
    side = draw(sides)
    both = cells if draw(st.booleans()) else message_lists
    won = draw(st.sampled_from(["a", "b", "A", " b ", "model_a", "Model_B", f"{side}_a", f"{side}_b"]))
    row = {f"{side}_a": draw(both), f"{side}_b": draw(both), "winner": won}
    return row | draw(optional({}, prompt=cells))


ROWS = shuffled(_sides())
