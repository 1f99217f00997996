"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import objects, shuffled, text

ranks = st.integers(1, 7) | st.floats(1, 7, allow_nan=False)
answers = st.fixed_dictionaries({"answer": text, "rank": ranks}) | shuffled(
    st.fixed_dictionaries({"answer": text, "rank": ranks}), objects
)
prompts = text | st.sampled_from(
    [
        "\n\nHuman: Hi\n\nAssistant: ",
        "\n\nHuman: Hi\n\nAssistant:",
        "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: ",
    ]
)
ROWS = shuffled(st.fixed_dictionaries({"prompt": prompts, "answers": st.lists(answers, min_size=1, max_size=4)}))
