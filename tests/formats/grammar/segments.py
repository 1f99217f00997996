"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

segments = shuffled(st.fixed_dictionaries({"label": st.booleans(), "text": text}))
ROWS = shuffled(st.fixed_dictionaries({"segments": st.lists(segments, min_size=1, max_size=3)}))
