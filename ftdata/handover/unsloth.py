"""Unsloth: a piece of Python that loads a file and renders its conversations with a chat template.

The columns are given to ``datasets`` with their types, so that it does not guess any: it would turn a text such as
"007" into a number where contents differ in kind. Turns with ``from`` and ``value`` are read by a mapping of
``get_chat_template``.

Sources:
- https://docs.unsloth.ai/basics/chat-templates (2026-11-23)
- https://huggingface.co/docs/datasets/about_dataset_features, Json (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.handover import Companion, Written

NAME = "unsloth"
TITLE = "Python that loads the file for Unsloth"
FORMATS = {"sft": ("conversations", "chat", "sharegpt")}
SUFFIXES = ("json", "jsonl")
FILE = "{stem}_unsloth.py"

_LISTS = ("conversations", "conversation", "messages")
_TEXT = """\
# Loads {file} for Unsloth: call load(tokenizer), and give what it returns to SFTTrainer with
# dataset_text_field="text".
from pathlib import Path

from datasets import Features, Json, List, Value, load_dataset
from unsloth.chat_templates import get_chat_template

FILE = str(Path(__file__).with_name({file!r}))
FEATURES = Features({{{features}}})
MAPPING = {mapping}


def load(tokenizer, chat_template="chatml"):
    tokenizer = get_chat_template(tokenizer, chat_template=chat_template, mapping=MAPPING)

    def render(row):
        text = tokenizer.apply_chat_template({turns}, {tools}tokenize=False)
        return {{"text": text}}

    return load_dataset("json", data_files=FILE, features=FEATURES, split="train").map(render)
"""
_OBJECTS = """

def with_objects(messages):
    # some templates, Qwen2.5's among them, would write arguments that are text as text in quotes
    import json

    for message in messages:
        for call in message.get("tool_calls") or ():
            arguments = call["function"]["arguments"]
            if isinstance(arguments, str):
                call["function"]["arguments"] = json.loads(arguments)
    return messages
"""
_ROLES = {"role": "role", "content": "content", "user": "user", "assistant": "assistant"}


def describe(written: Written, there: str | None) -> Companion:  # noqa: ARG001 - a file of its own is written anew
    """Write the Python."""
    key = next((key for key in _LISTS if key in written.keys), _LISTS[0])
    features = ", ".join(f"{name!r}: {_feature(name, key, written)}" for name in written.keys)
    tools = 'tools=row["tools"], ' if "tools" in written.keys else ""
    called = "tool_calls" in written.turn_keys
    turns = f"with_objects(row[{key!r}])" if called else f"row[{key!r}]"
    text = _TEXT.format(file=written.file, features=features, mapping=_mapping(written), turns=turns, tools=tools)
    text += _OBJECTS if called else ""
    notes = ("choose the chat template of your model: load(tokenizer, chat_template=...)", *_notes(written))
    return Companion(text, notes)


def _feature(name: str, key: str, written: Written) -> str:
    if name in written.texts:
        return 'Value("string")'
    if name != key:
        return "Json()"
    if set(written.turn_keys) <= {"from", "value"}:
        return 'List({"from": Value("string"), "value": Value("string")})'
    return "List(Json())"


def _mapping(written: Written) -> dict[str, str]:
    who, said = written.turn_pair
    if said == "content":
        return _ROLES
    user = next((word for word in written.speakers if word in ("human", "user")), "human")
    assistant = next((word for word in written.speakers if word in ("gpt", "assistant")), "gpt")
    return {"role": who, "content": said, "user": user, "assistant": assistant}


def _notes(written: Written) -> Iterator[str]:
    if written.parts:
        yield "some contents are parts, such as images: give the processor of a vision model in place of the tokenizer"
    known = {"human", "user", "gpt", "assistant", "system"}
    odd = [word for word in written.speakers if word not in known]
    if "from" in written.turn_keys and odd:
        yield f"Unsloth's mapping has no word for {', '.join(odd)}; --to conversations writes roles that templates know"
