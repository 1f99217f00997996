"""Settling the format: what the user names decides where the rows do not."""

import json

import pytest

import ftdata

TURN = {"role": "user", "content": "2 + 2?"}
ANSWER = {"role": "assistant", "content": "4"}
PAIR = {
    "input": {"messages": [TURN]},
    "preferred_output": [ANSWER],
    "non_preferred_output": [TURN | {"role": "assistant"}],
}


@pytest.mark.parametrize(
    "extra", [{"conversations": [{"from": "human", "value": "x"}]}, {"preferred_output": [ANSWER]}]
)
def test_grader_fields_of_any_name_do_not_make_a_tie(extra):
    report = ftdata.validate([{"messages": [TURN], **extra}], target="azure", method="rft", ignore=["L", "M"])
    assert report.files[0].format == "chat"
    assert report.problems == []


def test_an_even_mix_is_named_row_by_row():
    chat = {"messages": [TURN, ANSWER]}
    report = ftdata.validate([chat, PAIR, chat, PAIR], target="any", select=["F014"])
    assert [(problem.code, problem.location.example) for problem in report.problems] == [("F014", 2), ("F014", 4)]


@pytest.mark.parametrize("messages", [None, {}, "[]", []])
def test_a_defect_of_every_row_is_still_named_for_what_it_is(messages):
    report = ftdata.validate([{"messages": messages}] * 3, target="azure", ignore=["L", "M", "D"])
    assert {problem.code for problem in report.problems} == {"S003"}
    assert len(report.problems) == 3


def test_completion_rows_are_judged_as_such():
    rows = [{"prompt": "", "completion": "b"}, {"prompt": "a"}, {"prompt": "a", "completion": "x<|endoftext|>"}]
    report = ftdata.validate(rows, target="openai", method="completion", ignore=["L", "M", "S011"])
    assert [(p.location.example, p.code) for p in report.problems] == [(1, "S017"), (2, "S017"), (3, "C007")]


@pytest.mark.parametrize(
    "model",
    ["gpt-4.1-2025-04-14", "GPT-4.1-2025-04-14", "gpt-4.1-2025-04-14.ft-0e20c0a1", "ft:gpt-4.1-2025-04-14:me::x"],
)
def test_tuned_models_are_known_by_their_base(model):
    report = ftdata.validate([{"messages": [TURN, ANSWER]}], target="azure", model=model, select=["M"])
    assert report.problems == []


def test_rows_after_many_blank_lines_are_known(tmp_path):
    path = tmp_path / "late.jsonl"
    path.write_text("\n" * 5000 + json.dumps({"messages": [TURN, ANSWER]}) + "\n")
    report = ftdata.validate(path, target="any")
    assert (report.files[0].format, report.files[0].rows) == ("chat", 1)
    assert not [problem for problem in report.problems if problem.severity == "error"]
