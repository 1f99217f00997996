r"""LLaMA-Factory's rows of version 1: messages whose content is a list of parts with ``type`` and ``value``.

A part is ``text``, ``reasoning``, ``tool_call`` (JSON text of a name and its arguments), ``image_url``, ``video_url``
or ``audio_url``; ``loss_weight`` is any number; ``tools`` is JSON text. A pair is two whole conversations,
``chosen_messages`` and ``rejected_messages``: what both begin with is the prompt. Thoughts stand before what is said, and
calls after it; a message in another order is refused, since no other format could say it.

```json row
{"messages": [{"role": "user", "content": [{"type": "text", "value": "Hi"}]}, {"role": "assistant", "content": [{"type": "reasoning", "value": "A greeting."}, {"type": "text", "value": "Hello!"}], "loss_weight": 1.0}]}
```

```json row
{"messages": [{"role": "user", "content": [{"type": "image_url", "value": "oslo.png"}, {"type": "text", "value": "Weather here?"}]}, {"role": "assistant", "content": [{"type": "tool_call", "value": "{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}"}]}], "tools": "[{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]"}
```

```json row
{"chosen_messages": [{"role": "user", "content": [{"type": "text", "value": "2 + 2?"}]}, {"role": "assistant", "content": [{"type": "text", "value": "4"}]}], "rejected_messages": [{"role": "user", "content": [{"type": "text", "value": "2 + 2?"}]}, {"role": "assistant", "content": [{"type": "text", "value": "5"}]}]}
```

Sources:
- https://github.com/hiyouga/LlamaFactory, data/v1_sft_demo.jsonl and data/v1_dpo_demo.jsonl (2026-11-23)
- https://github.com/hiyouga/LlamaFactory, src/llamafactory/v1/plugins/data_plugins/converter.py (2026-11-26)
"""  # noqa: E501

from collections.abc import Mapping, Sequence
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_tools, write_tools
from ftdata.formats._functioncall import read_calls, write_calls
from ftdata.formats._message import answer_start
from ftdata.formats._parts import Dialect, simple
from ftdata.formats._plain import lost_calls, lost_fields
from ftdata.formats._ready import field_of, trained_turns, weight_of
from ftdata.formats._verbatim import shared_start
from ftdata.types import ABSENT, Candidate, Example, Json, Loss, Message, Path

NAME = "llama-factory-v1"
TITLE = "LLaMA-Factory's messages of version 1"
METHODS = ("sft", "dpo")
KEYS = ("messages", "chosen_messages", "rejected_messages")
MARKS = ("value",)

_PAIR = ("chosen_messages", "rejected_messages")
_ROLES = ("system", "user", "assistant", "tool")
_OTHERS = {"developer": "system", "function": "tool"}
_FIELDS = ("role", "content", "loss_weight")
_ORDER = ("reasoning", "", "tool_call")
_PARTS = Dialect(NAME, "value", {kind: f"{kind}_url" for kind in ("image", "video", "audio")})


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with messages whose content is a list of parts with type and value."""
    for key in KEYS:
        messages = row.get(key)
        if isinstance(messages, list) and any(_is_ours(message) for message in messages):
            return Match(4, f"the contents of {key} are lists of parts with type and value")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation, or the two of a pair, which share what both begin with."""
    paired = all(key in row for key in _PAIR)
    used = _PAIR if paired else ("messages",)
    if used[0] not in row:
        raise FormatError((), "has no key messages, or chosen_messages and rejected_messages")
    turns = [_messages(row[key], (key,)) for key in used]
    split = shared_start(*turns) if paired else answer_start(turns[0])
    return Example(
        context=turns[0][:split],
        candidates=[Candidate(messages[split:]) for messages in turns if messages[split:]],
        tools=read_tools(row.get("tools"), ("tools",)),
        extras={key: value for key, value in row.items() if key not in (*used, "tools")},
        format=NAME,
        style={"order": list(row), "columns": columns(row, ("tools",)), "pair": paired},
    )


