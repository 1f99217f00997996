"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, optional, shuffled, text

responses = shuffled(st.fixed_dictionaries({"response": text}), objects)
ROWS = shuffled(
    optional({"question": text, "responses": st.lists(responses, min_size=1, max_size=1)}, reference_answer=text)
)
