"""Parquet and Arrow: every value exactly, or a defect."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftdata.errors import UnreadableError
from ftdata.jsontext import dumps
from ftdata.loaders import open_source, records
from ftdata.writers.huggingface import to_dataset
from tests import needs

WRITERS = {
    "parquet": lambda table, path: pq.write_table(table, path, row_group_size=2),
    "arrow": lambda table, path: _ipc(pa.ipc.new_file, table, path),
    "arrow-stream": lambda table, path: _ipc(pa.ipc.new_stream, table, path),
}


def _ipc(new, table, path):
    with pa.OSFile(str(path), "wb") as sink, new(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


@pytest.fixture(params=WRITERS)
def read(request, tmp_path):
    def written(table):
        path = tmp_path / "table"
        WRITERS[request.param](table, path)
        source = open_source(str(path))
        assert source.container == request.param
        return list(records(source))

    return written


def _cells(read, array, name="x"):
    found = read(pa.table({name: array}))
    return [record.row[name] if record.row else record.defects[0].kind for record in found]


EXACT = {
    "text": (pa.array(["a", None, "ü", "007"]), ["a", None, "ü", "007"]),
    "large text": (pa.array(["a", None], pa.large_string()), ["a", None]),
    "whole numbers": (pa.array([2**63 - 1, None, -(2**63)]), [2**63 - 1, None, -(2**63)]),
    "unsigned": (pa.array([2**64 - 1], pa.uint64()), [2**64 - 1]),
    "fractions": (pa.array([0.1, None, 1e300]), [0.1, None, 1e300]),
    "booleans": (pa.array([True, None, False]), [True, None, False]),
    "nulls": (pa.nulls(2), [None, None]),
    "dictionary": (pa.array(["x", None, "x"]).dictionary_encode(), ["x", None, "x"]),
    "list": (pa.array([["a", None], None, []]), [["a", None], None, []]),
    "large list": (pa.array([["a"], None], pa.large_list(pa.string())), [["a"], None]),
    "fixed list": (pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int64(), 2)), [[1, 2], None, [3, 4]]),
    "struct": (
        pa.array([{"role": "user", "n": None}, None, {"role": None, "n": [1]}]),
        [{"role": "user", "n": None}, None, {"role": None, "n": [1]}],
    ),
    "map": (pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int64())), [{"a": 1}, None, {}]),
    "day": (pa.array([dt.date(2024, 1, 2), None]), ["2024-01-02", None]),
    "timestamp": (
        pa.array([1, -1, None], pa.timestamp("ns")),
        [
            "1970-01-01T00:00:00.000000001",
            "1969-12-31T23:59:59.999999999",
            None,
        ],
    ),
    "timestamp with a zone": (pa.array([0], pa.timestamp("s", "Europe/Oslo")), ["1970-01-01T00:00:00Z"]),
    "time of day": (pa.array([dt.time(1, 2, 3, 400)]), ["01:02:03.000400"]),
    "bytes that are text": (pa.array([b"ok", None]), ["ok", None]),
    "image": (
        pa.array(
            [{"bytes": b"\xff\xd8", "path": None}, None], pa.struct([("bytes", pa.binary()), ("path", pa.string())])
        ),
        [{"bytes": "/9g=", "path": None}, None],
    ),
    "json text": (pa.array(['{"a": [1, null]}', None, '"x"'], pa.json_()), [{"a": [1, None]}, None, "x"]),
}


@pytest.mark.parametrize("case", EXACT)
def test_a_value_is_what_it_was(read, case):
    array, expected = EXACT[case]
    assert _cells(read, array) == expected


def test_a_decimal_keeps_its_digits(read):
    found = read(pa.table({"x": pa.array([Decimal("12.30"), Decimal("-0.05"), Decimal("12345678901234567.89")])}))
    assert [record.raw for record in found] == [b'{"x":12.30}', b'{"x":-0.05}', b'{"x":12345678901234567.89}']


DEFECTS = {
    "NaN": (pa.array([1.0, float("nan")]), "nan"),
    "infinity": (pa.array([1.0, float("inf")]), "nan"),
    "bytes": (pa.array([b"ok", b"\xff\x00"]), "invalid-json"),
    "broken json": (pa.array(["1", "{"], pa.json_()), "invalid-json"),
    "key twice": (pa.array(["1", '{"a": 1, "a": 2}'], pa.json_()), "duplicate-key"),
    "map with a key twice": (
        pa.array([[("a", 1)], [("a", 1), ("a", 2)]], pa.map_(pa.string(), pa.int64())),
        "duplicate-key",
    ),
    "a year that has no name": (pa.array([0, 10**9], pa.date32()), "invalid-json"),
}


@pytest.mark.parametrize("case", DEFECTS)
def test_what_json_cannot_hold_is_a_defect_of_its_row(read, case):
    array, kind = DEFECTS[case]
    first, second = read(pa.table({"x": array, "y": ["a", "b"]}))
    assert first.readable and not first.defects
    assert [defect.kind for defect in second.defects] == [kind]
    assert b'"y":"b"' in second.raw


def test_text_that_is_not_utf8_spoils_one_row(read):
    offsets, data = pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")
    first, second = read(pa.table({"x": pa.Array.from_buffers(pa.string(), 2, [None, offsets, data])}))
    assert first.row == {"x": "a"}
    assert second.defects[0].kind == "not-utf8"


@pytest.mark.parametrize(
    "array", [pa.array([1], pa.duration("s")), pa.array([[(1, 2)]], pa.map_(pa.int64(), pa.int64()))]
)
def test_a_type_without_a_counterpart_is_named(read, array):
    with pytest.raises(UnreadableError, match="column 'odd' has the type"):
        read(pa.table({"odd": array}))


def test_the_place_is_section_and_row(tmp_path):
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"x": list("abcde")}), path, row_group_size=2)
    places = [record.location for record in records(open_source(str(path)))]
    assert [place.section for place in places] == [
        "row group 1, row 1",
        "row group 1, row 2",
        "row group 2, row 1",
        "row group 2, row 2",
        "row group 3, row 1",
    ]
    assert [place.example for place in places] == [1, 2, 3, 4, 5]
    assert {place.line for place in places} == {None}


@pytest.mark.parametrize("kind", WRITERS)
def test_no_beginning_is_read_as_a_whole(tmp_path, kind):
    path = tmp_path / "table"
    WRITERS[kind](pa.table({"x": [str(n) * 9 for n in range(50)]}), path)
    whole = path.read_bytes()
    for size in [*range(16, len(whole), 61), len(whole) - 8, len(whole) - 1]:
        path.write_bytes(whole[:size])
        with pytest.raises(UnreadableError, match="get it again"):
            list(records(open_source(str(path))))


@pytest.mark.parametrize("kind", WRITERS)
def test_flipped_bytes_never_end_the_process(tmp_path, kind):
    path = tmp_path / "table"
    WRITERS[kind](pa.table({"x": [str(n) * 9 for n in range(20)], "l": [[{"a": n}] for n in range(20)]}), path)
    whole = bytearray(path.read_bytes())
    for place in range(8, len(whole), 7):
        whole[place] ^= 0xA5
        path.write_bytes(whole)
        whole[place] ^= 0xA5
        try:
            list(records(open_source(str(path))))
        except UnreadableError:
            continue


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "messages": st.lists(
                st.dictionaries(st.sampled_from(["role", "content", "name"]), values, max_size=3), max_size=3
            ),
            "n": st.integers(-(2**63), 2**63 - 1) | st.none(),
            "t": st.text(st.characters(codec="utf-8"), max_size=8) | st.none(),
        }
    ),
    min_size=1,
    max_size=5,
)


@needs.json_in_datasets
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=rows)
def test_rows_come_back_from_a_dataset(tmp_path, rows):
    dataset = to_dataset(rows)
    pq.write_table(dataset.data.table, tmp_path / "rows.parquet")
    WRITERS["arrow-stream"](dataset.data.table, tmp_path / "rows.arrow")
    for name in ("rows.parquet", "rows.arrow"):
        found = list(records(open_source(str(tmp_path / name))))
        assert [record.row for record in found] == rows
        assert [record.raw for record in found] == [dumps(record.row) for record in found]


def test_nulls_that_a_struct_had_to_fill_in_are_left_out_and_said(read):
    turns = [
        [
            {"role": "user", "content": "a", "tool_calls": None},
            {"role": "assistant", "content": None, "tool_calls": ["x"]},
        ]
    ]
    (record,) = read(pa.table({"messages": turns, "n": [None]}))
    assert record.row["messages"][0] == {"role": "user", "content": "a"}
    assert record.row["n"] is None, "this one was written"
    assert {defect.kind for defect in record.defects} == {"padding"}
