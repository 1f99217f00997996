"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

steps = st.lists(st.tuples(text, st.booleans()), min_size=1, max_size=4)
ROWS = shuffled(
    st.tuples(text, steps).map(
        lambda row: {"prompt": row[0], "completions": [s for s, _ in row[1]], "labels": [v for _, v in row[1]]}
    )
)
