"""The same bytes from a Ray cluster as from this machine, also when it loses processes."""

import json
import os
import signal
import warnings

import pytest

from ftdata.cli import main
from ftdata.engine import Settings, carry, mend, parallel, prepare
from ftdata.engine.cluster import run_remotely
from ftdata.engine.convert import Converting
from ftdata.engine.prepare import Preparing
from ftdata.engine.validate import validate
from ftdata.errors import FtdataError, UnreadableError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    ray = pytest.importorskip("ray", reason="needs Ray: pip install 'ftdata[ray]'")

pytestmark = [pytest.mark.heavy, pytest.mark.filterwarnings("ignore")]

AZURE = ["--target", "azure"]


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """A real one, of this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()


@pytest.fixture(autouse=True)
def small_units(monkeypatch):
    """Units of a few kilobytes, so that a small file has many."""
    monkeypatch.setattr(parallel, "UNIT", 20_000)
    monkeypatch.setattr(parallel, "REMOTE_UNITS", 1)


@pytest.fixture
def big(tmp_path):
    """A file of many units, with broken, blank, mendable and repeated lines here and there."""
    path = tmp_path / "big.jsonl"
    path.write_text("".join(map(_line, range(3000))), encoding="utf-8")
    return str(path)


def _line(number):
    answer = {"role": "assistant", "content": f"answer {number % 700 if number % 9 == 0 else number}"}
    if number % 7 == 0:
        answer["weight"] = 1.0
    row = {"messages": [{"role": "user", "content": f"question {answer['content']}"}, answer]}
    text = json.dumps(row) if number % 131 else '{"messages": ['
    return text + ("\n\n" if number % 50 == 0 else "\n")


def _is_first(marker):
    """Whether nobody made the marker before, not even at the same moment."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _dying(kind, marker):
    """Make a kind of work in which one process is killed in the middle of a unit, once."""

    class Dying(kind):
        def begin(self, summary, destination, settings):
            each = kind.begin(self, summary, destination, settings)

            def dangerous(record):
                if record.line == 40 and _is_first(marker):
                    os.kill(os.getpid(), signal.SIGKILL)
                return each(record)

            return dangerous

    return Dying


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_validate(big):
    here, there = (validate([big], Settings(target="azure", engine=engine)) for engine in ("local", "ray"))
    assert here == there
    assert {"F003", "D001", "S013"} <= {problem.code for problem in there.problems}


def test_convert_survives_a_lost_process(big, tmp_path, monkeypatch):
    command = ["convert", big, "--to", "chat"]
    for engine in parallel.ENGINES:
        out = tmp_path / engine
        out.mkdir()
        if engine == "ray":
            monkeypatch.setattr(carry, "Converting", _dying(Converting, str(tmp_path / "killed")))
        files = ["-o", str(out / "out.jsonl"), "--rejected", str(out / "rejected.jsonl")]
        assert main([*command, "--engine", engine, "--workers", "1", *files]) == 1
    assert (tmp_path / "killed").exists(), "a process was killed"
    assert _files(tmp_path / "local") == _files(tmp_path / "ray")


def test_prepare_survives_a_lost_process(big, tmp_path, monkeypatch):
    other = tmp_path / "other.jsonl"
    other.write_text("".join(map(_line, range(2500, 4000))), encoding="utf-8")
    for engine in parallel.ENGINES:
        if engine == "ray":
            monkeypatch.setattr(prepare, "Preparing", _dying(Preparing, str(tmp_path / "killed")))
        out = ["--output", str(tmp_path / engine), "--engine", engine, "--workers", "1"]
        assert main(["prepare", big, str(other), *AZURE, *out]) == 1
    assert (tmp_path / "killed").exists(), "a process was killed"
    assert _files(tmp_path / "local") == _files(tmp_path / "ray")
    beside = {"report.json", "report.html", "job.json", "start.sh"}
    assert set(_files(tmp_path / "ray")) == {"train.jsonl", "validation.jsonl", "rejected.jsonl"} | beside


def test_fix(big):
    def run(engine):
        settings = Settings(target="azure", engine=engine)
        result = mend.begin(settings)
        return b"".join(line.after for line in mend.mend(big, settings, result)), result

    assert run("local") == run("ray")


def test_a_url_is_read_in_parts(big):
    here, there = (validate([name], Settings(target="azure", engine="ray")) for name in (big, f"file://{big}"))
    assert [problem.message for problem in here.problems if problem.code != "D001"] == [
        problem.message for problem in there.problems if problem.code != "D001"
    ]
    assert there.files[0].file == f"file://{big}"
    assert there.rows == here.rows == 3000


def test_what_a_task_raises_is_raised_here():
    def task(job):
        if job == 3:
            raise UnreadableError("the third one")
        return job

    results = run_remotely(task, list(range(9)))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(UnreadableError, match=r"^the third one$"):
        next(results)


def test_a_task_that_is_lost_again_and_again(monkeypatch):
    monkeypatch.setattr("ftdata.engine.cluster.RETRIES", 1)
    with pytest.raises(FtdataError, match="lost a task 2 times"):
        list(run_remotely(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1]))


def test_few_tasks_run_ahead(tmp_path):
    def task(job):
        (tmp_path / str(job)).touch()
        return job

    results = run_remotely(task, list(range(50)), workers=2)
    next(results)
    results.close()
    assert len(list(tmp_path.iterdir())) <= 4


@pytest.mark.parametrize("command", [["dedupe", "--near", "--normal"], ["split", "--parts", "a=0.7,b=0.3"]])
def test_rows_are_compared_as_here(command, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(map(_long_line, range(400))), encoding="utf-8")
    for engine in parallel.ENGINES:
        out = tmp_path / engine
        out.mkdir()
        files = ["--output", str(out)]
        if command[0] == "dedupe":
            files = ["-o", str(out / "kept.jsonl"), "--rejected", str(out / "gone.jsonl")]
            files += ["--groups", str(out / "groups.jsonl")]
        assert main([*command, str(path), "--engine", engine, "--workers", "2", *files]) == 1
    assert _files(tmp_path / "local") == _files(tmp_path / "ray")


def _long_line(number):
    words = [f"word{number % 97}x{place}" for place in range(80)]
    words[number % 80] = f"changed{number}"
    turns = [{"role": "user", "content": f"Tell {number % 97}"}, {"role": "assistant", "content": " ".join(words)}]
    return json.dumps({"messages": turns}) + "\n" if number % 131 else '{"messages": [\n'
