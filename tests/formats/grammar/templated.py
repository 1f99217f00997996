"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

said = text.filter(lambda words: "###" not in words and "<|" not in words)
pairs = st.lists(st.tuples(said, said), min_size=1, max_size=2)
ends = st.sampled_from(["<|im_end|>", "<|im_end|>\n"])


@st.composite
def _chatml(draw):
    turns = [("system", draw(said))] if draw(st.booleans()) else []
    turns += [turn for q, a in draw(pairs) for turn in (("user", q), ("assistant", a))]
    return "".join(f"<|im_start|>{who}\n{what}{draw(ends)}" for who, what in turns)


@st.composite
def _markers(draw):
    space = st.sampled_from(["", " "])
    turns = [turn for q, a in draw(pairs) for turn in (("Human", q), ("Assistant", a))]
    asked = [("Human", draw(said))] if draw(st.booleans()) else []
    return "".join(f"### {who}:{draw(space)}{what}" for who, what in [*turns, *asked])


ROWS = shuffled(st.fixed_dictionaries({"text": _chatml() | _markers()}))
