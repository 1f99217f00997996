"""Words of texts, found many at a time, are those that a reader would find one by one."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.similar.normal import folded, normal
from ftdata.similar.words import split

PLAIN = st.text("ab Z9.,-\n\t", max_size=30)


def counts(*texts):
    return split([folded(text) for text in texts]).counts.tolist()


def same(one, two):
    found = split([folded(one), folded(two)])
    cut = int(found.counts[0])
    return found.hashes[:cut].tolist() == found.hashes[cut:].tolist()


@settings(deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=8))
def test_plain_texts_are_cut_at_everything_but_letters_and_digits(texts):
    expected = ["".join(char if char.isalnum() else " " for char in text.lower()).split() for text in texts]
    found = split([folded(text) for text in texts])
    assert found.counts.tolist() == [len(words) for words in expected]
    every = [word for words in expected for word in words]
    known = {}
    assert all(
        known.setdefault(word, number) == number for word, number in zip(every, found.hashes.tolist(), strict=True)
    )
    assert len(set(known.values())) == len(known)


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5), st.lists(st.text(max_size=20), max_size=3))
def test_a_text_has_the_same_words_whatever_stands_beside_it(texts, others):
    alone = [split([folded(text)]).hashes.tolist() for text in texts]
    found = split([folded(text) for text in (*texts, *others)])
    ends = found.counts.cumsum().tolist()
    starts = [0, *ends[:-1]]
    assert [found.hashes[a:b].tolist() for a, b in zip(starts, ends, strict=True)][: len(texts)] == alone


def test_scripts_without_spaces_are_cut_into_characters():
    assert counts("日本語", "ก็ดี", "한국어 말", "a漢b", "日本、語。") == [3, 4, 4, 3, 3]


def test_typographic_marks_divide_as_plain_ones_do():
    assert same("it’s “quoted” — really…", "it's 'quoted' - really...")
    assert not same("naïve", "naive")


def test_symbols_that_are_no_punctuation_are_words():
    assert counts("👍", "+", "C#") == [1, 0, 1]


def test_long_words_differ_by_both_ends_and_their_length():
    assert not same("a" * 20, "a" * 21)
    assert not same("abcdefgh" + "x" * 9, "abcdefgh" + "x" * 8 + "y")
    assert same("Straße", "STRASSE")


@pytest.mark.parametrize("other", ["  Oslo\n is\tit ", "oslo is it", "Ｏｓｌｏ is it", "OSLO\u00a0IS\u3000IT"])
def test_normal_forms_hide_case_spacing_and_compatible_characters(other):
    assert normal("Oslo is it") == normal(other)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_normal_form_is_its_own(text):
    if "\ud800" <= max(text, default="") <= "\udfff":
        return
    assert normal(normal(text).decode()) == normal(text)


def test_words_are_counted_apart():
    assert Counter(split([b"to be or not to be"]).hashes.tolist()).most_common(1)[0][1] == 2
