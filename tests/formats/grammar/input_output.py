"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, files, optional, shuffled

ROWS = shuffled(
    optional({"input": cells, "output": cells}, image=files | st.none(), audios=st.lists(files, max_size=2))
)
