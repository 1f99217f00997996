"""The quick look at a row finds what a slow and thorough one finds, which is written out here."""

import json
import re

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftdata.jsontext import MAX_DEPTH, ExactFloat, ExactInt, dumps, examine, parse
from ftdata.types import Defect

STRING = r'"(?:[^"\\]|\\.)*"'
TOKEN = re.compile(rf"({STRING})|([\[{{])|([\]}}])|([:,])|([^\s\[\]{{}}:,\"]+)", re.DOTALL)


class Thorough:
    """Reads a valid text token by token, without haste."""

    def __init__(self, raw: bytes) -> None:
        self.text = raw.decode()
        self.tokens = list(TOKEN.finditer(self.text))
        self.at = 0

    def byte(self, place: int) -> int:
        return len(self.text[:place].encode()) + 1

    def take(self) -> re.Match[str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def value(self):
        token = self.take()
        if token[2] == "[":
            return self.items()
        if token[2] == "{":
            return self.pairs()
        if token[1]:
            return json.loads(token[0])
        return number(token[0])

    def items(self):
        found = []
        while self.tokens[self.at][0] != "]":
            found.append(self.value())
            if self.tokens[self.at][0] == ",":
                self.at += 1
        self.at += 1
        return found

    def pairs(self):
        found = {}
        while self.tokens[self.at][0] != "}":
            token = self.take()
            key = json.loads(token[0])
            if key in found:
                raise DuplicateError(key[:60], self.byte(token.start()))
            self.at += 1
            found[key] = self.value()
            if self.tokens[self.at][0] == ",":
                self.at += 1
        self.at += 1
        return found

    def depth(self) -> int:
        depth = deepest = 0
        for token in self.tokens:
            depth += bool(token[2]) - bool(token[3])
            deepest = max(deepest, depth)
        return deepest

    def odd_characters(self):
        for separator in "\u2028\u2029":
            if separator in self.text:
                place = self.byte(self.text.index(separator))
                return (Defect("line-separator", "U+2028 or U+2029", place, fatal=False),)
        for token in self.tokens:
            for escape in re.finditer(r"\\(?:u[0-9a-fA-F]{4}|.)", token[1] or ""):
                code = ord(json.loads(f'"{escape[0]}"')) if escape[0][1] == "u" else None
                if code is not None and (code in range(0x7F, 0xA0) or code < 0x20) and code not in WHITE:
                    place = self.byte(token.start() + escape.start())
                    return (Defect("control-character", escape[0], place, fatal=False),)
        return ()


WHITE = (0x09, 0x0A, 0x0C, 0x0D)


class DuplicateError(ValueError):
    pass


def number(text: str):
    if text in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text]
    if re.fullmatch(r"-?[0-9]+", text):
        return ExactInt(text) if len(text) > 18 or text == "-0" else int(text)
    return float(text) if repr(float(text)) == text else ExactFloat(text)


def thorough(raw: bytes):
    reader = Thorough(raw)
    if reader.depth() > MAX_DEPTH:
        return None, (Defect("too-deep", f"nested more than {MAX_DEPTH} levels deep"),)
    try:
        return reader.value(), reader.odd_characters()
    except DuplicateError as error:
        return None, (Defect("duplicate-key", *error.args),)


