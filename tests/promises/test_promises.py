"""The twelve promises of docs/promises.md, a test each; its name ends in the name of the promise there."""

import base64
import builtins
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ftdata.cli import main
from ftdata.writers import AtomicFile

ROOT = Path(__file__).parents[2]
SECRET = "AKIA" + "QZ7RTM2VW4XKLP5N"


def chat(question, answer="b", **more):
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer, **more}]
    return json.dumps({"messages": turns}).encode()


GOOD = [chat(f"question {number}", f"answer {number}") for number in range(12)]
NO_JSON, NO_UTF8, NOBODY = b'{"messages": [', b'{"messages": "\xff"}', b'{"messages": []}'
MENDABLE = chat("mend me", weight=1.0)
UNUSUAL = b'{"messages":[ {"role":"user","content":"\\u00e9\xc3\xa9"},'
UNUSUAL += b'{"content":"b","role":"assistant","weight": 1}] }'


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A file of good and of broken rows, in a folder of its own."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join([*GOOD[:6], NO_JSON, b"", NO_UTF8, *GOOD[6:], MENDABLE]) + b"\n")
    return path


def _writers(force=False):
    more = ["--force"] if force else []
    yield ["convert", "in.jsonl", "--to", "chat", "-o", "out.jsonl", "--rejected", "rejected.jsonl", *more]
    yield ["fix", "in.jsonl", "-o", "fixed.jsonl", *more]
    yield ["prepare", "in.jsonl", "--target", "azure", "--output", "out", *more]
    yield ["report", "in.jsonl", "-o", "report.html", *more]


def _readers():
    yield ["validate", "in.jsonl"]
    yield ["fix", "in.jsonl", "--diff", "--unsafe"]
    yield ["fix", "in.jsonl", "--check"]
    yield ["diff", "in.jsonl", "in.jsonl"]
    yield ["format", "in.jsonl"]


def test_promise_01_the_input_is_only_read(data, monkeypatch):
    def watched(file, mode="r", *args, **more):
        if isinstance(file, str | os.PathLike) and os.path.abspath(file) == str(data):
            assert not set(mode) & set("wax+"), f"the input was opened with {mode!r}"
        return real(file, mode, *args, **more)

    real, before, stamp = builtins.open, data.read_bytes(), data.stat().st_mtime_ns
    monkeypatch.setattr(builtins, "open", watched)
    for words in (*_readers(), *_writers()):
        assert main(words) in (0, 1), words
    assert (data.read_bytes(), data.stat().st_mtime_ns) == (before, stamp)


def test_promise_02_an_output_is_whole_or_absent(data, monkeypatch):
    order = []
    real_sync, real_link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("sync"), real_sync(number))[1])
    monkeypatch.setattr(os, "link", lambda *names: (order.append("name"), real_link(*names))[1])
    assert main(next(_writers())) == 1
    assert order.index("sync") < order.index("name"), "a file gets its name before it is on the disk"
    assert order[-1] == "sync", "the name itself is not brought to the disk"
    with pytest.raises(RuntimeError), AtomicFile(str(data.with_name("half.jsonl"))) as file:
        file.stream.write(b"half")
        file.stream.flush()
        assert not data.with_name("half.jsonl").exists()
        raise RuntimeError
    assert not list(data.parent.glob("*half*")) and not list(data.parent.glob(".*.part"))


def test_promise_03_nothing_is_overwritten_unasked(data, capsys):
    for words in _writers():
        assert main(words) in (0, 1)
    before = {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file()}
    for words in _writers():
        assert main(words) == 2, words
        assert "--force" in capsys.readouterr().err
    os.symlink("in.jsonl", "soft.jsonl")
    os.link("in.jsonl", "hard.jsonl")
    for name in ("in.jsonl", "./in.jsonl", "soft.jsonl", "hard.jsonl"):
        for words in (["convert", "in.jsonl", "--to", "chat"], ["fix", "in.jsonl"]):
            assert main([*words, "-o", name, "--force"]) == 2, name
    assert {path: path.read_bytes() for path in before} == before


def test_promise_04_rows_in_are_rows_out_and_rejected(data, capsys):
    assert main(next(_writers())) == 1
    kept, refused = (Path(name).read_bytes().splitlines() for name in ("out.jsonl", "rejected.jsonl"))
    assert len(kept) + len(refused) == 15
    assert "15 rows in = 13 written + 2 rejected" in capsys.readouterr().out
    assert main(list(_writers())[2]) == 1
    account = json.loads(Path("out/report.json").read_bytes())["prepare"]
    assert account["rows"] == sum(account["written"].values()) + account["rejected"] == 15
    lines = {name: len((Path("out") / name).read_bytes().splitlines()) for name in account["written"]}
    assert lines == account["written"]


