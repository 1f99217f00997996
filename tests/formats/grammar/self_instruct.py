"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, optional, shuffled

instances = shuffled(optional({"output": cells}, input=cells))
ROWS = shuffled(st.fixed_dictionaries({"instruction": cells, "instances": st.lists(instances, min_size=1, max_size=1)}))
