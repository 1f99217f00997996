"""The work of mistral-finetune's validation, written anew on mistral-common: parse, build, validate, tokenise.

mistral-finetune itself is not on PyPI and does not run with today's mistral-common. Its loop reads the whole file,
builds a message object for each message, validates the conversation for fine-tuning, and encodes every message with
the third tokenizer, keeping a mask beside the tokens.
Source: https://github.com/mistralai/mistral-finetune, utils/validate_data.py, finetune/data/tokenize.py (2026-11-23).
"""

import json
import sys

from mistral_common.protocol.instruct.messages import AssistantMessage, SystemMessage, UserMessage
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode
from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

MESSAGES = {"system": SystemMessage, "user": UserMessage, "assistant": AssistantMessage}


def encode(messages, tokenizer):
    """Return the tokens of a conversation and which of them are trained on."""
    prompt = next((message.content for message in messages if isinstance(message, SystemMessage)), None)
    users = [index for index, message in enumerate(messages) if isinstance(message, UserMessage)]
    tokens, mask = tokenizer.start(), [False]
    for index, message in enumerate(messages):
        if isinstance(message, UserMessage):
            place = {"is_last": index == users[-1], "is_first": index == users[0]}
            added, *_ = tokenizer.encode_user_message(message, available_tools=None, system_prompt=prompt, **place)
        elif isinstance(message, AssistantMessage):
            added = tokenizer.encode_assistant_message(message, is_before_last_user_message=False)
        else:
            continue
        tokens += added
        mask += [isinstance(message, AssistantMessage)] * len(added)
    return tokens, mask


validator = MistralRequestValidatorV3(ValidationMode.finetuning)
tokenizer = MistralTokenizer.v3().instruct_tokenizer
total = 0
with open(sys.argv[1], encoding="utf-8") as stream:
    lines = stream.readlines()
for line in lines:
    messages = [MESSAGES[message["role"]](content=message["content"]) for message in json.loads(line)["messages"]]
    validator.validate_messages(messages)
    total += len(encode(messages, tokenizer)[0])
sys.stdout.write(f"{len(lines)} rows, {total} tokens\n")
