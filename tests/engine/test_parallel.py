"""The same result for any number of workers."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ftdata.cli import main
from ftdata.engine import Settings, parallel
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.validate import judge_unit, validate

ROOT = Path(__file__).parents[2]
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
    rows = {"train.jsonl", "validation.jsonl", "rejected.jsonl"}
    assert set(outputs[0]) == rows | {"job.json", "start.sh", "report.html"}


TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}


@pytest.mark.parametrize("stretch", [1, 7, 150])
def test_units_that_one_process_judges_one_after_the_other(tmp_path, small_units, stretch):
    """What is known of good rows goes from unit to unit; what compares rows begins anew in each."""
    path = tmp_path / "mixed.jsonl"
    rows = []
    for number in range(900):
        row = json.loads(json.dumps(ROW).replace("{}", str(number)))
        if number // stretch % 2:
            row["tools"] = [TOOL]
        rows.append(json.dumps(row) + "\n")
    path.write_text("".join(rows), encoding="utf-8")
    settings = Settings(target="azure", workers=2)
    units = parallel.plan(take_in(str(path), settings, exact=False), settings)
    total = judge_unit(units[0])
    for unit in units[1:]:
        total.merge(judge_unit(unit))
    alone = validate([str(path)], Settings(target="azure", workers=1))
    found = total.finish(Judge(units[0].summary, units[0].destination, settings))
    assert len(units) > 3
    assert sorted(found, key=lambda problem: problem.sort_key) == alone.problems
    assert "S011" in {problem.code for problem in alone.problems}
    assert total.summary.rows == alone.rows == 900


_SLEEPERS = """
import os, sys, time
from pathlib import Path
from ftdata.engine import Settings, parallel

def sleep(name):
    Path(name).write_text(str(os.getpid()))
    time.sleep(600)

if __name__ == "__main__":
    list(parallel.run_jobs(sleep, sys.argv[1:], Settings(workers=2)))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    script, names = tmp_path / "sleepers.py", [tmp_path / "one", tmp_path / "two"]
    script.write_text(_SLEEPERS, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script, *names], env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        _await(lambda: all(name.exists() and name.read_text() for name in names))
    finally:
        parent.kill()
        parent.wait()
    (worker,) = {int(name.read_text()) for name in names} - {parent.pid}
    _await(lambda: not _runs(worker))


def _await(done):
    until = time.monotonic() + 60
    while not done():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def _runs(number):
    """Whether a process is there and no zombie that nobody waits for."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
