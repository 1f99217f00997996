"""The fast counters give tiktoken's counts, and where they are missing or do not, tiktoken counts."""

import base64
import json
import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata import tokenizers
from ftdata.tokenizers import _fast
from tests import corpora

pytest.importorskip("splintr")
pytest.importorskip("fastokens")

NAMES = ["o200k_base", "cl100k_base", "o200k_harmony"]


@pytest.fixture
def nothing_made(monkeypatch):
    monkeypatch.setattr(tokenizers, "_COUNTERS", {})


def referee(text, name):
    return tokenizers.count(text, tokenizers.encoding(name))


def agree(texts, name):
    """Compare all counts of both packages, one by one and together."""
    wanted = [referee(text, name) for text in texts]
    for by, bulk in (("splintr", False), ("fastokens", True)):
        counter = tokenizers.counter(name, bulk=bulk)
        assert counter.by == by
        assert [counter.count(text) for text in texts] == wanted
        assert list(counter.count_all(texts)) == wanted


pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "'s",
            "'LL",
            "’ve",
            "'ſ",
            "\u180e",
            "\u180e's",
            "L'ſ'redt",
            " \t",
            "\r\n",
            "\u3000",
            "\x85",
            "\xa0\xa0",
            "12345",
            "<|endoftext|>",
            "<|im_start|>",
            "👩‍👩‍👧",
            "अनुच्छेद",
        ]
    ),
    st.text(st.characters(min_codepoint=0x80, exclude_categories=["Cs"]), max_size=8),
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.lists(pieces, max_size=8).map("".join), max_size=5))
def test_any_text(name, texts):
    agree(texts, name)


@pytest.mark.parametrize("name", NAMES)
def test_lone_surrogates(name):
    agree(["a\ud800b", "\udfff", "plain", "\ud83d\ude00"], name)


@pytest.mark.parametrize("name", NAMES[:2])
def test_long_texts_of_few_characters(name):
    noise = random.Random(5).randbytes(30_000)
    agree(
        ["a" * 50_000, " " * 50_000, " " * 50_000 + "x", "😀" * 9000, base64.b64encode(noise).decode(), "\n" * 9000],
        name,
    )


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from strings(item)


def texts_of(path):
    """Every string of a file of JSON, or of JSON lines; the text of any other."""
    text = path.read_bytes().decode("utf-8", "replace")
    for line in [text] if path.suffix == ".json" else text.split("\n"):
        try:
            yield from strings(json.loads(line))
        except (ValueError, RecursionError):
            yield line


@corpora.needed
@pytest.mark.parametrize("name", NAMES[:2])
def test_every_text_of_real_files(name):
    """Real texts in 41 languages, code, hostile strings: all of them, and a third for the older vocabulary."""
    files = [path for path in sorted(corpora.ROOT.rglob("*")) if path.is_file() and path.suffix != ".gz"]
    texts = list(dict.fromkeys(text for path in files for text in texts_of(path)))
    assert len(texts) > 50_000
    agree(texts if name == "o200k_base" else texts[::3], name)


@pytest.mark.usefixtures("nothing_made")
def test_the_user_may_choose_the_referee(monkeypatch):
    monkeypatch.setenv(_fast.CHOICE, "tiktoken")
    assert tokenizers.counter("o200k_base", bulk=True).by == "tiktoken"
    assert tokenizers.count("Hello, world", "o200k_base") == 3
    tokenizers._COUNTERS.clear()
    monkeypatch.setenv(_fast.CHOICE, "fastokens")
    assert tokenizers.counter("o200k_base").by == "fastokens"


@pytest.mark.usefixtures("nothing_made")
def test_without_them_tiktoken_counts(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastokens", None)
    assert tokenizers.counter("cl100k_base", bulk=True).by == "splintr"
    tokenizers._COUNTERS.clear()
    monkeypatch.setitem(sys.modules, "splintr", None)
    assert tokenizers.counter("cl100k_base").by == "tiktoken"
    assert tokenizers.counter("cl100k_base", bulk=True).by == "tiktoken"
    assert tokenizers.count("Hello, world", "cl100k_base") == 3


@pytest.mark.usefixtures("nothing_made")
def test_a_version_that_counts_otherwise_is_not_used(monkeypatch):
    monkeypatch.setattr(_fast, "_PROOF", _fast._PROOF + "?")
    assert tokenizers.counter("o200k_base").by == "tiktoken"


def test_the_proof_is_what_tiktoken_counts():
    assert {name: referee(_fast._PROOF, name) for name in _fast._PROVEN} == _fast._PROVEN


@pytest.mark.parametrize("unit", ["a", " ", "\t", "😀", "7", "^", "\n", "ก", "的"])
def test_a_megabyte_of_one_character_is_counted(unit):
    """A count that is not linear would take hours here; `python -m tests.benchmarks --only tokens` measures it."""
    agree([unit * (1_000_000 // len(unit.encode()))], "o200k_base")