def test_promise_04_is_checked_before_anything_appears(data, monkeypatch, capsys):
    from ftdata.engine.prepare import Preparation

    monkeypatch.setattr(Preparation, "balanced", property(lambda _: False))
    assert main(list(_writers())[2]) == 2
    assert "do not add up" in capsys.readouterr().err
    assert not Path("out").exists()
    from ftdata.engine.convert import Conversion

    real = Conversion.add

    def forgetful(self, outcome):
        real(self, outcome)
        self.written -= outcome.location.line == 3

    monkeypatch.setattr(Conversion, "add", forgetful)
    assert main(next(_writers())) == 2
    assert "do not add up" in capsys.readouterr().err
    assert not list(data.parent.glob("out*"))


def test_promise_05_a_rejected_row_can_be_had_back(data):
    assert main(next(_writers())) == 1
    rejects = [json.loads(line) for line in Path("rejected.jsonl").read_bytes().splitlines()]
    assert [(each["file"], each["line"]) for each in rejects] == [("in.jsonl", 7), ("in.jsonl", 9)]
    assert all(each["codes"] for each in rejects)
    assert [rejects[0]["text"].encode(), base64.b64decode(rejects[1]["base64"])] == [NO_JSON, NO_UTF8]


def test_promise_06_a_kept_row_is_not_changed_unless_a_named_fix_ran(data, capsys):
    data.write_bytes(UNUSUAL + b"\r\n" + MENDABLE + b"\n")
    assert main(["fix", "in.jsonl", "--target", "azure", "--ignore", "F", "-o", "fixed.jsonl"]) in (0, 1)
    assert "S013" in capsys.readouterr().out
    assert Path("fixed.jsonl").read_bytes() == UNUSUAL + b"\r\n" + MENDABLE.replace(b"1.0", b"1") + b"\n"
    assert main(["convert", "in.jsonl", "--to", "chat", "-o", "out.jsonl"]) == 0
    assert Path("out.jsonl").read_bytes().splitlines()[0] == UNUSUAL


_IN_SMALL_UNITS = """
import sys
from ftdata.cli import main
from ftdata.engine import parallel

parallel.UNIT = 1 << 16
sys.exit(main(sys.argv[1:]))
"""
_ELSEWHERE = [("1", "0", "C", "UTC"), ("2", "1", "C.UTF-8", "Asia/Kathmandu"), ("7", "12345", "C", "Asia/Kathmandu")]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("words", "times"),
    [
        (["prepare", "in.jsonl", "--target", "azure", "--no-page", "--output", "out"], 3),
        (["convert", "in.jsonl", "--to", "sharegpt", "-o", "out/out.jsonl", "--rejected", "out/rejected.jsonl"], 2),
        (["fix", "in.jsonl", "-o", "out/out.jsonl"], 2),
        (["dedupe", "in.jsonl", "--near", "-o", "out/out.jsonl", "--rejected", "out/rejected.jsonl"], 2),
        (["split", "in.jsonl", "--parts", "train=0.8,test=0.2", "--output", "out"], 2),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_promise_07_the_same_input_gives_the_same_bytes(data, words, times):
    rows = (chat(f"question {number % 3000}", weight=1.0) for number in range(6000))
    data.write_bytes(b"".join(row + b"\n" for row in [*rows, NO_JSON]))
    seen = []
    for workers, seed, place, zone in _ELSEWHERE[:times]:
        Path("out").mkdir()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": place, "TZ": zone}
        command = [sys.executable, "-c", _IN_SMALL_UNITS, *words, "--workers", workers]
        found = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert found.returncode == 1, found.stderr
        written = sorted(path for path in Path("out").iterdir() if path.name not in ("report.json", "start.sh"))
        seen.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written})
        shutil.rmtree("out")
    assert seen[0] and all(each == seen[0] for each in seen)


def test_promise_08_places_are_those_of_the_file(data):
    raw = b"\n".join([GOOD[0], b"", "\u2028\x85".encode(), chat("a\u2028b"), NOBODY]) + b"\n"
    data.write_bytes(b"\xef\xbb\xbf" + raw)
    main(["validate", "in.jsonl", "--output", "json=found.json"])
    found = json.loads(Path("found.json").read_bytes())["problems"]
    assert 5 in {each["line"] for each in found if each["code"].startswith(("S", "R"))}
    assert {each["line"] for each in found if each["code"] == "F008"} <= {2}
    assert {each["example"] for each in found if each["line"] == 5} == {4 - 1 + 1}


