"""The same result for any number of workers."""

import json

import pytest

from ftdata.cli import main
from ftdata.engine import Settings, parallel
from ftdata.engine.validate import validate

ROW = {"messages": [{"role": "user", "content": "Say {}."}, {"role": "assistant", "content": "{}"}]}


@pytest.fixture
def big(tmp_path):
    """A file of several units, with a bad line, a blank line and a duplicate here and there."""
    path = tmp_path / "big.jsonl"
    lines = []
    for number in range(2000):
        text = json.dumps(ROW).replace("{}", str(number if number % 97 else 1))
        lines.append(text if number % 131 else text[:-3])
        if number % 50 == 0:
            lines.append("")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def small_units(monkeypatch):
    """Units of a few kilobytes, so that a small file has many. Workers are given the units, not their size."""
    monkeypatch.setattr(parallel, "UNIT", 20_000)


def test_validate(big, small_units):
    one, three = (validate([big], Settings(target="azure", workers=workers)) for workers in (1, 3))
    assert one.problems == three.problems
    assert one.files == three.files
    assert {"F003", "F006", "D001"} <= {problem.code for problem in one.problems}


def test_prepare_writes_the_same_bytes(big, small_units, tmp_path):
    outputs = []
    for workers in ("1", "2"):
        out = tmp_path / workers
        main(["prepare", big, "--target", "azure", "--output", str(out), "--workers", workers])
        outputs.append({file.name: file.read_bytes() for file in out.iterdir() if file.name != "report.json"})
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == {"train.jsonl", "validation.jsonl", "rejected.jsonl"}
