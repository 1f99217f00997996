"""How many examples a file needs depends on what it is for."""

import json

import pytest

import ftdata

ROW = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}


@pytest.mark.parametrize(
    ("name", "target", "codes"),
    [
        ("train.jsonl", "openai", {"L001"}),
        ("test.jsonl", "openai", {"L001"}),
        ("revalued.jsonl", "openai", {"L001"}),
        ("validation.jsonl", "openai", set()),
        ("my-val_2.jsonl", "openai", set()),
        ("validation.jsonl", "bedrock-claude", {"L001"}),
    ],
)
def test_a_file_for_validation_may_be_small(tmp_path, name, target, codes):
    path = tmp_path / name
    path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    report = ftdata.validate(path, target=target, select=["L001", "Q001"])
    assert set(report.by_code()) == codes
