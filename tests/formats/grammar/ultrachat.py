"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

texts = st.lists(text, min_size=2, max_size=5)
ROWS = shuffled(st.fixed_dictionaries({"data": texts}) | st.fixed_dictionaries({"conversations": texts}))
