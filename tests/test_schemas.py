"""What ftdata writes is what docs/schemas says of it."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from ftdata import config
from ftdata.cli import main
from ftdata.engine.submit.ledger import Ledger

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
SCHEMAS = {path.name.partition(".")[0]: json.loads(path.read_bytes()) for path in FOLDER.glob("*.json")}
ROWS = (
    b'{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":1.0}],"id":7}',
    b'{"messages":[{"role":"user","content":"c"}]}',
    b'{"messages":',
    b'{"messages":"\xff"}',
)


def check(name, value):
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(value)


def known(name, value):
    """Nothing is written that the schema does not tell of."""
    assert set(value) <= set(SCHEMAS[name]["properties"])


def lines(path):
    found = [json.loads(line) for line in Path(path).read_bytes().splitlines()]
    assert found
    return found


@pytest.fixture(autouse=True)
def _rows(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(ROWS) + b"\n")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_the_report():
    assert main(["validate", "in.jsonl", "--target", "azure", "--output", "json=report.json"]) == 1
    check("report", json.loads(Path("report.json").read_bytes()))
    assert main(["prepare", "in.jsonl", "--target", "azure", "--output", "out"]) == 1
    report = json.loads(Path("out/report.json").read_bytes())
    check("report", report)
    assert report["prepare"]["rejected"]
    for line in lines("out/rejected.jsonl"):
        check("rejects", line)


def test_rejects_and_sidecar():
    words = [
        "convert",
        "in.jsonl",
        "--to",
        "sharegpt",
        "-o",
        "out.jsonl",
        "--rejected",
        "no.jsonl",
        "--sidecar",
        "s.jsonl",
    ]
    assert main(words) == 1
    rejects = lines("no.jsonl")
    assert {"text", "base64"} <= set().union(*rejects)
    for line in rejects:
        check("rejects", line)
        known("rejects", line)
    for line in lines("s.jsonl"):
        check("sidecar", line)
        known("sidecar", line)


def test_the_baseline():
    assert main(["validate", "in.jsonl", "--write-baseline", "known.json"]) in (0, 1)
    known = json.loads(Path("known.json").read_bytes())
    check("baseline", known)
    assert known["problems"]


def test_the_submission():
    ledger = Ledger(".")
    ledger.file(Path("in.jsonl"))["file"] = "file-1"
    ledger.job["request"] = "x"
    ledger.keep()
    check("submission", json.loads(Path("submission.json").read_bytes()))


def test_the_settings():
    names = {name.replace("_", "-") for name in config.Config._fields}
    assert set(SCHEMAS["config"]["properties"]) == names
    assert main(["init"]) in (0, 1)
    written = Path("ftdata.toml")
    check("config", tomllib.loads(written.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "key"), [("report", "summary"), ("rejects", "codes"), ("baseline", "version")])
def test_what_lacks_a_key_is_refused(name, key):
    with pytest.raises(jsonschema.ValidationError):
        check(name, {})
    assert key in SCHEMAS[name]["required"]
