"""A conversion with a sidecar leads back to the original rows, whatever the way."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ftdata
from ftdata import formats
from ftdata.cli import main
from tests import corpora
from tests.formats.rows import by_format

ROWS = by_format()
GOALS = [name for name in formats.names() if formats.writes(name)]


@pytest.mark.parametrize("source", ROWS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_there_and_back(source, data):
    goal = data.draw(st.sampled_from(GOALS))
    rows = data.draw(st.lists(ROWS[source], min_size=1, max_size=3))
    there = ftdata.convert(rows, to=goal, format=source, sidecar=True)
    if there.rows:
        kept = [row for row in rows if ftdata.convert([row], to=goal, format=source).rows]
        back = ftdata.restore(there, there.sidecar)
        assert json.dumps(back.rows) == json.dumps(kept)


PAIR = {
    "conversations": [{"from": "human", "value": "2 + 2?"}],
    "chosen": {"from": "gpt", "value": "4"},
    "rejected": {"from": "gpt", "value": "5"},
    "id": 1.50,
    "source": {"z": None, "a": [12345678901234567890123]},
}
TALK = {"conversations": [{"from": "human", "value": "Hi", "time": 3}, {"from": "gpt", "value": "Hello!", "weight": 0}]}


def _write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_command(tmp_path, capsys):
    source = _write(tmp_path / "in.jsonl", [PAIR, TALK, PAIR | {"id": 2}])
    out, side, back = (tmp_path / name for name in ("out.jsonl", "side.jsonl", "back.jsonl"))
    assert main(["convert", source, "--to", "chat", "-o", str(out), "--sidecar", str(side)]) == 0
    assert len(_lines(side)) == 3
    lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(0).shuffle(lines)
    out.write_text("".join(lines), encoding="utf-8")
    assert main(["convert", str(out), "--restore", str(side), "-o", str(back)]) == 0
    assert "3 rows in = 3 restored" in capsys.readouterr().out
    assert sorted(map(json.dumps, _lines(back))) == sorted(map(json.dumps, [PAIR, TALK, PAIR | {"id": 2}]))
    assert main(["convert", str(out), "--restore", str(side), "-o", str(back)]) == 2, "an existing file is not replaced"


def test_equal_rows_get_their_originals_in_order(tmp_path):
    rows = [TALK | {"id": number} for number in range(3)]
    there = ftdata.convert(rows, to="chat", sidecar=True)
    assert there[0] == there[1]
    assert ftdata.restore(there, there.sidecar).rows == rows


def test_a_changed_row_is_converted_and_counted(tmp_path, capsys):
    source = _write(tmp_path / "in.jsonl", [TALK, PAIR])
    out, side, back = (tmp_path / name for name in ("out.jsonl", "side.jsonl", "back.jsonl"))
    main(["convert", source, "--to", "chat", "-o", str(out), "--sidecar", str(side)])
    out.write_text(out.read_text(encoding="utf-8").replace("Hello!", "Hello there!"), encoding="utf-8")
    assert main(["convert", str(out), "--restore", str(side), "-o", str(back)]) == 1
    assert "1 restored + 1 converted" in capsys.readouterr().out
    assert _lines(back)[0]["conversations"][1]["value"] == "Hello there!"


def test_a_file_that_is_no_sidecar_is_refused(tmp_path, capsys):
    source = _write(tmp_path / "in.jsonl", [TALK])
    assert main(["convert", source, "--restore", source, "-o", str(tmp_path / "back.jsonl")]) == 2
    assert "is no line of a sidecar" in capsys.readouterr().err
    assert not (tmp_path / "back.jsonl").exists()


def test_workers_write_the_same_sidecar(tmp_path, monkeypatch):
    from ftdata.engine import parallel

    monkeypatch.setattr(parallel, "UNIT", 2000)
    source = _write(tmp_path / "in.jsonl", [PAIR | {"id": number} for number in range(60)])
    for workers in ("1", "3"):
        out, side = (tmp_path / f"{name}{workers}.jsonl" for name in ("out", "side"))
        assert (
            main(["convert", source, "--to", "chat", "-o", str(out), "--sidecar", str(side), "--workers", workers]) == 0
        )
    assert (tmp_path / "side1.jsonl").read_bytes() == (tmp_path / "side3.jsonl").read_bytes()
    assert (tmp_path / "out1.jsonl").read_bytes() == (tmp_path / "out3.jsonl").read_bytes()


@corpora.needed
@pytest.mark.parametrize(
    "name",
    [
        "lf_glaive_toolcall_en/glaive_toolcall_en_demo.json",
        "lf_dpo_en/dpo_en_demo.json",
        "medicalgpt/toolcall_dpo_zh_demo.jsonl",
        "fastchat_dummy/dummy_conversation.json",
        "huatuo_liver_zh/liver_cancer.json",
        "azure_dpo/validation.jsonl",
        "swift_tests/sharegpt.jsonl",
    ],
)
def test_real_files(name):
    rows = ftdata.load(corpora.path(name))
    there = ftdata.convert(rows, to="chat", sidecar=True)
    assert not there.rejected
    assert json.dumps(ftdata.restore(there, there.sidecar).rows) == json.dumps(rows.rows)
