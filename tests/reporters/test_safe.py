"""Text from data cannot drive a terminal or a CI."""

import json
import unicodedata

import pytest

from ftdata.reporters import guarded, safe, safe_json

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDDEN = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *BIDI,
    "\u2028",
    "\u2029",
    "\ufeff",
    "\udc80",
    "\U000e0041",
]


@pytest.mark.parametrize("char", HIDDEN, ids=[f"U+{ord(char):04X}" for char in HIDDEN])
def test_hidden_characters_are_escaped(char):
    assert safe(f"a{char}b") == f"a{char.encode('unicode_escape').decode()}b"
    inner = json.dumps(f"a{char}b", ensure_ascii=False)
    assert char not in safe_json(inner)
    assert json.loads(safe_json(inner)) == f"a{char}b"


def test_no_control_or_direction_character_is_forgotten():
    for number in range(0x11000):
        char = chr(number)
        if unicodedata.category(char) == "Cc" or unicodedata.bidirectional(char) in _DIRECTIONS:
            assert safe(char) != char, f"U+{number:04X}"


_DIRECTIONS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI", "B", "S"} - {"WS"}


@pytest.mark.parametrize(
    "text", ["Grüße", "日本語", "שלום", "नमस्ते", "👩‍👩‍👧", "a\\nb", "messages[2].content", "C:\\x", "::", "# [x]"]
)
def test_ordinary_text_stays(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("##[error]x", "##\\[error]x"), ("a ##vso[task.x]", "a ##vso\\[task.x]"), ("##teamcity[x]", "##teamcity\\[x]")],
)
def test_commands_that_count_anywhere_are_broken(text, expected):
    assert safe(text) == expected
    assert json.loads(safe_json(json.dumps(text))) == text
    assert "[" not in safe_json(json.dumps(text))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("::error::x", "\\x3a:error::x"),
        ("   ::error::x", "   \\x3a:error::x"),
        ("\x1b[1m::error::x\x1b[0m", "\x1b[1m\\x3a:error::x\x1b[0m"),
        ("a ::error::", "a ::error::"),
        (":x", ":x"),
    ],
)
def test_commands_at_the_beginning_of_a_line_are_broken(line, expected):
    assert guarded(line) == expected


def test_long_text_is_cut():
    assert safe("abcdef", 4) == "abc…"
    assert safe("abcd", 4) == "abcd"
