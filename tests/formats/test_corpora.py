"""Real files of others: the format is told, every row is read, written back the same, and converted."""

import json
from collections import Counter
from pathlib import Path

import pytest

import ftdata
from ftdata import formats
from ftdata.engine import Settings
from ftdata.engine.adapt import Adapter
from ftdata.engine.intake import take_in
from ftdata.types import Record

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora of other projects are not on this machine")

QA = {"prompt": "question", "completion": "answer"}

SEEDS = {"id": 175, "name": 175, "is_classification": 175}
RULM = {"id": 137, "name": 125, "is_classification": 137, "orig_instruction": 125, "orig_instances": 125}

FILES = [
    # file, columns, format, method, rows, losses on the way to chat (path, rows)
    ("lf_identity/identity.json", {}, "alpaca", "sft", 91, {}),
    ("lf_glaive_toolcall_en/glaive_toolcall_en_demo.json", {}, "sharegpt", "sft", 300, {}),
    ("lf_dpo_en/dpo_en_demo.json", {}, "sharegpt", "dpo", 300, {"rejected": 300}),
    ("torchtune_tiny/hh_rlhf_tiny.json", {}, "chosen-rejected", "dpo", 1, {"rejected": 1}),
    ("fastchat_dummy/dummy_conversation.json", {}, "sharegpt", "sft", 500, {"id": 500}),
    ("huatuo_liver_zh/liver_cancer.json", {}, "alpaca", "sft", 1000, {"id": 211}),
    ("huatuo_med_zh/infer.json", {}, "alpaca", "sft", 5, {}),
    ("huatuo_med_zh/llama_data.json", {}, "alpaca", "sft", 8658, {}),
    ("gpteacher_roleplay/roleplay-simple-deduped-roleplay-instruct.json", {}, "alpaca", "sft", 1923, {}),
    ("medicalgpt/medical_sft_1K_format.jsonl", {}, "sharegpt", "sft", 1000, {}),
    ("medicalgpt/toolcall_dpo_zh_demo.jsonl", {}, "sharegpt", "dpo", 11, {"rejected": 11}),
    ("medicalgpt/sample.jsonl", QA, "prompt-completion", "sft", 32, {}),
    ("axolotl_fixtures/alpaca.json", {}, "alpaca", "sft", 2, {}),
    ("axolotl_fixtures/conversation.json", {}, "sharegpt", "sft", 1, {}),
    ("axolotl_fixtures/conversation.missingturns.json", {}, "sharegpt", "sft", 1, {}),
    ("torchtune_tiny/chat_tiny.json", {}, "sharegpt", "sft", 1, {}),
    ("torchtune_tiny/instruct_tiny.json", {}, "alpaca", "sft", 2, {}),
    ("swift_tests/alpaca.csv", {}, "alpaca", "sft", 3, {}),
    ("swift_tests/alpaca2.csv", {}, "alpaca", "sft", 3, {}),
    ("swift_tests/alpaca.jsonl", {}, "alpaca", "sft", 3, {}),
    ("swift_tests/conversations.jsonl", {}, "sharegpt", "sft", 3, {}),
    ("swift_tests/sharegpt.jsonl", {}, "sharegpt", "sft", 3, {}),
    ("azure_dpo/validation.jsonl", {}, "preference", "dpo", 284, {"non_preferred_output": 284}),
    ("bedrock_prompt_completion/uber10K.jsonl", {}, "prompt-completion", "sft", 200, {}),
    ("cc0_azure_pc/training_data.jsonl", {}, "prompt-completion", "sft", 10, {}),
    ("rulm_ru/ru_alpaca_seed_tasks.jsonl", {}, "self-instruct", "sft", 137, RULM),
    ("selfinstruct_seed/seed_tasks.jsonl", {}, "self-instruct", "sft", 175, SEEDS),
    ("medicalgpt/sample.jsonl", {}, "question-answer", "sft", 32, {}),
    ("gsm8k/test.jsonl", {}, "question-answer", "sft", 1319, {}),
    ("gsm8k/test_socratic.jsonl", {}, "question-answer", "sft", 1319, {}),
    ("bedrock_nova/formatted_test_ft.jsonl", {}, "bedrock", "sft", 120, {}),
    ("bedrock_nova/test_ft.jsonl", {}, "anthropic", "sft", 120, {}),
    ("anthropic_json_mode/json_mode_dataset.jsonl", {}, "anthropic", "sft", 500, {}),
    ("gemini_tuning/patient_1_glucose_examples.jsonl", {}, "gemini", "sft", 1, {}),
    ("lf_mllm/mllm_demo.json", {}, "ms-swift", "sft", 6, {}),
    ("lf_mllm/mllm_video_audio_demo.json", {}, "ms-swift", "sft", 3, {}),
    ("lf_v1/v1_dpo_demo.jsonl", {}, "llama-factory-v1", "dpo", 10, {"rejected_messages": 10}),
    ("lf_v1/v1_multimodal_demo.jsonl", {}, "llama-factory-v1", "sft", 24, {}),
    ("lf_v1/reason_tool_use_demo_50.jsonl", {}, "llama-factory-v1", "sft", 50, {}),
    ("torchtune_tiny/vqa_tiny.json", {}, "input-output", "sft", 1, {}),
    ("swift_tests/swift_single.csv", {}, "query-response", "sft", 3, {}),
    ("swift_tests/swift_single.jsonl", {}, "query-response", "sft", 3, {}),
    ("swift_tests/swift_multi.json", {}, "query-response", "sft", 3, {}),
    ("swift_tests/swift_multi.jsonl", {}, "query-response", "sft", 3, {}),
    ("swift_tests/multi_modal_1.jsonl", {}, "query-response", "sft", 3, {}),
    ("swift_tests/multi_modal_2.jsonl", {}, "query-response", "sft", 3, {}),
    ("swift_tests/multi_modal_3.jsonl", {}, "query-response", "sft", 3, {}),
]
UNKNOWN = [
    "bfcl/BFCL_v4_parallel.json",
    "humaneval/example_samples.jsonl",
    "humaneval/HumanEval.jsonl.gz",
    "toolalpaca/eval_simulated.json",
]


