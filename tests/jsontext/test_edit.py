"""Editing text: the value changes as it should, the rest of the bytes do not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftdata.jsontext import compact, dumps, parse, patch
from ftdata.types import DropRow, RemoveKey, RenameKey, ReplaceLine, SetValue

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
STYLES = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def _paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from _paths(item, (*path, step))


def _surrogates(value):
    return any("\ud800" <= char <= "\udfff" for char in json.dumps(value, ensure_ascii=False))


@given(JSON, STYLES, JSON, st.randoms())
def test_set_value(value, style, new, random):
    if _surrogates([value, new]):
        return
    path = random.choice(list(_paths(value)))
    raw = json.dumps(value, **style).encode()
    patched = patch(raw, (SetValue(path, new),))
    expected = json.loads(raw)
    if not path:
        expected = new
    else:
        parent = expected
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = new
    assert json.loads(patched) == json.loads(json.dumps(expected))


@given(JSON, STYLES, st.randoms())
def test_remove_key(value, style, random):
    paths = [path for path in _paths(value) if path]
    if not paths or _surrogates(value):
        return
    path = random.choice(paths)
    raw = json.dumps(value, **style).encode()
    expected = json.loads(raw)
    parent = expected
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    assert json.loads(patch(raw, (RemoveKey(path),))) == expected


def test_only_the_named_bytes_change():
    raw = b'{ "a" : [1.50, {"w": 1.0, "t":"\\u00e9"}],"b":12345678901234567890123 }'
    assert patch(raw, (SetValue(("a", 1, "w"), 1),)) == raw.replace(b'"w": 1.0', b'"w": 1')
    assert patch(raw, (RenameKey(("b",), "c"),)) == raw.replace(b'"b"', b'"c"')
    assert patch(raw, (RemoveKey(("b",)),)) == b'{ "a" : [1.50, {"w": 1.0, "t":"\\u00e9"}] }'


def test_add_a_key():
    assert patch(b'{"a": 1}', (SetValue(("b",), 2),)) == b'{"a": 1, "b": 2}'
    assert patch(b"{}", (SetValue(("b",), 2),)) == b'{"b": 2}'


def test_whole_lines():
    assert patch(b"{}", (ReplaceLine(b"[]"),)) == b"[]"
    assert patch(b"{}", (DropRow(),)) is None


def test_a_path_that_is_not_there():
    with pytest.raises(KeyError):
        patch(b"{}", (RemoveKey(("a",)),))


@given(JSON, STYLES)
def test_what_is_read_is_written_back_equal(value, style):
    if _surrogates(value):
        return
    raw = json.dumps(value, **style).encode()
    read, defects = parse(raw)
    assert not any(defect.fatal for defect in defects)
    assert json.loads(dumps(read)) == value
    assert json.loads(compact(raw)) == value
    assert b"\n" not in compact(raw)


@pytest.mark.parametrize("number", ["1.0", "-0", "-0.0", "1E5", "1e400", "0.1000", "18446744073709551616", "9" * 4300])
def test_numbers_keep_their_spelling(number):
    read, defects = parse(b'{"a": %s}' % number.encode())
    assert not defects
    assert dumps(read) == b'{"a":%s}' % number.encode()


def test_an_integer_beyond_what_python_reads_is_a_defect():
    read, (defect,) = parse(b'{"a": %s}' % (b"9" * 4301))
    assert read is None
    assert (defect.kind, defect.column) == ("huge-number", 7)
