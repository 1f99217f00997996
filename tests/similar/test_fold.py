"""Folding many texts at once gives what folding each of them gives."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftdata.similar.fold import fold_all
from ftdata.similar.normal import folded

MARKED = st.text(
    "aeÅßİı…ﬁ½\u00a0ｶﾞがกำุ่้สุ\u0301\u0323\u0345क़ि\u094d\u093c한\u1112\u1161\u11ab\u09c7\u09be\u0644\u0651\u064e\0\n🙂𐐀😀🏽\u200d",
    max_size=8,
)
ANY = st.text(st.characters(), max_size=6)


def same(texts):
    return fold_all(texts) == [folded(text) for text in texts]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(MARKED, ANY), max_size=6))
@example(["", "é", "\0é", "e\u0301", "É\ud800", "\udc80\ud83d", "ß" * 3, "K\u212b", "\u0e38\u0e48", "\u0e48\u0e38"])
def test_texts_are_folded_as_if_each_were_alone(texts):
    assert same(texts)


def test_characters_are_folded_as_they_are_alone_and_beside_others():
    """All of the scripts that have case or marks, and some of the others."""
    every = [chr(code) for code in (*range(0x3100), *range(0x3100, 0x30000, 13)) if not 0xD800 <= code < 0xE000]
    assert same(every)
    assert same([f"é{char}\u0323\u0301" for char in every[::5]])
    assert same([f"{char}{later}" for char, later in zip(every[::3], every[0x301::3], strict=False)])
