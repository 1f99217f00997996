"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

said = text.filter(lambda words: not any(mark in words for mark in ("###", "<|", "<s", "<e", "<<", "</", "INST]")))
pairs = st.lists(st.tuples(said, said), min_size=1, max_size=2)
ends = st.sampled_from(["<|im_end|>", "<|im_end|>\n"])


@st.composite
def _chatml(draw):
    turns = [("system", draw(said))] if draw(st.booleans()) else []
    turns += [turn for q, a in draw(pairs) for turn in (("user", q), ("assistant", a))]
    return "".join(f"<|im_start|>{who}\n{what}{draw(ends)}" for who, what in turns)


@st.composite
def _llama(draw):
    turns = [("system", draw(said))] if draw(st.booleans()) else []
    turns += [turn for q, a in draw(pairs) for turn in (("user", q), ("assistant", a))]
    begin = draw(st.sampled_from(["", "<|begin_of_text|>"]))
    return begin + "".join(f"<|start_header_id|>{who}<|end_header_id|>\n\n{what}<|eot_id|>" for who, what in turns)


@st.composite
def _gemma(draw):
    turns = [turn for q, a in draw(pairs) for turn in (("user", q), ("model", a))]
    begin, end = draw(st.sampled_from([("", ""), ("<bos>", ""), ("<bos>", "<eos>")]))
    return begin + "".join(f"<start_of_turn>{who}\n{what}<end_of_turn>\n" for who, what in turns) + end


@st.composite
def _llama_2(draw):
    begin = f"<<SYS>>\n{draw(said)}\n<</SYS>>\n\n" if draw(st.booleans()) else ""
    asked = [f"[INST] {begin * (not place)}{q} [/INST] {a} </s>" for place, (q, a) in enumerate(draw(pairs))]
    return "<s>" + draw(st.sampled_from(["", "<s>"])).join(asked)


@st.composite
def _markers(draw):
    space = st.sampled_from(["", " "])
    turns = [turn for q, a in draw(pairs) for turn in (("Human", q), ("Assistant", a))]
    asked = [("Human", draw(said))] if draw(st.booleans()) else []
    return "".join(f"### {who}:{draw(space)}{what}" for who, what in [*turns, *asked])


ROWS = shuffled(st.fixed_dictionaries({"text": _chatml() | _markers() | _llama() | _llama_2() | _gemma()}))
