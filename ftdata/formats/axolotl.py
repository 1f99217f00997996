r"""Axolotl's chat messages, with marks that say what is learned: of a turn, of a part, of a stretch of its text.

``train`` (true or false) on a message says whether it is learned, ``train_detail`` names stretches of its text, and a text
part may have its own ``train`` or ``weight``. The conversation stands under ``messages`` or ``conversations``. Axolotl
reads these marks only where its config names them (``message_field_training: train``); ``--for axolotl`` writes that.
Turns with ``from`` and ``value`` and the same marks are ShareGPT's.

Another format gets ``train`` as a weight of 0 or 1; what is finer is stated as lost.

```json row
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hi.", "train": false}, {"role": "user", "content": "Name a colour."}, {"role": "assistant", "content": "Blue.", "train": true}]}
```

```json row
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello! Bye.", "train_detail": [{"begin_offset": 0, "end_offset": 5, "train": true}]}]}
```

```json row
{"conversations": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [{"type": "text", "text": "Hm. ", "train": false}, {"type": "text", "text": "Hello!", "train": true}]}]}
```

Sources:
- https://github.com/axolotl-ai-cloud/axolotl/blob/main/docs/dataset-formats/conversation.qmd (2026-11-26)
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, prompt_strategies/chat_template.py (2026-11-23)
"""  # noqa: E501

from collections.abc import Iterator, Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_tools, write_tools
from ftdata.formats._message import answer_start, parse_messages
from ftdata.formats._ready import Finisher, trained_turns, weight_of
from ftdata.formats._verbatim import as_read, remember
from ftdata.types import ABSENT, Candidate, Example, Json, Loss, Message, Path

NAME = "axolotl"
TITLE = "Axolotl's messages with training marks"
METHODS = ("sft",)
KEYS = ("messages", "conversations")
MARKS = ("train", "train_detail")

_LISTS = ("messages", "conversations")
_OTHER_FORMATS = ("chosen", "rejected", "label", "kto_tag", "rejected_response", "rejected_messages")
_PART_MARKS = ("train", "weight")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows of messages of which one, or a part of one, says whether it is learned."""
    messages = row.get(_key(row))
    if not isinstance(messages, list) or any(key in row for key in _OTHER_FORMATS):
        return None
    for message in messages:
        if isinstance(message, Mapping) and "role" in message and (mark := next(_marks(message), None)):
            return Match(4, f"a message has {mark}")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; ``train`` becomes the weight of an answer."""
    key = _key(row)
    if key not in row:
        raise FormatError((), "has no key messages")
    raw = row[key]
    read = [_read(message, turn) for message, turn in zip(parse_messages(raw, (key,)), raw, strict=True)]
    messages = remember(read)
    split = answer_start(messages)
    return Example(
        context=messages[:split],
        candidates=[Candidate(messages[split:])] if split < len(messages) else [],
        tools=read_tools(row.get("tools"), ("tools",)),
        extras={name: value for name, value in row.items() if name not in (key, "tools")},
        format=NAME,
        style={"order": list(row), "key": key, "columns": columns(row, ("tools",))},
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer; weights become ``train``."""
    own = example.format == NAME
    finisher = Finisher(example, NAME)
    key = example.style["key"] if own else _LISTS[0]
    losses: list[Loss] = []
    turns = trained_turns(example)
    written = finisher.write(turns, (key,))
    fields: dict[str, Json] = {key: [_turn(*both, own, losses) for both in zip(turns, written, strict=True)]}
    raw = own_columns(example, NAME)
    fields |= write_tools(raw, example.tools) if "tools" in raw else finisher.tools(("tools",))
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses += [*finisher.losses, *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def _key(row: Mapping[str, Json]) -> str:
    return next((key for key in _LISTS if key in row), _LISTS[0])


def _marks(message: Mapping[str, Json]) -> Iterator[str]:
    if isinstance(message.get("train"), bool):
        yield "a mark train"
    if isinstance(message.get("train_detail"), list):
        yield "a mark train_detail"
    content = message.get("content")
    for part in content if isinstance(content, list) else ():
        if isinstance(part, Mapping) and isinstance(part.get("train"), bool):
            yield "a part with a mark train"


def _read(message: Message, turn: Json) -> Message:
    """A message with OpenAI's weight and parts; what is finer stands in its extras, to be named where it is lost."""
    answers = message.role == "assistant"
    train = message.extras.get("train")
    weighed = answers and isinstance(train, bool) and message.weight is ABSENT
    extras = {key: value for key, value in message.extras.items() if key != "train" or not (weighed or train is False)}
    content, finer = _plain(message.content)
    return message._replace(
        content=content,
        weight=int(bool(train)) if weighed else message.weight,
        extras=extras | finer,
        style=message.style | {"turns": [turn]} | ({"weigher": "train"} if weighed else {}),
    )


def _plain(content: object) -> tuple[Json, dict[str, Json]]:
    """Parts without marks, and the marks as one field more where there are any."""
    if not isinstance(content, list):
        return content, {}
    marked = [part for part in content if part.get("type") == "text" and any(key in part for key in _PART_MARKS)]
    if not marked:
        return content, {}
    plain = [_without(part) if part in marked else part for part in content]
    return plain, {"content.train": [part.get("train", part.get("weight")) for part in marked]}


def _without(part: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in part.items() if key not in _PART_MARKS}


def _turn(message: Message, written: Json, own: bool, losses: list[Loss]) -> Json:
    raw = as_read(message, own=own)
    if raw:
        return raw[0]
    turn = {key: value for key, value in written.items() if key not in ("weight", "content.train")}
    weight: Path | Json = written.get("weight", ABSENT)
    if weight is ABSENT:
        return turn
    if isinstance(weight, int | float) and weight in (0, 1):
        return turn | {"train": bool(weight)}
    losses.append(Loss(weight_of(message), f"{NAME} has no weights but 0 and 1"))
    return turn