def render(example: Example) -> Rendered:
    """Write a conversation; two answers become a pair.

    Raises:
        FormatError: A turn has a role that is not known.
    """
    losses: list[Loss] = []
    own = example.format == NAME
    paired = example.style["pair"] if own else len(example.candidates) > 1
    context = trained_turns(example)[: len(example.context)]
    answers = [answer.messages for answer in example.candidates[:2]] or [[]]
    keys = _PAIR if paired else ("messages",)
    fields: dict[str, Json] = {
        key: [_write(message, own, losses) for message in [*context, *answer]]
        for key, answer in zip(keys, answers, strict=False)
    }
    fields |= write_tools(own_columns(example, NAME), example.tools, bare=False)
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses += [*second_answer(example, NAME, len(keys)), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _is_ours(message: Json) -> bool:
    content = message.get("content") if isinstance(message, Mapping) else None
    parts = content if isinstance(content, list) else []
    return any(isinstance(part, Mapping) and "type" in part and "value" in part for part in parts)


def _messages(value: Json, path: Path) -> list[Message]:
    if not isinstance(value, list) or not value:
        raise FormatError(path, "is not a non-empty list of messages")
    return [_read(item, (*path, index)) for index, item in enumerate(value)]


def _read(value: Json, path: Path) -> Message:
    if not isinstance(value, Mapping) or not isinstance(value.get("content"), list):
        raise FormatError(path, "is not an object with role and content, which is a list of parts")
    role = value.get("role")
    if role not in _ROLES:
        raise FormatError((*path, "role"), f"is {str(role)[:60]!r}, which {NAME} does not know")
    said = _said(value["content"], path)
    if said["tool_calls"] and role != "assistant":
        raise FormatError((*path, "content"), "makes tool calls and is not the assistant's")
    weight = value.get("loss_weight")
    weighed = isinstance(weight, int | float) and not isinstance(weight, bool) and (role == "assistant" or not weight)
    known = _FIELDS if weighed else _FIELDS[:2]
    noted: dict[str, Json] = {"loss_weight": weight, "weigher": "loss_weight"} if weighed else {}
    return Message(
        **said,
        role=role,
        weight=weight if weighed and role == "assistant" else ABSENT,
        extras={key: item for key, item in value.items() if key not in known},
        style={"order": list(value), "content": value["content"], "turns": [value]} | noted,
        origin=path,
    )


def _said(content: list[Json], path: Path) -> dict[str, Any]:
    """What the parts of a message say, as fields of a Message."""
    types = [part.get("type") if isinstance(part, Mapping) else None for part in content]
    order = [_ORDER.index(type_) if type_ in _ORDER else 1 for type_ in types]
    if order != sorted(order) or types.count("reasoning") > 1:
        raise FormatError((*path, "content"), "is not one part reasoning at most, then what is said, then tool calls")
    reasoning, parts, calls = [], [], []
    for index, part in enumerate(content):
        place = (*path, "content", index)
        if types[index] not in ("reasoning", "tool_call"):
            parts.append(_PARTS.read(part, place))
            continue
        if set(part) != {"type", "value"}:
            raise FormatError(place, "has further keys than type and value")
        if types[index] == "tool_call":
            calls += read_calls(part["value"], place)
        else:
            reasoning.append(part["value"])
    if not all(isinstance(thought, str) for thought in reasoning):
        raise FormatError((*path, "content", 0, "value"), "is not text")
    thought = {"reasoning": reasoning[0]} if reasoning else {}
    return {"content": simple(parts), "tool_calls": calls or None, **thought}


def _write(message: Message, own: bool, losses: list[Loss]) -> dict[str, Json]:
    role = _OTHERS.get(message.role, message.role)
    if role not in _ROLES:
        raise FormatError(message.origin, f"has the role {message.role[:60]!r}, which {NAME} does not know")
    fields: dict[str, Json] = {"role": role, "content": _content(message, own, losses)}
    if message.weight is not ABSENT:
        fields["loss_weight"] = message.weight if own else _number(message, losses)
    elif own and "loss_weight" in message.style:
        fields["loss_weight"] = message.style["loss_weight"]
    if own:
        return ordered(fields | message.extras, message.style.get("order", ()))
    if message.tool_calls and role != "assistant":
        raise FormatError(message.origin, "makes tool calls and is not the assistant")
    losses += [*lost_fields(message, NAME, weight=False, reasoning=False), *lost_calls(message, NAME)]
    return {key: value for key, value in fields.items() if value is not None}


def _content(message: Message, own: bool, losses: list[Loss]) -> list[Json]:
    raw = message.style.get("content") if own else None
    if raw is not None and _same(message, raw):
        return list(raw)
    thoughts: Sequence[Json] = ()
    if isinstance(message.reasoning, str):
        thoughts = ({"type": "reasoning", "value": message.reasoning},)
    elif message.reasoning is not ABSENT:
        losses.append(Loss(field_of(message, "reasoning"), f"{NAME} holds reasoning as text only"))
    calls = [{"type": "tool_call", "value": write_calls([call])} for call in message.tool_calls or ()]
    return [*thoughts, *_PARTS.write(message, losses), *calls]


def _same(message: Message, raw: list[Json]) -> bool:
    said = _said(raw, ())
    return all(getattr(message, name) == value for name, value in said.items())


def _number(message: Message, losses: list[Loss]) -> Json:
    if isinstance(message.weight, int | float) and not isinstance(message.weight, bool):
        return float(message.weight)
    losses.append(Loss(weight_of(message), f"{NAME} has no weights that are not numbers"))
    return None
