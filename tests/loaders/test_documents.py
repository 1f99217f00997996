"""JSON documents, read through a window."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ftdata
from ftdata.cli import main
from ftdata.loaders import _window
from ftdata.loaders import json as documents
from ftdata.loaders.source import Source
from tests.rows import chat_row


def _read(text):
    return list(documents.read(Source("x", "json", io.BytesIO(text))))


def _told(text):
    return [(r.line, r.offset, r.example, r.raw, r.row, r.defects) for r in _read(text)]


@st.composite
def texts(draw):
    """A document, sound or with bytes that are missing or too many."""
    rows = draw(st.lists(chat_row(), max_size=3))
    indent = draw(st.sampled_from([None, 1, 2]))
    text = draw(
        st.sampled_from(
            [
                json.dumps(rows, indent=indent),
                "\n".join(json.dumps(row, indent=indent, ensure_ascii=False) for row in rows),
                json.dumps({"version": 1, "data": rows, "more": {"a": [1]}}, indent=indent),
            ]
        )
    ).encode()
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(text)))
        text = (
            text[:place]
            + draw(st.sampled_from([b"", *(bytes([byte]) for byte in b'{}[]",\n')]))
            + text[place + draw(st.integers(0, 2)) :]
        )
    return text


def _through(step, text):
    """What is told of a text that is read so many bytes at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_window, "_STEP", step)
        patch.setattr(_window, "_WIDEST", 16)
        return _told(text)


@given(text=texts(), step=st.integers(1, 64))
def test_the_width_of_the_window_makes_no_difference(text, step):
    """Nor does it where a document is broken: its rows are parted at the same places."""
    assert _through(step, text) == _told(text)


WHOLE = json.dumps([{"a": 1, "b": "x{"}, {"a": [2, {"c": 3}]}, {"a": 4}], indent=1).encode()
BROKEN = [
    WHOLE,
    WHOLE.replace(b'"x{"', b'"x{'),
    WHOLE.replace(b"},\n {", b"}\n {"),
    WHOLE.replace(b"[\n   2", b"\n   2"),
    WHOLE.replace(b'"a": 1', b'"a" 1}'),
    b'{"data": ' + WHOLE + b',\n "more": [\n1,\n2\n],\n "less": 1}',
    b'{"data": ' + WHOLE + b',\n "more": {}\n "a": [\n1\n]\n}\n}',
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("step", [1, 7, 64])
def test_a_document_that_is_cut_off_is_parted_at_the_same_places(text, step):
    for end in range(1, len(text) + 1, 3):
        assert _through(step, text[:end]) == _told(text[:end]), text[:end]


def test_the_rows_before_a_cut_are_kept():
    found = _read(WHOLE[: WHOLE.index(b'{\n  "a": 4') + 8])
    assert [record.row for record in found] == [{"a": 1, "b": "x{"}, {"a": [2, {"c": 3}]}, None]
    assert [record.line for record in found] == [2, 6, 14]


def test_the_line_of_what_stands_beside_the_rows(monkeypatch):
    monkeypatch.setattr(_window, "_STEP", 50)
    monkeypatch.setattr(_window, "_WIDEST", 16)
    text = b'{"data": [{"a": 1}\n],\n "more": [' + b"\n1," * 300 + b"1],\n\n} x"
    beside, behind = _read(text)[1:]
    assert (beside.line, beside.defects[0].detail) == (2, "'more'")
    assert behind.line == text[: text.rindex(b"x")].count(b"\n") + 1


@given(rows=st.lists(chat_row(), min_size=1, max_size=4), indent=st.sampled_from([None, 2]))
def test_rows_and_places(rows, indent):
    text = json.dumps({"name": "x", "data": rows}, indent=indent).encode()
    *found, beside = _read(text)
    assert [record.row for record in found] == rows
    for record in found:
        assert text[record.offset :].startswith(record.raw)
        assert record.line == text[: record.offset].count(b"\n") + 1
    assert beside.example is None and beside.defects[0].detail == "'name'"


def test_little_of_a_document_is_held(monkeypatch):
    row = json.dumps({"prompt": "a" * 500, "completion": "b" * 500}).encode()
    stream = io.BytesIO(b"[" + b",\n".join([row] * 20_000) + b"]")
    widest = 0
    more = _window.Window._more

    def watched(window):
        nonlocal widest
        result = more(window)
        widest = max(widest, len(window._text))
        return result

    monkeypatch.setattr(_window.Window, "_more", watched)
    assert sum(1 for _ in documents.read(Source("x", "json", stream))) == 20_000
    assert widest < 5 << 20, "of 20 MB"


def test_a_row_that_is_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr(_window, "MAX_LINE", 5000)
    monkeypatch.setattr(documents, "MAX_LINE", 5000)
    monkeypatch.setattr(_window, "_STEP", 700)
    rows = [{"a": 1}, {"a": "x" * 20_000}, {"a": 2}]
    found = _read(json.dumps(rows, indent=1).encode())
    assert [record.row for record in found] == [{"a": 1}, None, {"a": 2}]
    assert found[1].cut and found[1].defects[0].kind == "line-too-long"
    assert [record.line for record in found] == [2, 5, 8]


def test_a_table_of_columns(tmp_path):
    path = tmp_path / "table.json"
    for text in (
        '{"prompt": ["a", "b"], "completion": ["c", "d"]}',
        '{\n "prompt": ["a", "b"],\n "completion": ["c", "d"]\n}',
    ):
        path.write_text(text, encoding="utf-8")
        assert ftdata.load(str(path)).rows == [{"prompt": "a", "completion": "c"}, {"prompt": "b", "completion": "d"}]


def test_one_row_is_no_table_of_columns(tmp_path):
    path = tmp_path / "row.json"
    row = {"messages": [{"role": "user", "content": "a"}], "tools": [{"type": "function"}]}
    path.write_text(json.dumps(row, indent=1), encoding="utf-8")
    assert ftdata.load(str(path)).rows == [row]


def test_what_stands_beside_the_rows_is_said(tmp_path, capsys):
    path = tmp_path / "rows.json"
    row = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    path.write_text(json.dumps({"version": "1.0", "data": [row], "license": "mit"}), encoding="utf-8")
    (problem,) = [problem for problem in ftdata.validate(str(path)).problems if problem.code == "F027"]
    assert "'version', 'license'" in problem.message
    assert [loss.path for loss in ftdata.convert(str(path), to="sharegpt").losses] == ["'version', 'license'"]
    assert main(["convert", str(path), "--to", "chat", "--strict", "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "'version', 'license' could not be carried" in capsys.readouterr().err
    assert main(["fix", str(path), "-o", str(tmp_path / "fixed.jsonl")]) == 0
    assert [json.loads(line) for line in (tmp_path / "fixed.jsonl").read_text().splitlines()] == [row]
