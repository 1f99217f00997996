"""The words in which providers refuse data are said by the rule that finds the cause, so that a search leads to it."""

import json
import re
from pathlib import Path

import pytest

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.rules import get

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"

HI = {"role": "user", "content": "Hi"}
HELLO = {"role": "assistant", "content": "Hello!"}
GOOD = [{"messages": [{"role": "user", "content": f"{number} + 1?"}, HELLO]} for number in range(12)]
PAIR = {"input": {"messages": [HI]}, "preferred_output": [HELLO], "non_preferred_output": [{**HELLO, "content": "Yo"}]}
TOOL = {"type": "function", "function": {"name": "time"}}
CALL = {
    "role": "assistant",
    "tool_calls": [{"id": "1", "type": "function", "function": {"name": "time", "arguments": {}}}],
}
COMPLETION = {"method": "completion", "format": "prompt-completion", "target": "openai"}


def flag(texts):
    return [{"flagged": True, "categories": {"hate": True}}] * len(texts)


def rows(*odd):
    return "".join(json.dumps(row) + "\n" for row in (*GOOD, *odd))


SAID = [
    ("F005", "Line 1 is not a dictionary", json.dumps(GOOD, indent=1), {}),
    ("F004", "is not a dictionary", rows(["a"]), {}),
    ("F003", "invalid json", rows() + '{"messages": [}\n', {}),
    ("F026", "line contains invalid json", rows() + "// the end\n", {}),
    ("S001", 'contains an extra "weight"', rows({"messages": [HI, HELLO], "weight": 1}), {}),
    ("C007", "an invalid token: <|fim_suffix|>", rows({"messages": [HI, {**HELLO, "content": "<|fim_suffix|>"}]}), {}),
    ("S005", "Discriminator 'role' is missing", rows({"messages": [{"content": "Hi"}, HELLO]}), {}),
    ("S002", "missing key 'messages'", rows({"message": []}), {}),
    ("P001", "missing key 'input'", rows().replace("messages", "talk"), {"method": "dpo", "format": "preference"}),
    ("S009", "is in the fine-tune-chat format", rows(), {"method": "dpo"}),
    ("L001", "must have at least 10 examples", json.dumps(GOOD[0]) + "\n", {}),
    ("R002", "final message to be from assistant", rows({"messages": [HI, HELLO, HI]}), {}),
    ("M003", "training_not_available", rows(), {"target": "openai"}),
    ("M005", "does not support fine-tuning", rows(), {"model": "gpt-4.1"}),
    ("M006", "Standard TrainingType", rows(), {"model": "gpt-oss-20b"}),
    ("S011", 'contains an extra "tools"', rows({"messages": [HI, HELLO], "tools": [TOOL]}), {}),
    ("S017", "No valid json line found in file", '{"prompt": "a"}\n' * 12, COMPLETION),
    ("T002", "The job failed due to an internal error", rows({"messages": [HI, CALL], "tools": [TOOL]}), {}),
    ("X003", "too many examples were flagged by our moderation API", rows(), {"options": {"X003.endpoint": flag}}),
    ("S016", "expected either prompt/completion pairs or chat messages", '{"a": "b"}\n' * 12, {}),
]


@pytest.mark.parametrize(("code", "words", "text", "options"), SAID, ids=[code for code, *_ in SAID])
def test_the_providers_own_words_are_said(code, words, text, options, tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text(text, encoding="utf-8")
    found = validate([str(path)], Settings(**({"target": "azure"} | options))).problems
    said = [problem.message for problem in found if problem.code == code]
    assert any(words in message for message in said), (said, [problem.code for problem in found])


def _table():
    """Message and codes of each row of the page's tables that name a rule."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        if codes := re.findall(r"\[([A-Z]\d{3})\]", cells[1] if len(cells) > 2 else ""):
            yield cells[0].replace("\\|", "|"), codes


def test_the_page_of_messages_names_the_rules_that_quote_them():
    table = list(_table())
    assert {code for code, *_ in SAID} <= {code for _, codes in table for code in codes}
    for message, codes in table:
        words = [words for code, words, *_ in SAID if code in codes]
        pages = " ".join(" ".join(get(code).module.__doc__.split()) for code in codes)
        begins = " ".join(message.split()[:5])
        assert message.startswith("nothing") or begins in pages or any(each in message for each in words), message
