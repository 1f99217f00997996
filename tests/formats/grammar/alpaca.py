"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, optional, shuffled, text

ROWS = shuffled(
    optional(
        {"instruction": cells},
        input=cells,
        system=cells,
        history=st.none() | st.just("") | st.lists(st.lists(text, min_size=2, max_size=2), max_size=2),
    ).flatmap(
        lambda row: st.sampled_from(["output", "response"]).flatmap(
            lambda key: cells.map(lambda cell: {**row, key: cell})
        )
    )
)
