"""TRL's trainers for preferences take what ftdata wrote, and see as many tokens of it as ftdata says."""

from importlib.util import find_spec

import pytest

import ftdata
from tests.trainers import tiny

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not find_spec("torch") or not find_spec("trl"), reason="torch or TRL is not installed"),
]
LINE = 1
"""The line break that ends a turn stands behind what is learned of it."""


@pytest.fixture
def pairs():
    return list(ftdata.load(str(tiny.SAMPLES / "preference.jsonl")))


def _lengths(batches, mask):
    return sorted(length for batch in batches for length in batch[mask].sum(dim=1).tolist())


def _count(messages, folder):
    return ftdata.count_tokens(messages, tokenizer=str(folder))


def _sides(pairs, folder):
    """Of both answers of every pair: the tokens of all of it, and of the answer."""
    for pair in pairs:
        for key in ("preferred_output", "non_preferred_output"):
            counted = _count([*pair["input"]["messages"], *pair[key]], folder)
            yield counted.total, counted.messages[-1].said + LINE


def _check(batches, pairs, folder, masks=("attention_mask", "completion_mask")):
    stated = list(_sides(pairs, folder))
    for number, mask in enumerate(masks):
        assert _lengths(batches, mask) == sorted(each[number] for each in stated)


def test_dpo(pairs, prepared, rows, tokenizer, folder, tmp_path):
    from trl import DPOConfig, DPOTrainer

    written = rows(prepared("preference.jsonl", "--method", "dpo"))
    assert {"prompt", "chosen", "rejected"} == set(written[0])
    trainer, batches = tiny.train(DPOTrainer, DPOConfig, ftdata.to_dataset(written), tokenizer, tmp_path)
    kept = [pair for pair in pairs if pair["input"]["messages"] in [row["prompt"] for row in written]]
    assert len(kept) == len(written) > 8 and trainer.state.global_step >= 2
    _check(batches, kept, folder)
    for pair in kept:
        counted = ftdata.count_tokens(pair, tokenizer=str(folder))
        sides = list(_sides([pair], folder))
        assert counted.longest == max(total for total, _ in sides)


def test_dpo_with_tools(prepared, rows, tokenizer, folder, tmp_path):
    from trl import DPOConfig, DPOTrainer

    chats = [row for row in ftdata.load(str(tiny.SAMPLES / "chat_tools.jsonl")) if row.get("tools")]
    pairs = [
        {
            "input": {"messages": row["messages"][:-1], "tools": row["tools"]},
            "preferred_output": row["messages"][-1:],
            "non_preferred_output": [{"role": "assistant", "content": "I do not know."}],
        }
        for row in chats
    ]
    ftdata.write(pairs, str(tmp_path / "pairs.jsonl"))
    made = ftdata.to_dataset(rows(prepared(tmp_path / "pairs.jsonl", "--validation", "0")))
    _, batches = tiny.train(DPOTrainer, DPOConfig, made, tokenizer, tmp_path)
    stated = [
        ftdata.count_tokens(
            {"messages": [*pair["input"]["messages"], *pair[key]], "tools": row["tools"]}, tokenizer=str(folder)
        ).total
        for pair, row in zip(pairs, chats, strict=True)
        for key in ("preferred_output", "non_preferred_output")
    ]
    assert _lengths(batches, "attention_mask") == sorted(stated), "definitions and arguments as objects"


def test_kto(pairs, rows, tokenizer, folder, tmp_path, prepared):
    from trl import KTOConfig, KTOTrainer

    single = tmp_path / "kto.jsonl"
    ftdata.write(ftdata.convert(pairs, to="kto"), str(single))
    written = rows(prepared(single, "--validation", "0"))
    assert {row["label"] for row in written} == {True, False} and len(written) == 2 * len(pairs)
    trainer, batches = tiny.train(KTOTrainer, KTOConfig, ftdata.to_dataset(written), tokenizer, tmp_path)
    assert trainer.state.global_step >= 2
    _check(batches, pairs, folder)


def test_reward(pairs, prepared, rows, tokenizer, folder, tmp_path):
    from trl import RewardConfig, RewardTrainer

    written = rows(prepared("preference.jsonl", "--method", "reward", "--validation", "0"))
    assert len(written) == len(pairs)
    made = ftdata.to_dataset(written)
    trainer, batches = tiny.train(RewardTrainer, RewardConfig, made, tokenizer, tmp_path, reward=True)
    assert trainer.state.global_step >= 2
    _check(batches, pairs, folder, masks=("attention_mask",))
