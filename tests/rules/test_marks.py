"""Words are found wherever they stand, with hyperscan and without; a closer look has the last word."""

import sys
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftdata.rules.marks import marks_of, search, words_in
from ftdata.targets import destination

GOAL = destination("azure", "sft")
WORDS = st.sets(st.text("ab{é\u2028.*\\", min_size=1, max_size=5).map(str.encode), max_size=90).map(sorted)
TEXTS = st.text("abc{é\u2028.*\\", max_size=30).map(str.encode)


@pytest.fixture(params=["hyperscan", "automata"])
def way(request):
    """Both ways to search."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "automata":
            patch.setitem(sys.modules, "hyperscan", None)
        else:
            pytest.importorskip("hyperscan")
        yield


@given(words=WORDS, texts=st.lists(TEXTS, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_all_words_that_stand_in_a_text_are_found(way, words, texts):
    find = search(words)
    for text in texts:
        assert sorted(set(find(text))) == [number for number, word in enumerate(words) if word in text]


@given(WORDS, TEXTS)
def test_a_word_stands_in_a_text_or_not(words, text):
    assert words_in(words)(text) == any(word in text for word in words)


def rule(sees, **functions):
    return SimpleNamespace(sees=sees, marks=(), hints=functions.pop("HINTS", ()), module=SimpleNamespace(**functions))


def test_marks_are_gathered_as_they_stand_in_json(way):
    closer = rule("texts", marks=lambda _: ("sk-", "a\nb", "é"), suspect=lambda raw: b"1" in raw)
    other = rule("texts", marks=lambda _: ("sk-",), suspect=lambda raw: b"2" in raw)
    hinted = rule("bytes", HINTS=(b'"{',), suspect=lambda raw: b"{2" in raw)
    plain = rule("texts", marks=lambda _: ('"x"', "é"))
    nothing = (rule("shape"), rule("texts", marks=lambda _: None), rule("bytes", suspect=lambda _: True))
    marks = marks_of([closer, *nothing, other, hinted, plain], GOAL)
    assert set(marks.words) == {b"sk-", b"a\\nb", "é".encode(), b'"{', b'\\"x\\"'}
    find = search(marks.words)
    texts = (b"task-force", b"sk-1", b"sk-2", b'"{1', b'"{2', b'\\"x\\"', b'"x"', "é".encode())
    assert [marks.means(text, find(text)) for text in texts] == [False, True, True, False, True, True, False, True]


@pytest.mark.parametrize("count", [0, 1, 60, 61, 200])
def test_any_number_of_words(way, count):
    find = search([b"word%03d." % number for number in range(count)])
    assert list(find(b"word000, word199")) == []
    assert list(find(b"so word000. it is")) == [0] * (count > 0)
    assert list(find(b"word%03d." % (count - 1))) == [count - 1] * (count > 0)
