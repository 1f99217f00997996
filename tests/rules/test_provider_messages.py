"""The words in which providers refuse data are said by the rule that finds the cause, so that a search leads to it."""

import json

import pytest

from ftdata.engine import Settings
from ftdata.engine.validate import validate

HI = {"role": "user", "content": "Hi"}
HELLO = {"role": "assistant", "content": "Hello!"}
GOOD = [{"messages": [{"role": "user", "content": f"{number} + 1?"}, HELLO]} for number in range(12)]
PAIR = {"input": {"messages": [HI]}, "preferred_output": [HELLO], "non_preferred_output": [{**HELLO, "content": "Yo"}]}


def rows(*odd):
    return "".join(json.dumps(row) + "\n" for row in (*GOOD, *odd))


SAID = [
    ("F005", "Line 1 is not a dictionary", json.dumps(GOOD, indent=1), {}),
    ("F004", "is not a dictionary", rows(["a"]), {}),
    ("F003", "invalid json", rows() + '{"messages": [}\n', {}),
    ("S001", 'contains an extra "weight"', rows({"messages": [HI, HELLO], "weight": 1}), {}),
    ("C007", "an invalid token: <|fim_suffix|>", rows({"messages": [HI, {**HELLO, "content": "<|fim_suffix|>"}]}), {}),
    ("S005", "Discriminator 'role' is missing", rows({"messages": [{"content": "Hi"}, HELLO]}), {}),
    ("S002", "missing key 'messages'", rows({"message": []}), {}),
    ("P001", "missing key 'input'", rows().replace("messages", "prompt"), {"method": "dpo", "format": "preference"}),
    ("S009", "is in the fine-tune-chat format", rows(), {"method": "dpo"}),
    ("L001", "must have at least 10 examples", json.dumps(GOOD[0]) + "\n", {}),
    ("R002", "final message to be from assistant", rows({"messages": [HI, HELLO, HI]}), {}),
    ("M003", "training_not_available", rows(), {"target": "openai"}),
    ("M005", "does not support fine-tuning", rows(), {"model": "gpt-4.1"}),
    ("M006", "Standard TrainingType", rows(), {"model": "gpt-oss-20b"}),
    ("S016", "expected either prompt/completion pairs or chat messages", '{"a": "b"}\n' * 12, {}),
]


@pytest.mark.parametrize(("code", "words", "text", "options"), SAID, ids=[code for code, *_ in SAID])
def test_the_providers_own_words_are_said(code, words, text, options, tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text(text, encoding="utf-8")
    found = validate([str(path)], Settings(**({"target": "azure"} | options))).problems
    said = [problem.message for problem in found if problem.code == code]
    assert any(words in message for message in said), (said, [problem.code for problem in found])
