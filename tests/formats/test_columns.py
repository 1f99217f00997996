"""What the user says of the columns, and how a file's format and method are settled."""

import json

import pytest

from ftdata.cli import main
from ftdata.engine import Settings
from ftdata.engine.adapt import Adapter
from ftdata.engine.intake import renamed, take_in
from ftdata.engine.validate import validate
from ftdata.errors import UsageError
from ftdata.types import Loss

COLUMNS = {"prompt": "question", "completion": "answer"}


def settle(rows, tmp_path, **options):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return take_in(str(path), Settings(**options)).summary


def test_columns_of_a_table(tmp_path):
    path = tmp_path / "qa.csv"
    path.write_text("question,answer,topic\nWhat is 2 + 2?,4,sums\n")
    intake = take_in(str(path), Settings(columns=COLUMNS))
    assert (intake.summary.format, intake.summary.method) == ("prompt-completion", "sft")
    (record,) = intake.records
    adapted = Adapter("prompt-completion", "chat", COLUMNS).adapt(record)
    assert adapted.row == {
        "messages": [{"role": "user", "content": "What is 2 + 2?"}, {"role": "assistant", "content": "4"}]
    }
    assert adapted.losses == (Loss("topic", "chat has no place for it"),)
    assert adapted.origins[("messages", 0)] == ("question",)
    assert adapted.origins[("messages", 1)] == ("answer",)


def test_problems_point_into_the_file(tmp_path):
    """A problem of a converted row has the place of its message in the row of the file."""
    turns = [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}, {"from": "human", "value": "c"}]
    path = tmp_path / "turns.jsonl"
    path.write_text(json.dumps({"conversations": turns}) + "\n")
    report = validate([str(path)], Settings(target="azure", select=("R002",)))
    assert [(problem.code, problem.path) for problem in report.problems] == [("R002", ("conversations", 2))]


def test_unknown_tables_are_not_guessed(tmp_path):
    assert settle([{"ask": "a", "reply": "b"}], tmp_path).format is None
    assert settle([{"ask": "a", "reply": "b"}], tmp_path).keys == ("ask", "reply")
    assert settle([{"question": "a", "answer": "b", "solution": "c"}], tmp_path).format is None


@pytest.mark.parametrize("format_", [None, "prompt-completion"])
def test_a_column_that_is_not_there(tmp_path, format_):
    with pytest.raises(UsageError, match=r"no column is called 'ask' \(for prompt\); there are: 'question', 'answer'"):
        settle([{"question": "a", "answer": "b"}], tmp_path, columns={"prompt": "ask"}, format=format_)


def test_a_column_that_is_there_in_name_only(tmp_path):
    """A canonical name in the row does not hide that the user's column is missing."""
    with pytest.raises(UsageError, match="'ask'"):
        settle([{"prompt": "a", "completion": "b"}], tmp_path, columns={"prompt": "ask"})


def test_a_column_named_twice(tmp_path):
    with pytest.raises(UsageError, match="'answer' is named for prompt and completion"):
        settle([{"answer": "b"}], tmp_path, columns={"prompt": "answer", "completion": "answer"})


def test_renamed_keeps_the_order_and_the_rest():
    assert list(renamed({"id": 1, "question": "a", "x": 2, "answer": "b"}, COLUMNS)) == [
        "id",
        "prompt",
        "x",
        "completion",
    ]
    assert renamed({"prompt": "a", "completion": "b"}, COLUMNS) == {"prompt": "a", "completion": "b"}
    assert renamed({"prompt": "a", "completion": "b"}, {"prompt": "completion", "completion": "prompt"}) == {
        "completion": "a",
        "prompt": "b",
    }


def test_a_column_that_makes_way_is_a_stated_loss():
    intake = take_in([{"prompt": "old", "question": "a", "completion": "b"}], Settings(columns={"prompt": "question"}))
    (record,) = intake.records
    adapted = Adapter("prompt-completion", "chat", {"prompt": "question"}).adapt(record)
    assert adapted.losses == (Loss("prompt", "another column took its name"),)
    assert adapted.row is not None and adapted.row["messages"][0]["content"] == "a"


def test_columns_for_another_format():
    rows = [{"task": "Sum.", "input": "1 2", "answer": "3", "id": 1}]
    intake = take_in(rows, Settings(columns={"instruction": "task", "output": "answer"}))
    assert intake.summary.format == "alpaca"


