"""LLaMA-Factory: the entry in ``dataset_info.json`` that says which columns and words a file has.

LLaMA-Factory looks for ``dataset_info.json`` in its ``dataset_dir``; entries of other files in it stay as they are.
Once one column or word is named, all are, since LLaMA-Factory forgets its defaults then.

Sources:
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md (2026-11-23)
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/src/llamafactory/data/parser.py (2026-11-23)
"""

import json
from collections.abc import Iterator

from ftdata.errors import UsageError
from ftdata.handover import Companion, Written

NAME = "llama-factory"
TITLE = "LLaMA-Factory's dataset_info.json"
FORMATS = {
    "sft": ("sharegpt", "alpaca", "ms-swift", "conversations", "chat"),
    "dpo": ("sharegpt", "preference-columns"),
    "kto": ("kto-conversation", "alpaca-kto"),
}
SUFFIXES = ("json", "jsonl", "csv", "parquet")
FILE = "dataset_info.json"

_COLUMNS = ("alpaca", "alpaca-kto", "preference-columns")
_ALPACA = {"prompt": "instruction", "query": "input", "response": "output", "system": "system", "history": "history"}
_PAIRS = (("chosen", "rejected"), ("chosen_response", "rejected_response"), ("response_chosen", "response_rejected"))
_BESIDE = ("system", "tools", "images", "videos", "audios", "chosen", "rejected", "kto_tag")
_LISTS = ("conversations", "conversation", "messages")
_WORDS = {
    "user_tag": ("human", "user"),
    "assistant_tag": ("gpt", "assistant", "chatgpt", "bing", "bard", "bot"),
    "observation_tag": ("observation", "observations", "tool", "tool_response", "function_response"),
    "function_tag": ("function_call", "tool_call"),
    "system_tag": ("system",),
}
"""Words for a speaker; the first one is what LLaMA-Factory expects where nothing is said."""


def describe(written: Written, there: str | None) -> Companion:
    """Say where the turns of a file are, and what its speakers are called."""
    known = _entries(there)
    entry = _alpaca(written) if written.format in _COLUMNS else _turns(written)
    known[written.stem] = {"file_name": written.file, **entry}
    use = f"name it in the training config: dataset: {written.stem}, and dataset_dir: the directory of {FILE}"
    return Companion(json.dumps(known, indent=2, ensure_ascii=False) + "\n", (use, *_notes(written)))


def _entries(there: str | None) -> dict[str, object]:
    try:
        known = json.loads(there) if there is not None else {}
    except ValueError as error:
        raise UsageError(f"{FILE}: is there and is no JSON ({error}); mend or move it") from error
    if not isinstance(known, dict):
        raise UsageError(f"{FILE}: is there and holds no entries of data sets; move it")
    return known


def _alpaca(written: Written) -> dict[str, object]:
    answer = {"response": "response"} if "output" not in written.keys else {}
    columns = {name: key for name, key in (_ALPACA | answer).items() if key in written.keys}
    beside = {key: key for key in ("images", "videos", "audios", "kto_tag") if key in written.keys}
    if written.format != "preference-columns":
        return {"columns": columns | beside}
    pair = _question(written)
    more = ("query", "system", "history") if pair["prompt"] == "instruction" else ("system", "history")
    return {"ranking": True, "columns": pair | {name: columns[name] for name in more if name in columns}}


def _question(written: Written) -> dict[str, str]:
    """The columns of a pair: its question and its two answers, whatever they are called."""
    asked = next((key for key in ("question", "instruction", "input", "prompt") if key in written.keys), "question")
    answers = next((pair for pair in _PAIRS if pair[0] in written.keys), _PAIRS[0])
    return {"prompt": asked, "chosen": answers[0], "rejected": answers[1]}


def _turns(written: Written) -> dict[str, object]:
    columns = {"messages": next((key for key in _LISTS if key in written.keys), _LISTS[0])}
    columns |= {key: key for key in _BESIDE if key in written.keys}
    if written.format == "kto-conversation" and "kto_tag" not in written.keys:
        columns["kto_tag"] = "label"
    formatting = "openai" if "tool_calls" in written.turn_keys else "sharegpt"
    ranking = {"ranking": True} if "chosen" in columns else {}
    return {"formatting": formatting, **ranking, "columns": columns, **_tags(written)}


def _tags(written: Written) -> dict[str, object]:
    keys = written.turn_pair
    words = {tag: _used(written, tag) or [names[0]] for tag, names in _WORDS.items()}
    tags = {tag: used[0] for tag, used in words.items()}
    if keys == ("from", "value") and all(tags[tag] == names[0] for tag, names in _WORDS.items()):
        return {}
    return {"tags": {"role_tag": keys[0], "content_tag": keys[1], **tags}}


def _used(written: Written, tag: str) -> list[str]:
    return [word for word in written.speakers if word.strip().casefold().replace("-", "_") in _WORDS[tag]]


def _notes(written: Written) -> Iterator[str]:
    for tag in _WORDS if written.format not in _COLUMNS else ():
        used = _used(written, tag)
        if len(used) > 1:
            yield f"LLaMA-Factory knows one word for a speaker and drops rows with another; here are {', '.join(used)}"
    if "tool_calls" in written.turn_keys:
        yield "of OpenAI's rows LLaMA-Factory ends system prompts with 'detailed thinking off'; --to sharegpt avoids it"
    if "image" in written.keys:
        yield "LLaMA-Factory wants lists of files; the column image is no list"