@pytest.mark.parametrize(("file", "columns", "format_", "method", "rows", "losses"), FILES, ids=[f[0] for f in FILES])
def test_file(file, columns, format_, method, rows, losses):
    intake = take_in(str(CORPORA / file), Settings(columns=columns))
    assert (intake.summary.format, intake.summary.method) == (format_, method)
    kept, lost = 0, Counter()
    to_chat, to_pairs = Adapter(format_, "chat", columns), Adapter(format_, "preference", columns)
    for record in intake.records:
        if record.example is None:  # a blank line
            continue
        if not columns:
            _same(format_, record.row)
        made = to_chat.adapt(record)
        assert made.row is not None, made.defect
        _same("chat", made.row)
        if method == "dpo":
            pair = to_pairs.adapt(record)
            assert pair.row is not None and pair.losses == ()
            _same("preference", pair.row)
        lost.update(loss.path for loss in made.losses)
        kept += 1
    assert kept == rows
    assert lost == losses


def record_of(row):
    return Record("file", 1, 0, 1, None, row)


def _same(name, row):
    module = formats.get(name)
    rendered = module.render(module.parse(row))
    assert json.dumps(rendered.row) == json.dumps(row)
    assert rendered.losses == ()


TEXTS = [
    ("swift_tests/swift_pre.jsonl", 3),
    ("swift_tests/swift_pre.csv", 3),
    ("dolma_gz/test.jsonl.gz", 1),
]


@pytest.mark.parametrize(("file", "rows"), TEXTS)
def test_text(file, rows):
    """Texts are read and written back; no turn is made of them, and that is no fault of the file."""
    intake = take_in(str(CORPORA / file), Settings())
    assert (intake.summary.format, intake.summary.method) == ("text", "pretrain")
    kept = [record.row for record in intake.records]
    assert len(kept) == rows
    for row in kept:
        _same("text", row)
    assert Adapter("text", "chat", {}).adapt(record_of(kept[0])).defect.kind == "no-turns"
    assert ftdata.validate(str(CORPORA / file)).problems == []


def test_labelled_answers():
    """LLaMA-Factory's sample for KTO: half of its answers are bad ones, and none of these is taken for a good one."""
    intake = take_in(str(CORPORA / "lf_kto_en/kto_en_demo.json"), Settings())
    assert (intake.summary.format, intake.summary.method) == ("kto-conversation", "kto")
    to_chat, to_kto = Adapter("kto-conversation", "chat", {}), Adapter("kto-conversation", "kto", {})
    labels = Counter()
    for record in intake.records:
        _same("kto-conversation", record.row)
        made = to_kto.adapt(record)
        _same("kto", made.row)
        assert (made.row["label"], made.losses) == (record.row["label"], ())
        assert (to_chat.adapt(record).row is not None) == record.row["label"]
        labels[record.row["label"]] += 1
    assert labels == {True: 150, False: 150}


@pytest.mark.parametrize("file", UNKNOWN)
def test_unknown(file):
    assert take_in(str(CORPORA / file), Settings()).summary.format is None


def test_tool_calls_are_complete():
    """Every call of LLaMA-Factory's sample has an id, text arguments that are JSON, and its result after it."""
    intake = take_in(str(CORPORA / "lf_glaive_toolcall_en/glaive_toolcall_en_demo.json"), Settings())
    calls = results = 0
    for record in intake.records:
        row = Adapter("sharegpt", "chat", {}).adapt(record).row
        made = [call for message in row["messages"] for call in message.get("tool_calls", ())]
        answered = [message["tool_call_id"] for message in row["messages"] if message["role"] == "tool"]
        assert answered == [call["id"] for call in made]
        assert len(set(answered)) == len(answered)
        assert all(isinstance(json.loads(call["function"]["arguments"]), dict) for call in made)
        assert all(tool["type"] == "function" for tool in row.get("tools", ()))
        calls, results = calls + len(made), results + len(answered)
    assert calls == results == 211
