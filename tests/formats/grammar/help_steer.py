"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import message_lists, optional, scalars, shuffled, text

strengths = st.integers(-3, 3).filter(bool)
ROWS = shuffled(
    optional(
        {"context": message_lists | text, "response1": text, "response2": text, "overall_preference": strengths},
        individual_preference=st.lists(scalars, max_size=2),
    )
    | optional({"prompt": text, "response_1": text, "response_2": text, "preference_strength": strengths})
)
