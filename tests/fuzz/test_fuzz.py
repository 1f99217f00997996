"""Rows of every format with bytes turned, cut, doubled and swapped: each is judged or refused, none is a bug.

``make fuzz FUZZ=100000`` makes more of them.
"""

import json
import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ftdata import formats
from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.errors import FtdataError
from tests.formats.rows import by_format
from tests.rows import broken_line, good_line, mendable_line

TIMES = int(os.environ.get("FTDATA_FUZZ", "400"))
NAMES = ("rows.jsonl", "rows.json", "rows.csv", "rows.tsv", "rows.jsonl.gz", "rows.parquet", "rows.arrow", "rows")
PIECES = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\n\n", b'"', b"\\", b"\\u", b"\\ud800", b"[" * 300, b"{", b"}",
    b"]",
    b",", b":", b"NaN", b"1e999", b"-0", b"9" * 400, b"null", b'"role"', b'"content":1', b"\xe2\x80\xa8",
    b"\x1f\x8b\x08",
    b"PAR1", b"ARROW1\0\0", b"\x28\xb5\x2f\xfd", b"'", b";", b"\t", b"// x", b"[" + b"0," * 50,
)  # fmt: skip
quick = settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))

rows = st.one_of(*by_format().values()).map(lambda row: json.dumps(row).encode())
lines = st.one_of(rows, good_line(), mendable_line(), broken_line())
files = st.lists(lines, min_size=1, max_size=4).map(b"\n".join)


@st.composite
def mutated(draw):
    raw = bytearray(draw(files))
    for _ in range(draw(st.integers(0, 4))):
        place, kind = draw(st.integers(0, len(raw))), draw(st.integers(0, 4))
        if kind == 0:
            raw[place:place] = draw(st.sampled_from(PIECES))
        elif kind == 1:
            del raw[place : place + draw(st.integers(1, 30))]
        elif kind == 2 and place < len(raw):
            raw[place] = draw(st.integers(0, 255))
        elif kind == 3:
            raw[place:place] = raw[place : place + draw(st.integers(1, 60))]
        else:
            raw[place:] = b"" if draw(st.booleans()) else bytes(reversed(raw[place:]))
    return bytes(raw)


def judge(folder, name, raw, **more):
    path = folder / name
    path.write_bytes(raw)
    with suppress(FtdataError):
        validate([str(path)], Settings(workers=1, **more))


@quick
@given(mutated(), st.sampled_from(NAMES), st.sampled_from(("any", "azure", "openai")))
@example(b'{"a": ' + b'"a\\' * 2000, "rows.jsonl", "any")
def test_turned_rows(tmp_path_factory, raw, name, target):
    judge(tmp_path_factory.getbasetemp(), name, raw, target=target)


@quick
@given(mutated(), st.sampled_from(formats.names()))
def test_turned_rows_of_a_named_format(tmp_path_factory, raw, name):
    judge(tmp_path_factory.getbasetemp(), "rows.jsonl", raw, format=name)


@quick
@given(st.binary(max_size=300), st.sampled_from(NAMES), st.sampled_from(PIECES))
def test_any_bytes(tmp_path_factory, raw, name, head):
    judge(tmp_path_factory.getbasetemp(), name, head + raw)


def test_a_bug_would_be_seen(tmp_path, monkeypatch):
    from ftdata.engine import validate as module

    monkeypatch.setattr(module, "start_report", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        judge(tmp_path, "rows.jsonl", b"{}\n")
