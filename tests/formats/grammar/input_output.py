"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, files, optional, shuffled, text

ROWS = shuffled(
    optional({"input": text, "output": cells}, image=files | st.none(), audios=st.lists(files, max_size=2))
    | st.fixed_dictionaries({"input": cells, "output": cells})
)
