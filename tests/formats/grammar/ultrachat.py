"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

ROWS = shuffled(st.fixed_dictionaries({"data": st.lists(text, min_size=2, max_size=5)}))
