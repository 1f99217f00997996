"""Rows in = rows written + rows rejected, for every command that writes, whatever the rows are."""

import json

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.cli import main
from tests.rows import BLANK, broken_line, files, good_line, mendable_line

LINES = files(good_line(), good_line(), mendable_line(), broken_line(), BLANK, min_size=1, max_size=12)


def _write(folder, lines):
    source = folder / "in.jsonl"
    source.write_bytes(b"\n".join(lines) + b"\n")
    return source, [line for line in lines if line.strip(b" \t\r")]


def _restored(reject):
    if "row" in reject:
        return reject["row"]
    return reject.get("text", reject.get("base64"))


@settings(max_examples=20, deadline=None)
@given(LINES, st.booleans())
def test_convert(tmp_path_factory, lines, repeat):
    folder = tmp_path_factory.mktemp("convert")
    source, rows = _write(folder, lines * 2 if repeat else lines)
    out, rejected = folder / "out.jsonl", folder / "rejected.jsonl"
    command = ["convert", str(source), "--from", "chat", "--to", "chat", "-o", str(out), "--rejected", str(rejected)]
    code = main(command)
    written = out.read_bytes().splitlines()
    refused = [json.loads(line) for line in rejected.read_bytes().splitlines()]
    assert len(written) + len(refused) == len(rows)
    assert code == (1 if refused else 0)
    assert all(reject["codes"] for reject in refused)
    assert all(_restored(reject) is not None for reject in refused)
    assert [orjson.loads(line) for line in written] == [json.loads(row) for row in rows if _kept(row, refused)]


def _kept(row, refused):
    """Whether a line is none of the rejected ones."""
    for reject in refused:
        if "row" in reject and reject["row"] == _loaded(row):
            return False
        if "text" in reject and reject["text"].encode() == row:
            return False
    return _loaded(row) is not None


def _loaded(row):
    try:
        return json.loads(row)
    except ValueError:
        return None


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_prepare(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("prepare")
    source, rows = _write(folder, [*lines, b'{"messages": [{"role": "user", "content": "a"}]}'])
    out = folder / "out"
    command = ["prepare", str(source), "--format", "chat", "--target", "azure", "--method", "sft", "--output", str(out)]
    assert main(command) in (0, 1)
    count = {
        name: len((out / f"{name}.jsonl").read_bytes().splitlines()) for name in ("train", "validation", "rejected")
    }
    assert sum(count.values()) == len(rows)
    account = json.loads((out / "report.json").read_bytes())["prepare"]
    assert account["rows"] == len(rows)
    assert account["rejected"] == count["rejected"] == sum(account["rejected_by_code"].values())
    assert account["written"] == {"train.jsonl": count["train"], "validation.jsonl": count["validation"]}


@settings(max_examples=20, deadline=None)
@given(LINES)
def test_fix_leaves_what_it_does_not_mend_byte_for_byte(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("fix")
    source, rows = _write(folder, lines)
    out = folder / "out.jsonl"
    assert main(["fix", str(source), "--format", "chat", "--target", "azure", "-o", str(out)]) in (0, 1)
    after = out.read_bytes().split(b"\n")[:-1]
    assert len(after) == len(rows), "only blank lines are dropped"
    for before, now in zip(rows, after, strict=True):
        assert now in (before, _mended(before))


def _mended(line):
    """The line with what the safe fixes change: weights written as floats, raw line separators."""
    changes = {b'"weight": 1.0': b'"weight": 1', b'"weight": 0.0': b'"weight": 0'}
    changes |= {b"\xe2\x80\xa8": b"\\u2028", b"\xe2\x80\xa9": b"\\u2029"}
    for old, new in changes.items():
        line = line.replace(old, new)
    return line
