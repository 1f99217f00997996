"""``ftdata schema``: valid JSON Schemas that take what the target takes and refuse what rules refuse in one row."""

import json
from pathlib import Path

import jsonschema
import pytest

from ftdata import targets
from tests import corpora

SAMPLES = Path(__file__).parents[2] / "samples"
USER, ANSWER = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}
OBJECT_ARGUMENTS = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": {}}}


def _schema(ftdata, *words):
    code, out, err = ftdata("schema", *words)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _lines(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("name", targets.names())
def test_every_method_has_a_schema_or_says_why_not(ftdata, name):
    for method in targets.get(name).methods:
        code, _, err = ftdata("schema", name, "--method", method)
        assert code == 0 or "have no schema" in err


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("chat.jsonl", ("azure",)),
        ("chat_tools.jsonl", ("azure",)),
        ("preference.jsonl", ("azure", "--method", "dpo")),
    ],
)
def test_the_samples_are_taken(ftdata, file, words):
    schema = _schema(ftdata, *words)
    for row in _lines(SAMPLES / file):
        schema.validate(row)


@corpora.needed
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("azure_toolcall/stock_toolcall_training.jsonl", ("azure",)),
        ("azure_gsm8k_chat/chat_train.jsonl", ("azure",)),
        ("azure_functions_legacy/stock-train-hallucination.jsonl", ("azure",)),
        ("azure_dpo/validation.jsonl", ("azure", "--method", "dpo")),
    ],
)
def test_the_providers_own_files_are_taken(ftdata, file, words):
    schema = _schema(ftdata, *words)
    for row in _lines(corpora.path(file)):
        schema.validate(row)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"messages": []},
        {"messages": "Hi"},
        {"messages": [USER, {"role": "human", "content": "Hi"}]},
        {"messages": [USER, {"role": "assistant"}]},
        {"messages": [USER, ANSWER | {"weight": 2}]},
        {"messages": [USER, ANSWER], "extra": 1},
        {"messages": [{"role": "user", "content": None}, ANSWER]},
        {"messages": [USER, {"role": "assistant", "tool_calls": [OBJECT_ARGUMENTS]}]},
        {"messages": [USER, ANSWER], "tools": [{"type": "function", "function": {"name": "no spaces please"}}]},
        {"messages": [USER, {"role": "tool", "content": "4"}, ANSWER]},
    ],
)
def test_what_is_wrong_in_one_row_is_refused(ftdata, row):
    assert not _schema(ftdata, "azure").is_valid(row)
    assert _schema(ftdata, "azure").is_valid({"messages": [USER, ANSWER]})


def test_an_unknown_target_names_the_nearest(ftdata):
    assert "did you mean azure?" in ftdata("schema", "azur")[2]
    assert ftdata("schema", "azure", "--method", "sfd")[0] == 2
