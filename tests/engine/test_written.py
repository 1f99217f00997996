"""Rows that are judged in one format and written in another one, as a target's data file says."""

import json

import pytest

from ftdata.cli import main
from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.targets import destination, get, load
from ftdata.targets.model import Method

CHAT = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
TURNS = {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}], "id": 7}
NAMED = {
    "messages": [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "name": "Ann", "content": "Hi"},
        CHAT["messages"][1],
    ]
}
"""A row whose name ShareGPT has no place for."""


@pytest.fixture
def sharegpt(monkeypatch):
    """A target that judges chat rows and is given ShareGPT's."""
    target = get("azure")
    methods = target.methods | {"sft": target.methods["sft"]._replace(written="sharegpt")}
    monkeypatch.setattr(target, "methods", methods)


def _prepare(folder, rows, *more):
    source, out = folder / "in.jsonl", folder / "out"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    code = main(["prepare", str(source), "--target", "azure", "--validation", "0", "--output", str(out), *more])
    report = json.loads((out / "report.json").read_text())
    return code, (out / "train.jsonl").read_text().splitlines(), report, (out / "rejected.jsonl").read_text()


def test_format_is_what_is_written_unless_said_otherwise():
    assert Method("sft", "chat", {}, "chat") == load._method("sft", {"format": "chat"})
    assert load._method("sft", {"format": "chat", "written": "gemini"}).written == "gemini"
    goal = destination("azure", "sft")
    assert (goal.format, goal.written) == ("chat", "chat")
    assert destination("azure", "kto").written is None


@pytest.mark.usefixtures("sharegpt")
def test_prepare_writes_the_other_format(tmp_path):
    _, rows, report, _ = _prepare(tmp_path, [CHAT, NAMED])
    assert json.loads(rows[0]) == {
        "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]
    }
    assert any("name" in loss["path"] for loss in report["prepare"]["losses"])
    assert not any(problem["code"] == "S012" for problem in report["problems"] if "train.jsonl" in str(problem))


@pytest.mark.usefixtures("sharegpt")
def test_row_in_the_other_format_stays_to_the_byte(tmp_path):
    spaced = json.dumps(TURNS, indent=None, separators=(" , ", " :  "))
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text(spaced + "\n")
    main(["prepare", str(source), "--target", "azure", "--validation", "0", "--output", str(out)])
    assert (out / "train.jsonl").read_text() == spaced + "\n"
    assert json.loads((out / "report.json").read_text())["prepare"]["losses"] == []


@pytest.mark.usefixtures("sharegpt")
def test_row_in_the_other_format_is_written_anew_after_a_fix(tmp_path):
    other = {
        "conversations": [
            {"from": "human", "value": "Yes?"},
            *TURNS["conversations"][1:],
            {"from": "human", "value": "Bye"},
        ]
    }
    _, rows, _, _ = _prepare(tmp_path, [TURNS, other], "--unsafe")
    assert json.loads(rows[0]) == TURNS
    assert json.loads(rows[1]) == {"conversations": other["conversations"][:2]}


@pytest.fixture
def preference(monkeypatch):
    """A target that judges chat rows and is given pairs, which no chat row can become."""
    target = get("azure")
    methods = target.methods | {"sft": target.methods["sft"]._replace(written="preference")}
    monkeypatch.setattr(target, "methods", methods)


@pytest.mark.usefixtures("preference")
def test_refusal_rejects_the_row(tmp_path):
    code, rows, report, rejected = _prepare(tmp_path, [CHAT])
    assert code == 1 and rows == [] and report["prepare"]["rejected_by_code"] == {"S015": 1}
    assert json.loads(rejected)["row"] == CHAT
    code, rows, report, rejected = _prepare(tmp_path, [CHAT], "--ignore", "S015", "--force")
    assert rows == [] and report["prepare"]["rejected_by_code"] == {"S015": 1}, "what cannot be written never is"


@pytest.mark.usefixtures("preference")
def test_validate_says_so_too(tmp_path):
    found = validate([[CHAT] * 40], Settings("azure"))
    assert sum(problem.code == "S015" for problem in found.problems) == 40
    assert any("chat as preference: has one answer" in problem.message for problem in found.problems)


@pytest.mark.usefixtures("preference")
def test_row_with_an_error_is_not_told_twice():
    found = validate([[{"messages": [{"role": "owl", "content": "Hi"}]}]], Settings("azure"))
    assert "S015" not in {problem.code for problem in found.problems}
