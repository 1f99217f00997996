"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import optional, scalars, shuffled, text

ROWS = shuffled(
    optional(
        {"history": text, "human_ref_A": text, "human_ref_B": text, "labels": st.sampled_from([0, 1])},
        score_A=st.integers(),
        score_B=st.integers(),
        post_id=scalars,
    )
)
