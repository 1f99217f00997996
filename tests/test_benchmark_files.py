"""The files of the benchmark: the same bytes for the same seed, and what their kinds promise."""

import hashlib
from itertools import islice

import orjson
import pytest

import ftdata
from tests.benchmarks import files

KINDS = ("chat", "mixed", "short", "tools", "ascii", "compact", "bad", "twice", "preference", "completion", "sharegpt")


def _rows(kind, number, seed=files.SEED):
    return list(islice(files.lines(kind, seed), number))


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_the_same_rows(kind):
    assert _rows(kind, 20) == _rows(kind, 20)
    assert _rows(kind, 20) != _rows(kind, 20, seed=1)


def test_the_rows_are_those_that_were_measured():
    """Another Python or another machine measures on the same bytes, so that figures can be compared."""
    digest = hashlib.sha256("\n".join(line for kind in KINDS for line in _rows(kind, 20)).encode())
    assert digest.hexdigest()[:16] == "366caebe68b6fa30"


@pytest.mark.parametrize("kind", ["chat", "ascii", "compact"])
def test_the_dress_of_a_row_does_not_change_it(kind):
    assert [orjson.loads(line) for line in _rows(kind, 20)] == [orjson.loads(line) for line in _rows("chat", 20)]


@pytest.mark.parametrize("kind", ["chat", "mixed", "short", "tools", "ascii", "compact"])
def test_whole_rows_have_no_problems(tmp_path, kind):
    path = files.make(tmp_path / "rows.jsonl", kind, 200_000)
    assert [
        problem.code for problem in ftdata.validate(path, target="azure").problems if problem.severity != "info"
    ] == []


def test_one_row_in_a_hundred_is_broken():
    whole, bad = _rows("chat", 3000), _rows("bad", 3000)
    assert 15 <= sum(a != b for a, b in zip(whole, bad, strict=True)) <= 45


def test_a_multiplied_file_has_no_row_twice(tmp_path):
    source = files.make(tmp_path / "rows.jsonl", "chat", 100_000)
    path = files.multiply(tmp_path / "more.jsonl", source, 500_000)
    written = path.read_bytes().splitlines()
    assert 500_000 <= path.stat().st_size < 700_000
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("kind", files.ODD)
def test_odd_files_are_written(tmp_path, kind):
    path = files.make_odd(tmp_path / "odd.jsonl", kind, 10)
    last = path.read_bytes().splitlines()[-1]
    assert kind == "abyss" or orjson.loads(last)["messages"]
