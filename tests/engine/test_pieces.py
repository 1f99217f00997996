"""What is made in parts: the same bytes however it is cut, and nothing left behind however it ends."""

import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ftdata.cli import main
from ftdata.engine import Settings, mend, parallel, shelf
from ftdata.engine.convert import Converting
from ftdata.engine.intake import take_in
from ftdata.engine.pieces import pieces
from ftdata.engine.settings import no_progress
from ftdata.engine.shelf import Shelf, shelf_folder
from ftdata.errors import FtdataError

ROOT = Path(__file__).parents[2]
AZURE = ["--target", "azure"]


def _row(word, **more):
    return {"messages": [{"role": "user", "content": f"Say {word}"}, {"role": "assistant", "content": word} | more]}


def _write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def small_units(monkeypatch):
    monkeypatch.setattr(parallel, "UNIT", 20_000)


@pytest.fixture
def mixed(tmp_path):
    """Three files that share rows; broken, blank and mendable lines, CR LF, a byte-order mark, a table."""
    rows = [_row(f"word {number % 900}", **({"weight": 1.0} if number % 5 == 0 else {})) for number in range(1500)]
    lines = [json.dumps(row) + ("\r\n" if number % 50 == 0 else "\n") for number, row in enumerate(rows)]
    lines[7] = lines[700] = '{"messages": [\n\n'
    first, second, third = (tmp_path / name for name in ("a.jsonl", "b.csv", "c.jsonl"))
    first.write_bytes(b"\xef\xbb\xbf" + "".join(lines[:1200]).encode())
    second.write_text("prompt,completion\nSay word 3,word 3\nnew,row\nnew,row\n", encoding="utf-8")
    third.write_bytes("".join(lines[600:]).encode().removesuffix(b"\n"))
    return [str(first), str(second), str(third)]


def test_prepare_is_the_same_for_any_number_of_workers(mixed, small_units, tmp_path):
    for workers in ("1", "2", "3"):
        out = ["--output", str(tmp_path / workers), "--workers", workers]
        assert main(["prepare", *mixed, *AZURE, *out]) == 1
    assert _files(tmp_path / "1") == _files(tmp_path / "2") == _files(tmp_path / "3")
    account = json.loads((tmp_path / "1" / "report.json").read_bytes())["prepare"]
    assert account["rejected_by_code"]["D001"] > 900
    assert account["rows"] == 1200 + 3 + 900 == sum(account["written"].values()) + account["rejected"]


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_convert_is_the_same_for_any_number_of_workers(mixed, small_units, tmp_path, suffix):
    for workers in ("1", "3"):
        out = tmp_path / workers
        out.mkdir()
        files = ["-o", str(out / f"out.{suffix}"), "--rejected", str(out / "rejected.jsonl")]
        assert main(["convert", mixed[0], mixed[2], "--to", "sharegpt", "--workers", workers, *files]) == 1
    assert _files(tmp_path / "1") == _files(tmp_path / "3")
    places = [(Path(reject["file"]).name, reject["example"]) for reject in _lines(tmp_path / "3" / "rejected.jsonl")]
    assert places == [("a.jsonl", 8), ("a.jsonl", 701), ("c.jsonl", 101)]


def test_convert_to_standard_output_in_parts(mixed, small_units, capfdbinary):
    outputs = []
    for workers in ("1", "2"):
        main(["convert", mixed[0], "--to", "sharegpt", "--workers", workers])
        outputs.append(capfdbinary.readouterr().out)
    assert outputs[0] == outputs[1] != b""


@pytest.mark.parametrize("unsafe", [False, True])
def test_fix_is_the_same_for_any_number_of_workers(mixed, small_units, unsafe):
    def run(workers):
        settings = Settings(target="azure", workers=workers)
        result = mend.begin(settings)
        lines = list(mend.mend(mixed[0], settings, result, unsafe=unsafe))
        changed = [line for line in lines if line.before != line.after]
        return b"".join(line.after for line in lines), b"".join(line.before for line in lines), changed, result

    one, two = run(1), run(2)
    assert one == two
    assert one[1] == Path(mixed[0]).read_bytes()
    assert one[3].changed > 200


def test_a_too_long_line_is_named_by_its_line_in_the_file(mixed, small_units, monkeypatch, capsys):
    with open(mixed[2], "ab") as stream:
        stream.write(b"\n" + b"x" * (65 << 20) + b"\n")
    for workers in ("1", "2"):
        assert main(["fix", mixed[2], *AZURE, "--check", "--workers", workers]) == 2
        assert "c.jsonl:902: the line is too long" in capsys.readouterr().err


