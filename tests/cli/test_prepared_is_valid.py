"""What ``prepare`` writes for a target, ``validate`` accepts for it."""

import json

import pytest

from ftdata.cli import main
from ftdata.targets import names

ROWS = 400


def _row(number: int) -> dict[str, object]:
    """Every third row has a system prompt."""
    system = [{"role": "system", "content": "Be brief."}] if number % 3 == 0 else []
    turns = [{"role": "user", "content": f"What is {number} and {number * 7}?"}]
    return {"messages": [*system, *turns, {"role": "assistant", "content": f"It is {number * 8}, I think."}]}


@pytest.mark.parametrize("target", names())
def test_of_chats(tmp_path, target, capsys):
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(_row(number)) + "\n" for number in range(ROWS)), encoding="utf-8")
    assert main(["prepare", str(source), "--target", target, "--output", str(tmp_path / "out"), "--no-page"]) < 2
    for part in ("train.jsonl", "validation.jsonl"):
        capsys.readouterr()
        main(["validate", str(tmp_path / "out" / part), "--target", target, "--output", "json"])
        problems = json.loads(capsys.readouterr().out)["problems"]
        assert not [problem for problem in problems if problem["severity"] == "error"], part
