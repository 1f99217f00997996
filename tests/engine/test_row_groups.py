"""A Parquet file is shared out by its row groups, and what comes of it is the same for any number of workers."""

import json
from pathlib import Path

import pytest

import ftdata
from ftdata.cli import main
from ftdata.engine import Settings, parallel
from ftdata.engine.intake import take_in
from ftdata.engine.validate import validate
from ftdata.errors import UnreadableError
from ftdata.loaders import group_sizes

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROWS = 600
GROUP = 50


def rows(count=ROWS):
    """Chats, of which some stand twice, some lack an answer, and some have a tool."""
    for number in range(count):
        turns = [{"role": "user", "content": f"question {number if number % 41 else 0}"}]
        turns += [{"role": "assistant", "content": f"answer {number if number % 41 else 0}"}] * bool(number % 67)
        yield {"messages": turns, "id": str(number)}


def write(path, count=ROWS):
    pq.write_table(pa.Table.from_pylist(list(rows(count))), path, row_group_size=GROUP)
    return str(path)


@pytest.fixture
def big(tmp_path):
    return write(tmp_path / "big.parquet")


@pytest.fixture
def small_units(monkeypatch):
    """Units of some row groups. Workers are given the units, not their size."""
    monkeypatch.setattr(parallel, "UNIT", 2500)


def test_units_are_whole_row_groups(big, small_units):
    units = parallel.plan(take_in(big, Settings(workers=2), exact=False), Settings(workers=2))
    assert len(units) > 3
    assert [group for unit in units for group in unit.groups] == list(range(ROWS // GROUP))
    assert len({unit.start for unit in units}) == len(units)
    assert units[-1].end == sum(group_sizes(big)) <= Path(big).stat().st_size
    assert parallel.plan(take_in(big, Settings(workers=1), exact=False), Settings(workers=1)) == []


@pytest.mark.parametrize("name", ["big.parquet", ""])
def test_validate(big, small_units, tmp_path, name):
    write(tmp_path / "more.parquet", 120)
    source = str(tmp_path / name) if name else str(tmp_path)
    one, three = (validate([source], Settings(target="azure", workers=workers)) for workers in (1, 3))
    assert one.problems == three.problems
    assert one.files == three.files
    assert one.rows == (ROWS if name else ROWS + 120)
    assert {"D001", "R001"} <= {problem.code for problem in one.problems}
    places = [problem.location.section for problem in one.problems if problem.code == "R001"]
    assert "row group 2, row 18" in places


VERBS = [
    ["prepare", "--target", "azure", "--no-page", "--output"],
    [
        "convert",
        "--to",
        "alpaca",
        "--rejected",
        "{}/rejected.jsonl",
        "--sidecar",
        "{}/side.jsonl",
        "-o",
        "{}/out.jsonl",
    ],
    ["dedupe", "-o", "{}/out.jsonl"],
]


@pytest.mark.parametrize("words", VERBS, ids=[words[0] for words in VERBS])
def test_the_same_bytes_are_written(big, small_units, tmp_path, words):
    outputs = []
    for workers in ("1", "3"):
        out = tmp_path / workers
        given = [word.format(out) for word in words[1:]]
        if words[0] != "prepare":
            out.mkdir()
        else:
            given.append(str(out))
        assert main([words[0], big, *given, "--workers", workers]) in (0, 1)
        outputs.append({file.name: file.read_bytes() for file in out.iterdir() if file.name != "report.json"})
    assert outputs[0] == outputs[1]
    assert all(outputs[0].values())


@pytest.mark.parametrize("name", ["big.parquet", ""])
def test_stats(big, small_units, tmp_path, capsys, name):
    write(tmp_path / "more.parquet", 120)
    said = []
    for workers in ("1", "2"):
        assert (
            main(["stats", str(tmp_path / name), "--workers", workers, "--tokenizer", "bytes", "--output", "json"]) == 0
        )
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert str(ROWS if name else ROWS + 120) in json.dumps(said[0])


def test_damage_is_told_of(big, small_units):
    data = bytearray(Path(big).read_bytes())
    data[len(data) // 2 : len(data) // 2 + 400] = bytes(400)
    Path(big).write_bytes(bytes(data))
    for workers in (1, 2):
        with pytest.raises(UnreadableError, match="damaged or cut off"):
            validate([big], Settings(workers=workers))


def test_load_reads_every_group(big):
    assert [row["id"] for row in ftdata.load(big)] == [str(number) for number in range(ROWS)]
