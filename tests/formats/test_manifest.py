"""All real files of the manifest: the format is named right, and every row is read or rejected with a reason."""

import json
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

import ftdata
from ftdata import formats
from ftdata.engine import Settings
from ftdata.engine.intake import take_in
from ftdata.errors import FtdataError
from ftdata.types import Record
from tests import corpora

NOT_YET: frozenset[str] = frozenset()
"""Formats that the manifest's files have and that are not here; take a name out when it comes."""

NONE = "none"
STRANGER = "stranger"
BY_NAME = {
    # the manifest's name for a format: ours
    "openai_chat": "chat",
    "openai_chat_tools": "chat",
    "openai_chat_functions": "chat",
    "openai_chat_tools_single": "chat",
    "openai_rft": "chat",  # a conversation that ends with the user, and fields for a grader
    "openai_dpo": "preference",
    "prompt_completion": "prompt-completion",
    "alpaca": "alpaca",
    "csv_alpaca": "alpaca",
    "instruction_response": "alpaca",
    "instruction_input_response": "alpaca",
    "sharegpt": "sharegpt",
    "sharegpt_single": "sharegpt",
    "sharegpt_tools": "sharegpt",
    "sharegpt_preference": "sharegpt",
    "sharegpt_human_assistant": "sharegpt",
    "anthropic_system_messages": "anthropic",
    "bedrock_conversation": "bedrock",
    "gemini_contents": "gemini",
    "selfinstruct_seed": "self-instruct",
    "qa": "question-answer",
    "csv_query_response": "query-response",
    "swift_query_response": "query-response",
    "response_only": "text",
    "pretrain_text": "text",
    "kto_messages": "kto-conversation",
    "messages_images": "ms-swift",
    "lf_v1_messages": "llama-factory-v1",
    "lf_v1_preference": "llama-factory-v1",
    "hf_preference_messages": "chosen-rejected",
    "vqa": "input-output",
    "eval_item": STRANGER,
    "azure_eval_conversation": STRANGER,
    "azure_agent_eval": STRANGER,
    "embedding_pairs": STRANGER,
    "openai_batch_request": STRANGER,
    "lf_dataset_info": STRANGER,
    "oasst_flat": STRANGER,
    "toolalpaca": STRANGER,
    "bfcl": STRANGER,
    "humaneval": STRANGER,
    "csv_query_tool": STRANGER,
    "tsv_cot": NONE,  # a table without a header
    "other_json": NONE,
}
BY_FILE = {
    "azure_eval_arrays/data.jsonl": "query-response",  # question, answer and ground truth of an evaluation
    "mt_bench/question.jsonl": STRANGER,
    "humaneval/example_samples.jsonl": STRANGER,
}
ROWS = {
    # where we count other rows than the manifest
    "instructor_broken/test.jsonl": 18,  # the broken ones too
    "flan_tsv/strategyqa_train.tsv": 2060,  # the first line counts as the header
}
UNREADABLE = {
    # rows of a file that are no object, or no JSON
    "instructor_broken/test.jsonl": 2,
    "oasst_prompts/en_100_text.jsonl": 100,
}

pytestmark = corpora.needed
MANIFEST = json.loads(Path(corpora.path("manifest.json")).read_text()) if corpora.ROOT.is_dir() else []
FILES = [entry for entry in MANIFEST if entry["container"] != "collection"]
FOLDERS = sorted({entry["file"].split("/")[0] for entry in MANIFEST if entry["container"] == "collection"})


def expected(entry):
    name = BY_FILE.get(entry["file"]) or BY_NAME[entry["format"]]
    if name in NOT_YET:
        pytest.skip(f"there is no format {name} yet")
    return name


def test_the_manifest_is_whole():
    assert len(FILES) == 97
    assert len(FOLDERS) == 7


def test_what_is_not_yet_here_is_not_here():
    assert not NOT_YET.intersection(formats.names())
    assert set(BY_NAME.values()) - {NONE, STRANGER} - NOT_YET <= set(formats.names())


@pytest.mark.parametrize("entry", FILES, ids=[entry["file"] for entry in FILES])
def test_file(entry):
    name = expected(entry)
    intake = take_in(corpora.path(entry["file"]), Settings())
    known = name not in (NONE, STRANGER)
    assert intake.summary.format == (name if known else None)
    assert bool(intake.summary.reason) == (name != NONE)
    records = [record for record in intake.records if isinstance(record, Record)]
    rows = {record.example for record in records if record.example is not None}
    assert len(rows) == ROWS.get(entry["file"], entry["facts"]["rows"])
    fates = Counter(fate(record, name if known else None) for record in records if record.example is not None)
    assert fates.total() >= len(rows)
    assert fates["unreadable"] == UNREADABLE.get(entry["file"], 0)
    assert set(fates) <= {"unreadable", "read" if known else "no training data" if name == STRANGER else "unknown"}


def fate(record, name):
    """What becomes of a row: it is read and can be given back the same, or there is a reason why not."""
    if not record.readable:
        assert record.defects
        return "unreadable"
    names, evidence = formats.classify(record.row)
    if not names:
        return "no training data" if evidence else "unknown"
    assert names == (name,)
    for row in formats.rows_of(name, record.row):
        example = formats.get(name).parse(row)
        if formats.gives_back(name):
            assert json.dumps(formats.get(name).render(example).row) == json.dumps(row)
    return "read"


HEAD = 40
"""Rows of a file that go there and back."""
NO_TURNS = ("text",)
LABELLED = ("kto-conversation",)
REFUSED = {("gemini_tuning/training_data_wrong.first9.jsonl", "sharegpt")}
"""A file of a misspelt role, for which ShareGPT has no word."""


@pytest.mark.parametrize("goal", ["chat", "sharegpt"])
@pytest.mark.parametrize("entry", FILES, ids=[entry["file"] for entry in FILES])
def test_there_and_back(entry, goal):
    """With a sidecar every row that can be converted leads back to itself; the others are rejected, and counted."""
    name = expected(entry)
    if name in (NONE, STRANGER, goal):
        return
    records = islice(take_in(corpora.path(entry["file"]), Settings()).records, HEAD)
    rows = [record.row for record in records if isinstance(record, Record) and isinstance(record.row, dict)]
    there = ftdata.convert(rows, to=goal, format=name, sidecar=True)
    kept = [row for row in rows if ftdata.convert([row], to=goal, format=name).rows]
    assert bool(kept) == (name not in NO_TURNS and (entry["file"], goal) not in REFUSED)
    if name not in LABELLED:
        assert len(kept) in (0, len(rows))
    if kept:
        assert json.dumps(ftdata.restore(there, there.sidecar).rows) == json.dumps(kept)


@pytest.mark.parametrize("folder", FOLDERS)
def test_collection(folder):
    """Cases for parsers and texts: no row of any file is met with another error than ours."""
    for file in sorted((corpora.ROOT / folder).rglob("*")):
        if file.is_file():
            with suppress(FtdataError):
                records = list(take_in(str(file), Settings()).records)
                assert all(record.readable or record.defects for record in records if isinstance(record, Record))
