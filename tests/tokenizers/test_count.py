"""Counting is exact, and no text breaks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata import tokenizers
from ftdata.tokenizers import _pieces

NAMES = ["o200k_base", "cl100k_base", "o200k_harmony"]
SPACES = "\t\x0b\x0c \x85\xa0\u1680\u2000\u2009\u2028\u2029\u202f\u205f\u3000"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["<|endoftext|>", "<|fim_suffix|>", "<|start|>user<|message|>Hi<|end|>"])
def test_special_tokens_are_text(text, name):
    encoding = tokenizers.encoding(name)
    assert tokenizers.count(text, name) == len(encoding.encode(text, disallowed_special=()))
    special = len(encoding.encode(text, allowed_special="all"))
    assert tokenizers.count(text, name) > special or not any(token in text for token in encoding.special_tokens_set)


def test_name_or_encoding():
    assert tokenizers.count("Hello, world", tokenizers.encoding("o200k_base")) == 3
    assert tokenizers.count("Hello, world", "o200k_base") == 3
    assert tokenizers.count("", "o200k_base") == 0


def test_lone_surrogate():
    assert tokenizers.count("a\ud800b", "o200k_base") > 0


@pytest.mark.parametrize("name", NAMES[:2])
@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        "{}x",
        "x{}x",
        "{}\n",
        "{}\nx",
        "\n{}",
        "x \n{}",
        "{}!",
        "{}7",
        "{}\r\n{}x",
        "{}x{}y",
        "\n{}x",
        "{}<|endoftext|>",
    ],
)
@pytest.mark.parametrize("space", [" ", "\xa0", " \t", "\u3000"])
def test_a_long_run_in_parts(space, shape, name):
    """A run long enough to be taken out, and short enough for the encoding to count it in one go."""
    text = shape.replace("{}", space * (_pieces.LONG + 1))
    assert tokenizers.count(text, name) == len(tokenizers.encoding(name).encode_ordinary(text))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text", [" " * 1_200_000, " " * 1_200_000 + "x", "\n" + "\t" * 1_200_000, " \t" * 600_000 + "x"]
)
def test_no_panic(text, name, capfd):
    assert 0 < tokenizers.count(text, name) < len(text)
    assert capfd.readouterr().err == ""


def test_almost_long_runs_take_no_time():
    text = (" " * (_pieces.LONG - 1) + "\n") * 10
    assert list(_pieces.parts(text, joins_last_space=False)) == [(text, "")]


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(
        st.sampled_from([*SPACES, "  ", "    ", "\n", "\r\n", "a", "Bc", "7", "!", "\x1c", "/"]), max_size=30
    ),
    name=st.sampled_from(NAMES[:2]),
)
def test_parts_are_exact(text, name):
    """With a limit of three characters in place of the real one, parts and whole agree on any mix."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_pieces, "LONG", 3)
        patch.setattr(_pieces, "_RUN", _pieces.run_pattern(3))
        joined = "".join(text)
        assert tokenizers.count(joined, name) == len(tokenizers.encoding(name).encode_ordinary(joined))
