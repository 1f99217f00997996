"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, optional, shuffled, with_media

history = st.none() | st.just("") | st.lists(st.tuples(cells, cells).map(list), max_size=2)


@st.composite
def _rows(draw):
    row = draw(optional({"query": cells, "response": cells}, system=cells, history=history, rejected_response=cells))
    tagged = draw(st.sampled_from([[(row, "query")], []]))
    asked = isinstance(row["query"], str)
    return draw(with_media(row, lambda _: tagged)) if asked and draw(st.booleans()) else row


ROWS = shuffled(_rows())
