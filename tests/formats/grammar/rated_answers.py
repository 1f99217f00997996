"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, shuffled, text

scores = st.integers(1, 3) | st.floats(1, 10, allow_nan=False)
completions = shuffled(st.fixed_dictionaries({"response": text, "overall_score": scores}), objects)
answers = shuffled(st.fixed_dictionaries({"text": text, "pm_score": scores}), objects)
ROWS = shuffled(
    st.fixed_dictionaries({"instruction": text, "completions": st.lists(completions, min_size=1, max_size=4)})
    | st.fixed_dictionaries({"question": text, "answers": st.lists(answers, min_size=1, max_size=4)})
)