def test_the_first_of_equal_rows_is_kept_and_named(tmp_path):
    first = _write(tmp_path / "one.jsonl", _row("a"), _row("b"))
    second = _write(tmp_path / "two.jsonl", _row("c"), _row("b"), _row("a"), _row("c"))
    out = tmp_path / "out"
    assert main(["prepare", first, second, *AZURE, "--ignore", "L", "--validation", "0", "--output", str(out)]) == 1
    assert _lines(out / "train.jsonl") == [_row("a"), _row("b"), _row("c")]
    rejected = _lines(out / "rejected.jsonl")
    assert [(reject["line"], reject["example"], reject["codes"]) for reject in rejected] == [
        (2, 2, ["D001"]),
        (3, 3, ["D001"]),
        (4, 4, ["D001"]),
    ]
    problems = json.loads((out / "report.json").read_bytes())["problems"]
    said = [problem["message"] for problem in problems if problem["code"] == "D001"]
    assert f"the same example as line 1 of {first}; the first one was kept" in said
    assert f"the same example as line 1 of {second}; the first one was kept" in said


def test_copies_in_a_document_of_one_line(tmp_path):
    source, out = tmp_path / "rows.json", tmp_path / "out"
    source.write_text(json.dumps([_row("a"), _row("b"), _row("a")]), encoding="utf-8")
    assert main(["prepare", str(source), "--output", str(out), "--validation", "0"]) == 1
    assert _lines(out / "train.jsonl") == [_row("a"), _row("b")]
    assert [reject["example"] for reject in _lines(out / "rejected.jsonl")] == [3]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_pretty_printed_rows_become_lines(tmp_path, workers):
    rows = [_row(f"word {number}") for number in range(100)]
    source, out = tmp_path / "rows.json", tmp_path / "out"
    source.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    run = ["--target", "azure", "--workers", workers]
    assert main(["prepare", str(source), *run, "--output", str(out), "--validation", "0"]) == 0
    assert _lines(out / "train.jsonl") == rows
    assert main(["fix", str(source), *run, "-o", str(tmp_path / "fixed.jsonl")]) == 0
    assert _lines(tmp_path / "fixed.jsonl") == rows


def test_rows_behind_a_dropped_one_keep_their_numbers(tmp_path):
    rows = [_row(f"word {number}") for number in range(100)]
    rows[50]["messages"][1]["content"] = ""
    source = _write(tmp_path / "rows.jsonl", *rows, rows[70])
    settings = Settings(target="azure")
    result = mend.begin(settings)
    assert len([line for line in mend.mend(source, settings, result, unsafe=True) if line.after]) == 100
    copies = [problem for problem in result.report.problems if problem.code == "D001"]
    assert [(copy.location.line, copy.location.example) for copy in copies] == [(101, 101)]
    assert "the same as line 71" in copies[0].message


def test_fixes_of_copies_are_not_counted(tmp_path):
    source, out = tmp_path / "rows.jsonl", tmp_path / "out"
    _write(source, _row("a", weight=1.0), _row("b"), _row("a", weight=1.0))
    assert main(["prepare", str(source), *AZURE, "--output", str(out), "--validation", "0"]) == 1
    account = json.loads((out / "report.json").read_bytes())["prepare"]
    assert (account["fixed"], [fix["rows"] for fix in account["fixes"]]) == (1, [1])
    assert _lines(out / "rejected.jsonl")[0]["row"] == _row("a", weight=1.0), "as it was found"


def test_a_copy_that_was_no_json_is_kept_as_text(tmp_path):
    source, out = tmp_path / "rows.jsonl", tmp_path / "out"
    source.write_text(f"{_row('a')!r}\n{_row('b')!r}\n{_row('a')!r}\n", encoding="utf-8")
    assert main(["prepare", str(source), *AZURE, "--unsafe", "--output", str(out), "--validation", "0"]) == 1
    assert [reject["text"] for reject in _lines(out / "rejected.jsonl")] == [repr(_row("a"))]


SMALL_UNITS = """
import sys
from ftdata.engine import parallel
if __name__ == "__main__":
    parallel.UNIT = 200_000
    from ftdata.cli import main
    sys.exit(main(sys.argv[1:]))
"""


def _start(tmp_path, *words, **options):
    script = tmp_path / "run.py"
    script.write_text(SMALL_UNITS, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    (tmp_path / "out").mkdir()
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, str(script), *words], env=environment, cwd=tmp_path, **pipes, **options)


def _commands(tmp_path, source, workers):
    out = tmp_path / "out"
    run = ["--workers", workers, "--target", "azure"]
    yield "prepare", ["prepare", source, *run, "--output", str(out / "made")]
    yield "convert", ["convert", source, "--to", "sharegpt", *run[:2], "-o", str(out / "out.jsonl")]


