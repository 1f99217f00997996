"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import optional, scalars, shuffled, text

ROWS = shuffled(
    optional(
        {"prompt": text, "response_0": text, "response_1": text, "better_response_id": st.sampled_from([0, 1])},
        safer_response_id=scalars,
        is_response_0_safe=scalars,
    )
)