def test_promise_09_memory_does_not_grow_with_a_line(data, monkeypatch, capsys):
    from ftdata.loaders import jsonl

    most = 1 << 16
    monkeypatch.setattr(jsonl, "MAX_LINE", most)
    held = []
    real = jsonl._Lines.whole
    monkeypatch.setattr(jsonl._Lines, "whole", lambda self, line: (held.append(len(line)), real(self, line))[1])
    data.write_bytes(GOOD[0] + b"\n" + b"a" * (most * 40) + b"\n" + b"\n".join(GOOD[1:]) + b"\n")
    assert main(["validate", "in.jsonl", "--workers", "1"]) == 1
    assert "in.jsonl:2" in capsys.readouterr().out
    assert max(held) <= most + 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["validate", "good.jsonl"], 0),
        (["validate", "in.jsonl"], 1),
        (["validate", "missing.jsonl"], 2),
        (["validate"], 2),
        (["validate", "good.jsonl", "--wrong"], 2),
    ],
)
def test_promise_10_exit_codes_say_what_happened(data, capsys, words, code):
    Path("good.jsonl").write_bytes(b"\n".join(GOOD) + b"\n")
    assert main(words) == code
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143), (ValueError("x"), 2)])
def test_promise_10_also_of_what_was_stopped(data, capsys, monkeypatch, stop, code):
    from ftdata.cli import validate

    def stopped(_):
        raise stop

    monkeypatch.setattr(validate, "run", stopped)
    assert main(["validate", "in.jsonl"]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "Traceback" not in said


def test_promise_11_no_data_leaves_and_no_path_in_it_is_opened(data, monkeypatch):
    canary = data.with_name("canary")
    canary.write_bytes(b"x")
    image = {"type": "image_url", "image_url": {"url": f"file://{canary}"}}
    link = {"type": "image_url", "image_url": {"url": "http://127.0.0.1:9/x.png"}}
    template = "{{ cycler.__init__.__globals__.os.system('touch ran') }}"
    row = {"messages": [{"role": "user", "content": [image, link]}, {"role": "assistant", "content": template}]}
    data.write_bytes(b"\n".join([*GOOD, json.dumps(row | {"__reduce__": str(canary)}).encode()]) + b"\n")

    def cut(*args, **more):
        pytest.fail("somebody was called")

    def watched(file, *args, **more):
        assert os.path.abspath(os.fspath(file) if not isinstance(file, int) else "") != str(canary)
        return real(file, *args, **more)

    real = builtins.open
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, cut)
    monkeypatch.setattr(socket, "getaddrinfo", cut)
    monkeypatch.setattr(builtins, "open", watched)
    for words in (*_readers(), *_writers()):
        assert main(words) in (0, 1), words
    assert not Path("ran").exists()


HOSTILE = "\x1b[31m\x07\x9b \u202e \u2066 ::error::x ##vso[task.x] <script>alert(1)</script> " + SECRET


def test_promise_12_what_is_printed_is_safe_to_look_at(data, capsys):
    rows = [{"messages": [{"role": HOSTILE, "content": HOSTILE}], HOSTILE: HOSTILE}, json.loads(chat(HOSTILE))]
    data.write_bytes(b"\n".join(json.dumps(row).encode() for row in rows) + b"\n" + HOSTILE.encode() + b"\n")
    kinds = ("text", "json", "jsonl", "github", "gitlab", "junit", "markdown", "sarif")
    for words in (*_readers(), *_writers(), *(["validate", "in.jsonl", "--output", kind] for kind in kinds)):
        assert main([*words, *(["--excerpt"] if words[0] == "validate" else [])]) in (0, 1), words
        said = "".join(capsys.readouterr())
        _assert_safe(said, words)
        assert not re.search(r"(?m)^\s*::error::x|##vso\[", said), words
    page = Path("report.html").read_text(encoding="utf-8")
    _assert_safe(page, "the page")
    assert "<script>alert" not in page


def _assert_safe(text, what):
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), what
    assert SECRET not in text and SECRET[6:] not in text, what


def test_every_promise_has_a_test_and_every_test_a_promise():
    page = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^## (\d+)\. ", page, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 13)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\d+\. \*\*(.+?)\*\*", readme) == re.findall(r"(?m)^## \d+\. (.+)$", page)
    named = set(re.findall(r"`(test_promise_\d\d_\w+)`", page))
    assert named == {name for name in globals() if name.startswith("test_promise_")}
    for number in numbers:
        assert any(name.startswith(f"test_promise_{int(number):02}_") for name in named)