@pytest.mark.parametrize(
    ("verb", "workers", "number"),
    [
        ("prepare", "1", signal.SIGINT),
        ("prepare", "2", signal.SIGINT),
        ("convert", "2", signal.SIGINT),
        ("prepare", "2", signal.SIGTERM),
    ],
)
def test_nothing_is_left_when_it_is_interrupted(tmp_path, verb, workers, number):
    source = _write(tmp_path / "in.jsonl", *(_row(f"word {n}", weight=1.0) for n in range(60_000)))
    command = dict(_commands(tmp_path, source, workers))[verb]
    process = _start(tmp_path, *command)
    while process.poll() is None and not list((tmp_path / "out").rglob(".*")):
        time.sleep(0.01)
    time.sleep(0.5)
    assert process.poll() is None, "it is in the middle"
    process.send_signal(number)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == (130 if number == signal.SIGINT else 143), said
    assert said.count(b"\n") == 1, "one line, no traceback"
    time.sleep(0.5)  # a worker that lived on would still write
    assert not list((tmp_path / "out").iterdir()) and not list((tmp_path / "tmp").iterdir())


@pytest.mark.unmeasured
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("verb", ["prepare", "convert"])
def test_nothing_is_left_when_a_file_cannot_grow(tmp_path, workers, verb):
    source = _write(tmp_path / "in.jsonl", *(_row(f"word {n}" * 40) for n in range(4_000)))
    command = dict(_commands(tmp_path, source, workers))[verb]
    limit = (100_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    process = _start(tmp_path, *command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 2
    assert "cannot be written: File too large" in said and said.count("\n") == 1
    assert not list((tmp_path / "out").iterdir()) and not list((tmp_path / "tmp").iterdir())


@dataclass(frozen=True)
class Deadly(Converting):
    """Work in which every process is killed but the one that shares the work out."""

    def begin(self, summary, destination, settings):
        if multiprocessing.parent_process():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().begin(summary, destination, settings)


def test_a_killed_worker_is_told(mixed, small_units, tmp_path):
    settings = Settings(workers=2)
    with shelf_folder(tmp_path) as folder, pytest.raises(FtdataError, match="a worker process was killed"):
        list(pieces(take_in(mixed[0], settings), settings, Deadly("chat"), Shelf(folder), no_progress))
    assert not list(tmp_path.glob(".ftdata*"))


def test_what_a_killed_run_left_is_removed(tmp_path):
    script = (
        "import os, signal\nfrom pathlib import Path\nfrom ftdata.engine.shelf import shelf_folder\n"
        f"with shelf_folder(Path({str(tmp_path)!r})):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert len(list(tmp_path.iterdir())) == 1, "the killed run left its folder"
    with shelf_folder(tmp_path) as folder:
        assert [str(path) for path in tmp_path.iterdir()] == [folder]
    assert not list(tmp_path.iterdir())


def test_a_url_is_read_and_never_written(mixed, tmp_path, capsys):
    url = f"file://{mixed[0]}"
    assert main(["prepare", url, *AZURE, "--output", str(tmp_path / "a")]) == 1
    assert main(["prepare", mixed[0], *AZURE, "--output", str(tmp_path / "b")]) == 1
    assert (tmp_path / "a" / "train.jsonl").read_bytes() == (tmp_path / "b" / "train.jsonl").read_bytes()
    capsys.readouterr()
    for words in (["prepare", url, "--output", "s3://x/y"], ["convert", url, "--to", "chat", "-o", "s3://x/y.jsonl"]):
        assert main(words) == 2
        assert "has to be a path" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["nothing://x/y.jsonl", "file:///nowhere/at/all.jsonl"])
def test_a_url_that_cannot_be_opened(url, capsys):
    assert main(["validate", url]) == 2
    said = capsys.readouterr().err
    assert f"{url}: cannot be opened" in said and said.count("\n") == 1


def test_ray_is_asked_for_and_not_there(mixed, small_units, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr(parallel, "REMOTE_UNITS", 1)
    assert main(["validate", mixed[0], "--engine", "ray"]) == 2
    assert "pip install 'ftdata[ray]'" in capsys.readouterr().err


def test_no_cluster_at_the_address(mixed, small_units, monkeypatch, capsys):
    pytest.importorskip("ray", reason="needs Ray: pip install 'ftdata[ray]'")
    monkeypatch.setattr(parallel, "REMOTE_UNITS", 1)
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    assert main(["validate", mixed[0], "--engine", "ray"]) == 2
    assert "no Ray cluster answers at 127.0.0.1:1" in capsys.readouterr().err


def test_no_such_engine(mixed):
    with pytest.raises(FtdataError, match="no engine is called 'dask'; there are: local, ray"):
        pieces_of_none = pieces(take_in(mixed[0], Settings()), Settings(engine="dask"), Converting("chat"), None, None)
        list(pieces_of_none)


def test_a_folder_goes_also_when_a_signal_stops_its_removal(tmp_path, monkeypatch):
    real = shelf.shutil.rmtree

    def stopped(*words, **more):
        monkeypatch.setattr(shelf.shutil, "rmtree", real)
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf.shutil, "rmtree", stopped)
    with pytest.raises(KeyboardInterrupt), shelf_folder(tmp_path) as folder:
        Path(folder, "piece").touch()
    assert not list(tmp_path.iterdir())
