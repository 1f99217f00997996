"""The first texts are read and written by the standard library, and say the same as orjson's."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftdata.jsontext import early

TEXT = st.text() | st.sampled_from(["\u2028", "\x7f", "\x00", "\ud800", '"\\/', "\U0001f600", "é"])
NUMBERS = st.integers(-(10**25), 10**25) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
REFUSED = object()
BROKEN = [b"", b"{", b"[-]", b'{"a": 1,}', b"[NaN]", b"[Infinity]", b"[1e999]", b'["\\ud800"]', b'["\\uD800"]', b"[01]"]
BROKEN += [b"[.5]", b"[1] 2", b'["\x01"]', b'["\xff"]', b"\xef\xbb\xbf[]", b'{"a" 1}', b"['a']", b"[" * 300, b'["\\x"]']


@pytest.fixture(autouse=True)
def early_days(monkeypatch):
    monkeypatch.setattr(early, "_allowance", [1 << 30])


@given(VALUES, st.booleans())
def test_what_is_read_is_the_same(value, escaped):
    try:
        raw = json.dumps(value, ensure_ascii=escaped).encode()
    except UnicodeEncodeError:
        return
    early._allowance[0] = 1 << 30
    assert _read(early.loads, raw) == _read(orjson.loads, raw)


@pytest.mark.parametrize("raw", BROKEN)
def test_what_is_refused_is_the_same(raw):
    assert _read(orjson.loads, raw) is REFUSED
    assert _read(early.loads, raw) is REFUSED


def _read(loads, raw):
    try:
        return _small(loads(raw))
    except ValueError:
        return REFUSED


def _small(value):
    """A value with whole numbers beyond 64 bits as orjson gives them, which reads them as floats."""
    if isinstance(value, dict):
        return {key: _small(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(_small, value))
    if type(value) is int and not -(1 << 63) <= value < 1 << 64:
        return float(value)
    return value


@given(TEXT)
def test_texts_are_written_the_same(text):
    early._allowance[0] = 1 << 30
    written = early.dump_text(text)
    assert written is None if "\ud800" in text else written == orjson.dumps(text)


def test_only_the_first_texts_are_read_so(monkeypatch):
    monkeypatch.setattr(early, "_allowance", [10])
    assert early.dump_text("12345678901") is None
    assert early.dump_text("1234") == b'"1234"'
    assert early.loads(b"[1]") == [1]
    assert early._allowance[0] == 1
    assert early.dump_text("a") is None