HI = [{"role": "user", "content": "Hi"}]
HELLO = [{"role": "assistant", "content": "Hello!"}]
PAIR = {"input": {"messages": HI}, "preferred_output": HELLO, "non_preferred_output": HELLO}
RANKED = {"conversations": [{"from": "human", "value": "Hi"}], "chosen": "Hello!", "rejected": "No."}
METHODS = [
    ("dpo", [PAIR]),
    ("dpo", [RANKED]),
    ("sft", [RANKED, {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]}]),
    ("rft", [{"messages": HI, "answer": "Hello!"}]),
    ("sft", [{"messages": HI}]),
    ("sft", [{"messages": HI, "answer": "x"}, {"messages": HI + HELLO, "answer": "x"}]),
    ("sft", [{"messages": HI + HELLO, "label": "x"}]),
    ("sft", [{"prompt": "Hi", "completion": "Hello!"}]),
    ("sft", [{"instruction": "Hi", "output": "Hello!"}]),
    ("sft", [{"conversations": [{"from": "human", "value": "Hi"}], "id": 1}]),
]


@pytest.mark.parametrize(("method", "rows"), METHODS)
@pytest.mark.parametrize("target", ["any", "azure"])
def test_method(method, rows, target, tmp_path):
    assert settle(rows, tmp_path, target=target).method == method


OTHERS = [
    # method for any trainer, at Azure, rows
    ("kto", "sft", [{"messages": HI + HELLO, "label": True}, {"messages": HI + HELLO, "label": False}]),
    ("kto", "sft", [{"prompt": "Hi", "completion": "Hello!", "label": False}]),
    ("dpo", "dpo", [{"prompt": "Hi", "chosen": "Hello!", "rejected": "No."}]),
    ("dpo", "dpo", [{"prompt": "Hi", "answers": [{"answer": str(rank), "rank": rank} for rank in (1, 2, 3)]}]),
    ("grpo", "rft", [{"prompt": "2 + 2?", "answer": "4"}]),
    ("grpo", "rft", [{"prompt": HI}]),
    ("stepwise", "stepwise", [{"prompt": "Hi", "completions": ["a"], "labels": [True]}]),
    ("pretrain", "pretrain", [{"text": "Low tide."}]),
    ("sft", "sft", [{"text": "### Human: Hi### Assistant: Hello!"}]),
    ("sft", "sft", [{"input_ids": [1, 2]}]),
    ("dpo", "dpo", [{"chosen_ids": [1, 2], "rejected_ids": [1, 3]}]),
    ("sft", "sft", [{"transcript": "\n\nHuman: Hi\n\nAssistant: Hello!"}]),
    ("sft", "sft", [{"text": HI + HELLO}]),
    ("dpo", "dpo", [{"text": HI + HELLO, "rejected_text": HI + HELLO}]),
]


@pytest.mark.parametrize(("method", "at_azure", "rows"), OTHERS)
def test_methods_of_other_trainers(method, at_azure, rows, tmp_path):
    assert settle(rows, tmp_path, target="any").method == method
    assert settle(rows, tmp_path, target="azure").method == at_azure


def test_what_cannot_become_the_goal_is_told_as_that():
    (record,) = take_in([{"messages": HI + HELLO}], Settings()).records
    adapted = Adapter("chat", "preference", {}).adapt(record)
    assert adapted.row is None and adapted.defect is not None
    assert adapted.defect.detail == "chat as preference: has one answer where a preference pair has two"


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ([{"prompt": "2 + 2?", "answer": "4"}, {"prompt": "2 + 3?", "answer": "5"}], ["messages", "answer"]),
        (
            [{"prompt": "Hi", "chosen": "Hello!", "rejected": "No."}],
            ["input", "preferred_output", "non_preferred_output"],
        ),
        ([{"prompt": "Hi", "completion": "Hello!", "label": False}], ["messages", "label"]),
        ([{"text": "Low tide."}], ["text"]),
        ([{"prompt": "2 + 2?", "completions": ["4"], "labels": [True]}], ["prompt", "completions", "labels"]),
    ],
)
def test_rows_for_every_method_can_be_prepared(rows, keys, tmp_path):
    account = prepared(rows, tmp_path)
    assert (account["rows"], account["rejected"]) == (len(rows), 0)
    parts = [(tmp_path / "out" / f"{name}.jsonl").read_text() for name in ("train", "validation")]
    kept = "".join(parts).splitlines()
    assert [list(json.loads(line)) for line in kept] == [keys] * len(rows)


def test_rendered_pairs_are_sound_and_cannot_be_prepared(tmp_path):
    rows = [{"prompt": "<|im_start|>user\nHi<|im_end|>\n", "chosen": "Hello!", "rejected": "No."}]
    assert validate([rows], Settings()).problems == []
    assert prepared(rows, tmp_path)["rejected"] == 1
    assert json.loads((tmp_path / "out" / "rejected.jsonl").read_text())["codes"] == ["S015"]


def prepared(rows, tmp_path):
    path, out = tmp_path / "rows.jsonl", tmp_path / "out"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    main(["prepare", str(path), "--target", "any", "--output", str(out), "--quiet"])
    return json.loads((out / "report.json").read_text())["prepare"]
