"""Rows of the format that hold one example each: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, optional, scalars, shuffled, text

candidates = optional({"text": text, "rating": st.sampled_from([1, 0, -1, None])}, flagged=scalars)
rated = st.fixed_dictionaries(
    {
        "completions": st.lists(candidates, min_size=1, max_size=1),
        "human_completion": st.none(),
        "chosen_completion": st.sampled_from([0, None]),
    }
)
written = st.fixed_dictionaries(
    {
        "completions": st.none() | st.just([]),
        "human_completion": st.fixed_dictionaries({"text": text}),
        "chosen_completion": st.none(),
    }
)
labels = optional({"steps": st.lists(rated | written, min_size=1, max_size=3)}, finish_reason=text, total_time=scalars)
ROWS = shuffled(
    optional({"question": optional({"problem": text}, ground_truth_answer=text), "label": labels}, labeler=text)
)
MANY = shuffled(
    st.fixed_dictionaries(
        {
            "question": st.fixed_dictionaries({"problem": text}),
            "label": st.fixed_dictionaries(
                {
                    "steps": st.lists(
                        optional(
                            {"completions": st.none() | st.lists(candidates, max_size=3)},
                            human_completion=st.none() | st.fixed_dictionaries({"text": text}),
                            chosen_completion=st.none() | st.integers(-1, 4),
                        ),
                        max_size=4,
                    )
                }
            ),
        }
    ),
    objects,
)
"""Rows that hold any number of examples."""
