"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

said = text | st.sampled_from(["", " ", "  two", "Hum: typo\n", "a\n\nHuman says\n", "\n\n"])
turns = st.tuples(st.sampled_from(["Human", "Assistant"]), st.sampled_from([" ", ""]), said)
asked = st.tuples(st.just("Human"), st.sampled_from([" ", ""]), said)


def written(dialogue):
    return "".join(f"\n\n{who}:{space}{what}" for who, space, what in dialogue)


@st.composite
def _pair(draw):
    head = [draw(asked), *draw(st.lists(turns, max_size=3))]
    return {key: written([*head, *draw(st.lists(turns, max_size=2))]) for key in ("chosen", "rejected")}


ROWS = shuffled(_pair()) | shuffled(
    st.tuples(asked, st.lists(turns, max_size=4)).map(lambda pair: {"transcript": written([pair[0], *pair[1]])})
)
