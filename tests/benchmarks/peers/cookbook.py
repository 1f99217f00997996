"""The steps of OpenAI's notebook on data for chat fine-tuning, written anew: format checks, then token counts.

The notebook reads the whole file, counts kinds of faults, and counts the tokens of every conversation and once more
those of the assistant's messages, with cl100k_base.
Source: https://github.com/openai/openai-cookbook, examples/Chat_finetuning_data_prep.ipynb (2026-11-23).
"""

import json
import sys
from collections import Counter

import tiktoken

KEYS = {"role", "content", "name", "function_call", "weight"}
ROLES = {"system", "user", "assistant", "function"}
PER_MESSAGE = 3
PER_NAME = 1


def faults(row):
    """Yield the kinds of faults of one row."""
    if not isinstance(row, dict):
        yield "no object"
        return
    messages = row.get("messages")
    if not messages:
        yield "no messages"
        return
    for message in messages:
        if "role" not in message or "content" not in message:
            yield "key missing"
        if not KEYS.issuperset(message):
            yield "unknown key"
        if message.get("role") not in ROLES:
            yield "unknown role"
        content = message.get("content")
        if not (content and isinstance(content, str)) and not message.get("function_call"):
            yield "no content"
    if not any(message.get("role") == "assistant" for message in messages):
        yield "no assistant"


def tokens(messages, encoding):
    """Count the tokens of a conversation, its frame included."""
    total = 3
    for message in messages:
        total += PER_MESSAGE + sum(len(encoding.encode(value)) for value in message.values())
        total += PER_NAME * ("name" in message)
    return total


def answer_tokens(messages, encoding):
    """Count the tokens of what the assistant says."""
    return sum(len(encoding.encode(message["content"])) for message in messages if message["role"] == "assistant")


with open(sys.argv[1], encoding="utf-8") as stream:
    rows = [json.loads(line) for line in stream]
found = Counter(fault for row in rows for fault in faults(row))
if not found:
    counter = tiktoken.get_encoding("cl100k_base")
    whole = [tokens(row["messages"], counter) for row in rows]
    answers = [answer_tokens(row["messages"], counter) for row in rows]
    lengths = [len(row["messages"]) for row in rows]
    sys.stdout.write(f"{len(rows)} rows, {sum(whole)} tokens, {sum(answers)} of answers, {max(lengths)} messages\n")
sys.exit(sum(found.values()) != 0)
