"""Rows to every kind of file and back."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ftdata
from ftdata.cli import main
from ftdata.errors import UsageError
from tests.rows import chat_row

PACKINGS = ("", ".gz", ".zst", ".xz", ".bz2")
texts = st.text(st.characters(codec="utf-8"), max_size=12)
any_rows = st.lists(
    st.dictionaries(texts, texts | st.integers() | st.none() | st.lists(texts, max_size=2), max_size=3), max_size=4
)


@pytest.mark.parametrize("suffix", [kind + pack for kind in (".jsonl", ".json") for pack in PACKINGS])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=any_rows)
def test_lines_and_documents(tmp_path, suffix, rows):
    path = str(tmp_path / f"rows{suffix}")
    rows = rows or [{"a": 1}]
    assert ftdata.write(rows, path, force=True) == len(rows)
    assert ftdata.load(path).rows == rows


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=st.lists(chat_row(), min_size=1, max_size=4))
def test_parquet(tmp_path, rows):
    path = str(tmp_path / "rows.parquet")
    ftdata.write(rows, path, force=True)
    assert ftdata.load(path).rows == rows


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".csv.zst"])
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=st.lists(st.fixed_dictionaries({"prompt": cells, "completion": cells}), min_size=1, max_size=4))
def test_tables(tmp_path, suffix, rows):
    path = str(tmp_path / f"rows{suffix}")
    ftdata.write(rows, path, force=True)
    assert ftdata.load(path).rows == rows


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".json.zst", ".csv.xz", ".tsv.bz2", ".parquet"])
def test_the_same_rows_give_the_same_bytes(tmp_path, suffix):
    rows = [{"prompt": f"word {n}", "completion": str(n)} for n in range(500)]
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    ftdata.write(rows, str(first))
    ftdata.write(rows, str(second))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("suffix", "said"),
    [
        (".csv", ["it is written as JSON text", "null is an empty cell", "has no such key"]),
        (".parquet", ["where a row has no such key, the table has null"]),
    ],
)
def test_what_a_table_cannot_hold_is_said(tmp_path, capsys, suffix, said):
    source, out = tmp_path / "rows.jsonl", tmp_path / f"out{suffix}"
    rows = [
        {"prompt": "a", "completion": "b", "n": 1},
        {"prompt": "c", "completion": "d", "n": None},
        {"prompt": "e", "completion": "f"},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = ["convert", str(source), "--to", "prompt-completion", "-o", str(out)]
    assert main([*command, "--strict"]) == 2
    assert not out.exists()
    capsys.readouterr()
    assert main(command) == 0
    err = capsys.readouterr()
    assert all(each in err.out + err.err for each in said)


@pytest.mark.parametrize("name", ["rows.txt", "rows.gz", "rows.parquet.gz", "rows"])
def test_another_ending_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match=r"ends in one of \.csv"):
        ftdata.write([{"a": 1}], str(tmp_path / name))


def test_nothing_is_left_of_a_table_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(rows):
        raise UsageError(f"{len(list(rows))} rows are too many")

    monkeypatch.setattr("ftdata.writers.parquet.Columns", refuse)
    with pytest.raises(UsageError, match="2 rows"):
        ftdata.write([{"a": "x"}, {"a": 1}], str(tmp_path / "rows.parquet"))
    assert not list(tmp_path.iterdir())


def test_fixed_lines_are_packed_as_the_name_says(tmp_path):
    source, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl.gz"
    row = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    source.write_text("\n" + json.dumps(row) + "\n", encoding="utf-8")
    assert main(["fix", str(source), "-o", str(out)]) == 0
    assert out.read_bytes()[:2] == b"\x1f\x8b"
    assert ftdata.load(str(out)).rows == [row]