def spelled(value):
    """A value with the type and the spelling of every number, and every object in its order."""
    if isinstance(value, dict):
        return [(key, spelled(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [spelled(item) for item in value]
    return (type(value), getattr(value, "text", None), repr(value))


KEYS = st.sampled_from(["role", "content", "messages", "a", "ä", 'q"', "b\\", ":", '\\":', "{", "u0000", "\x7f"])
SNIPPETS = [
    *("hello ", '"', "\\", '\\"', '":', "[", "{", "}", ",", "-0", ": -0", "12345678901234567", "1.50", "\n", "\t"),
    *("\u2028", "\u2029", "“quoted”", "\x00", "\x7f", "\x85", "\\u0000", "ä", "日本", "😀", "é"),
]
STRINGS = st.lists(st.sampled_from(SNIPPETS), max_size=6).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=6
)
NUMBERS = st.sampled_from(
    [
        "0",
        "-0",
        "1",
        "-1",
        "7",
        "0.5",
        "-0.0",
        "1.50",
        "1e5",
        "1E+2",
        "0.1e-7",
        "-0e1",
        "123456789012345",
        "999999999999999",
        "1000000000000000",
        "-1000000000000000",
        "12345678901234567",
        "999999999999999999",
        "9007199254740993",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "100000000000000000000",
        "3.141592653589793238",
    ]
)
SPACES = st.sampled_from(["", "", "", " ", "  ", "\t", "\n", " \r\n"])


def literal(draw, text: str) -> str:
    """The text as a literal: with escapes, or as it is where it may be."""
    ascii_only = draw(st.booleans())
    written = json.dumps(text, ensure_ascii=ascii_only)
    return written.replace("/", "\\/") if draw(st.booleans()) else written


@st.composite
def texts(draw, depth: int = 3):
    """Valid JSON texts with odd spaces, spellings and, now and then, a key that stands twice."""
    kind = draw(st.sampled_from(["string", "string", "number", "word", "object", "object", "array"]))
    space = lambda: draw(SPACES)  # noqa: E731
    if depth == 0 or kind == "string":
        return literal(draw, draw(STRINGS))
    if kind == "number":
        return draw(NUMBERS)
    if kind == "word":
        return draw(st.sampled_from(["true", "false", "null"]))
    items = [draw(texts(depth=depth - 1)) for _ in range(draw(st.integers(0, 3)))]
    if kind == "array":
        return f"[{space()}" + f"{space()},{space()}".join(items) + f"{space()}]"
    keys = draw(st.lists(KEYS, min_size=len(items), max_size=len(items), unique=draw(st.integers(0, 5)) > 0))
    members = [f"{literal(draw, key)}{space()}:{space()}{item}" for key, item in zip(keys, items, strict=True)]
    return f"{{{space()}" + f"{space()},{space()}".join(members) + f"{space()}}}"


@given(texts().map(lambda text: f'{{"row": {text}}}'))
@example('{"a\\u0062": 1, "ab": 2}')
@example('{"a": {"b": [1, {"c": 1, "c": {"c": 2}}]}, "a": 3}')
@example('{"a": "\\\\", "b": "\\\\\\"", "b": "x"}')
@example('{"a": "\\\\u0000", "b": "\\\\\\u0001"}')
@example('{"a": "\\u0009\\u00e9\\u009f"}')
@settings(max_examples=666, deadline=None)
def test_quick_is_as_good_as_thorough(text):
    raw = text.encode()
    value, defects = examine(raw, orjson.loads(raw))
    expected, wrong = thorough(raw)
    assert defects == wrong
    assert spelled(value) == spelled(expected)
    assert parse(raw) == (value, defects)


@pytest.mark.parametrize("levels", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 900])
@pytest.mark.parametrize("opening", ["[", '{"a":', '{"[": "]{", "a":'])
@pytest.mark.parametrize("inside", ["1", '"[[[["', '{"b": 1, "b": 2}', "1.50"])
def test_depth(levels, opening, inside):
    raw = (opening * levels + inside + ("]" if opening == "[" else "}") * levels).encode()
    value, defects = examine(raw, orjson.loads(raw))
    expected, wrong = thorough(raw)
    assert defects == wrong
    assert value is None if wrong else dumps(value) == dumps(expected)


def test_a_shadowed_value_counts_for_the_depth():
    raw = b'{"a": ' + b"[" * 300 + b"]" * 300 + b', "a": 1}'
    assert [defect.kind for defect in examine(raw, orjson.loads(raw))[1]] == ["too-deep"]


def test_a_huge_integer_is_refused_where_it_stands():
    raw = b'{"a": 1, "b": ' + b"9" * 5000 + b"}"
    assert examine(raw, {"a": 1, "b": 1e300})[1] == (Defect("huge-number", "5000 digits", 15),)


@pytest.mark.parametrize("raw", [b"1", b"1.50", b'"a\\"b"', b"-0", b"[]", b"{}", b"null", b" [1] "])
def test_any_value_may_be_the_root(raw):
    assert spelled(examine(raw, orjson.loads(raw))[0]) == spelled(thorough(raw)[0])
