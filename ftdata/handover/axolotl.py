"""Axolotl: the part of its YAML config that names a file and says how its rows are read.

``message_field_training`` is written where messages have marks, since Axolotl heeds none that its config does not name.
Pairs are read through the model's template: the prompt from its column, or from whole conversations where it stands in
them; of each side Axolotl takes the last message.

Sources:
- https://github.com/axolotl-ai-cloud/axolotl/blob/main/src/axolotl/prompt_strategies/dpo/chat_template.py (2026-11-27)
- https://github.com/axolotl-ai-cloud/axolotl/blob/main/docs/dataset-formats/conversation.qmd (2026-11-26)
- https://docs.axolotl.ai/docs/dataset-formats/template_free.html (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.handover import Companion, Written

NAME = "axolotl"
TITLE = "Axolotl's datasets in its YAML config"
FORMATS = {
    "sft": ("axolotl", "chat", "conversations", "sharegpt", "alpaca"),
    "dpo": ("chosen-rejected",),
    "pretrain": ("segments",),
}
SUFFIXES = ("json", "jsonl", "csv", "parquet")
FILE = "{stem}.axolotl.yaml"

_LISTS = ("messages", "conversations", "conversation")
_ROLES = {
    "system": ("system",),
    "user": ("human", "user"),
    "assistant": ("gpt", "assistant", "chatgpt", "bing", "bard", "bot"),
    "tool": ("tool", "observation", "observations", "tool_response", "function_response"),
}
_KNOWN = ("system", "human", "user", "gpt", "assistant", "tool")
"""Words that Axolotl maps to roles where nothing is said, or that are roles already."""
_CALLS = ("function_call", "tool_call")


def describe(written: Written, there: str | None) -> Companion:  # noqa: ARG001 - a file of its own is written anew
    """Say how Axolotl reads a file."""
    import yaml

    config = _config(written)
    text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    return Companion(text, ("put it into Axolotl's config, beside base_model and the rest", *_notes(written)))


def _config(written: Written) -> dict[str, object]:
    entry: dict[str, object] = {"path": written.file, "ds_type": "csv" if written.suffix == "csv" else "json"}
    if written.format == "segments":
        return {"datasets": [entry | {"type": "input_output"}]}
    if written.format == "alpaca":
        return {"datasets": [entry | {"type": "alpaca"}]}
    if written.format == "chosen-rejected":
        return {"rl": "dpo", "chat_template": "tokenizer_default", "datasets": [entry | _pair(written)]}
    key = next((key for key in _LISTS if key in written.keys), _LISTS[0])
    entry |= {"type": "chat_template", "field_messages": key}
    who, said = written.turn_pair
    if said == "value":
        entry["message_property_mappings"] = {"role": who, "content": said}
        entry |= _roles(written)
    mark = next((key for key in ("train", "weight") if key in written.turn_keys), None)
    if mark:
        entry["message_field_training"] = mark
    if "train_detail" in written.turn_keys:
        entry["message_field_training_detail"] = "train_detail"
    return {"chat_template": "tokenizer_default", "datasets": [entry]}


def _pair(written: Written) -> dict[str, object]:
    """Where the prompt and the two answers are: the prompt may stand in both answers, as a conversation up to them."""
    answers = {"field_chosen": "chosen", "field_rejected": "rejected"}
    whole = "chosen" not in written.texts and ("prompt" not in written.keys or "prompt" in written.texts)
    if whole and "messages" not in written.keys and {"user", "human"} & set(written.speakers):
        return {"type": "chat_template.argilla_chat", **answers}
    asked = "prompt" if "prompt" in written.keys else "messages"
    return {"type": "chat_template.default", "field_messages": asked, **answers}


def _roles(written: Written) -> dict[str, object]:
    """Words of the file for each role, where Axolotl would not know them all."""
    if set(written.speakers) <= set(_KNOWN):
        return {}
    found = {role: [word for word in written.speakers if _plain(word) in words] for role, words in _ROLES.items()}
    return {"roles": {role: words for role, words in found.items() if words}}


def _plain(word: str) -> str:
    return word.strip().casefold().replace("-", "_")


def _notes(written: Written) -> Iterator[str]:
    if any(_plain(word) in _CALLS for word in written.speakers):
        yield "Axolotl has no word for turns that are calls; --to axolotl writes calls that templates know"
    if written.format == "chosen-rejected" and "tool_calls" in written.turn_keys:
        yield "of pairs Axolotl reads role and content alone, so calls are lost to it"
    if written.format == "chosen-rejected" and not {"prompt", "messages"} & {*written.keys} and not written.speakers:
        yield "these pairs have no prompt that Axolotl could find"
    if written.format == "alpaca":
        unread = [key for key in ("system", "history") if key in written.keys]
        if unread:
            yield f"Axolotl's type alpaca reads no {' and no '.join(unread)}; --to axolotl keeps them"
