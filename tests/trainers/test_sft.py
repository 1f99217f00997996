"""TRL's SFTTrainer takes what ftdata wrote, and sees as many tokens of it as ftdata says."""

from importlib.util import find_spec

import pytest

import ftdata
from tests.trainers import tiny

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not find_spec("torch") or not find_spec("trl"), reason="torch or TRL is not installed"),
]


def _sft(dataset, tokenizer, folder, **options):
    from trl import SFTConfig, SFTTrainer

    return tiny.train(SFTTrainer, SFTConfig, dataset, tokenizer, folder, **options)


def _seen(batches):
    """Of each sequence that a loss was computed of: its tokens, and how many of them are learned; in any order."""
    found = []
    for batch in batches:
        lengths = batch["attention_mask"].sum(dim=1).tolist()
        found += list(zip(lengths, (batch["labels"] != -100).sum(dim=1).tolist(), strict=True))
    return sorted(found)


def _stated(rows, folder, *, trained=True):
    counts = [ftdata.count_tokens(row, tokenizer=str(folder)) for row in rows]
    assert all(count.exact for count in counts)
    return sorted((count.total, count.trained if trained else count.total) for count in counts)


def _learns(trainer):
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    assert len(losses) == trainer.state.global_step >= 2
    assert losses[-1] < losses[0], "a step changes the model"


@pytest.mark.parametrize("sample", ["chat.jsonl", "chat_tools.jsonl"])
def test_trainer_sees_the_tokens_that_are_stated(sample, prepared, rows, tokenizer, folder, tmp_path):
    path = prepared(sample)
    written = rows(path)
    trainer, batches = _sft(ftdata.to_dataset(written), tokenizer, tmp_path, assistant_only_loss=True)
    assert _seen(batches) == _stated(written, folder)
    tokens = ftdata.stats(str(path), tokenizer=str(folder)).to_dict()["tokens"]
    assert (tokens["total"], tokens["trained"]) == tuple(map(sum, zip(*_seen(batches), strict=True)))
    _learns(trainer)


HI = {"role": "user", "content": "Hi, where are you?"}
WEIGHED = [
    {
        "messages": [
            HI,
            {"role": "assistant", "content": "Nowhere.", "weight": 0},
            {"role": "user", "content": f"And on day {number}?"},
            {"role": "assistant", "content": f"By the harbour, until {number}."} | more,
        ]
    }
    for number in range(8)
    for more in ({}, {"weight": 1})
]


def test_answers_with_the_weight_0_are_not_learned(tokenizer, folder, tmp_path):
    _, batches = _sft(ftdata.to_dataset(WEIGHED), tokenizer, tmp_path, assistant_only_loss=True)
    assert _seen(batches) == _stated(WEIGHED, folder)
    for batch in batches:
        for ids, labels in zip(batch["input_ids"].tolist(), batch["labels"].tolist(), strict=True):
            learned = [word for word, label in zip(ids, labels, strict=True) if label != -100]
            text = tokenizer.decode(learned)
            assert text.startswith("By the harbour, until ") and text.endswith(tiny.END)


def test_without_marks_in_the_template_they_are_learned_as_the_rule_says(tokenizer, tmp_path):
    rows = [row for row in WEIGHED if "weight" not in row["messages"][-1]]
    _, batches = _sft(ftdata.to_dataset(rows), tokenizer, tmp_path)
    assert all("Nowhere." in tokenizer.decode(ids) for batch in batches for ids in _learned(batch))
    assert "H009" in ftdata.validate(rows, target="huggingface").by_code()


def _learned(batch):
    for labels in batch["labels"].tolist():
        yield [label for label in labels if label != -100]


@pytest.mark.parametrize("talk", [True, False])
def test_of_prompt_and_completion_the_completion_is_learned(talk, tokenizer, folder, tmp_path):
    chats = ftdata.load(str(tiny.SAMPLES / "chat.jsonl"))
    single = [row for row in chats if len(row["messages"]) <= 3]
    made = ftdata.convert(single, to="prompt-completion") if talk else _texts()
    assert isinstance(made[0]["prompt"], list) is talk
    trainer, batches = _sft(ftdata.to_dataset(made), tokenizer, tmp_path)
    if talk:  # the completion ends as the turn does, with the line break behind it
        assert [(total, learned - 1) for total, learned in _seen(batches)] == _stated(single, folder)
    else:
        assert _seen(batches) == _stated(made, folder), "with the token that ends a text"
    _learns(trainer)


def _texts():
    columns = {"prompt": "question", "completion": "answer"}
    rows = ftdata.load(str(tiny.SAMPLES / "raw_prompts.csv"), columns=columns)
    return [{"prompt": row["prompt"], "completion": row["completion"]} for row in rows if row["completion"]]


def test_a_directory_of_datasets_is_taken_as_it_is(prepared, tokenizer, folder, tmp_path):
    from datasets import load_from_disk

    parts = load_from_disk(str(prepared("chat_tools.jsonl", "--to", "huggingface")))
    trainer, batches = _sft(
        parts["train"],
        tokenizer,
        tmp_path,
        assistant_only_loss=True,
    )
    assert _seen(batches) == _stated([_present(row) for row in parts["train"]], folder)
    assert (
        trainer.evaluate(trainer._prepare_dataset(parts["validation"], tokenizer, trainer.args, False, None, "eval"))[
            "eval_loss"
        ]
        > 0
    )


def _present(row):
    return {key: value for key, value in row.items() if value is not None}


def test_what_a_limit_cuts_off_is_as_stated(prepared, rows, tokenizer, folder, tmp_path):
    path = prepared("chat_tools.jsonl")
    counts = [ftdata.count_tokens(row, tokenizer=str(folder)) for row in rows(path)]
    limit = sorted(count.total for count in counts)[len(counts) // 2] - 3
    _, batches = _sft(ftdata.to_dataset(rows(path)), tokenizer, tmp_path, assistant_only_loss=True, max_length=limit)
    kept = sorted((min(count.total, limit), count.trained_under(limit)) for count in counts)
    assert _seen(batches) == [each for each in kept if each[1]], "rows of which nothing is learned are left out"
    stated = ftdata.stats(str(path), tokenizer=str(folder), max_tokens=limit).to_dict()
    assert stated["tokens"]["trained"] >= sum(trained for _, trained in kept)
