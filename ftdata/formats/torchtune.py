r"""torchtune's own messages: ``masked`` says what is not learned, ``ipython`` what is a call or its result.

The content is text, or a list of parts with ``type`` (text or image) and ``content``. ``masked`` is true for what the
model only reads; calls are an assistant's text with ``ipython`` true, results have the role ``ipython`` or ``tool``;
``eot`` says whether a turn ends. Which call a text makes torchtune leaves to the template, so it is read as text. Rows
of messages without any of these keys are ``chat``.

```json row
{"messages": [{"role": "user", "content": "Hi", "masked": true}, {"role": "assistant", "content": "Hello!", "masked": false, "eot": true}]}
```

```json row
{"messages": [{"role": "user", "content": [{"type": "image", "content": "cat.png"}, {"type": "text", "content": "What is it?"}], "masked": true}, {"role": "assistant", "content": [{"type": "text", "content": "A cat."}]}]}
```

Sources:
- https://github.com/meta-pytorch/torchtune, 0.6.1, torchtune/data/_messages.py (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._functioncall import write_calls
from ftdata.formats._message import answer_start
from ftdata.formats._parts import Dialect, simple
from ftdata.formats._plain import lost_calls, lost_fields
from ftdata.formats._ready import field_of, in_call_order, trained_turns, weight_of
from ftdata.formats._verbatim import as_read, remember
from ftdata.types import ABSENT, Absent, Candidate, Example, Json, Loss, Message, Path

NAME = "torchtune"
TITLE = "torchtune's messages"
METHODS = ("sft",)
KEYS = ("messages",)
MARKS = ("masked", "ipython", "eot")

_ROLES = {"system": "system", "user": "user", "assistant": "assistant", "ipython": "tool", "tool": "tool"}
_WORDS = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant", "tool": "ipython"}
_WORDS |= {"function": "ipython"}
_OTHER_FORMATS = ("chosen", "rejected", "label", "kto_tag")
_PARTS = Dialect(NAME, "content", {"image": "image"})


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows of messages that are masked or calls, in torchtune's words."""
    messages = row.get("messages")
    if not isinstance(messages, list) or any(key in row for key in _OTHER_FORMATS):
        return None
    for message in messages:
        if isinstance(message, Mapping) and "role" in message:
            mark = next((key for key in MARKS if isinstance(message.get(key), bool)), None)
            if mark or message["role"] == "ipython":
                return Match(4, f"a message has {f'a key {mark}' if mark else 'the role ipython'}")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation."""
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        raise FormatError(("messages",) if "messages" in row else (), "is not a non-empty list of messages")
    turns = remember(_read(item, ("messages", index)) for index, item in enumerate(messages))
    split = answer_start(turns)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        extras={key: value for key, value in row.items() if key != "messages"},
        format=NAME,
        style={"order": list(row)},
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer; calls become text.

    Raises:
        FormatError: A turn has a role that torchtune has no word for.
    """
    own = example.format == NAME
    losses: list[Loss] = []
    turns = trained_turns(example) if own else in_call_order(trained_turns(example))
    written = [turn for message in turns for turn in as_read(message, own=own) or [_turn(message, own, losses)]]
    fields: dict[str, Json] = {"messages": written}
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    if example.tools:
        losses.append(Loss("tools", f"{NAME} has no tools"))
    losses += [*second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _read(value: Json, path: Path) -> Message:
    role = value.get("role") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(role, str) or role not in _ROLES:
        raise FormatError(path, f"is not an object with one of the roles {', '.join(_ROLES)}")
    known = {"role", "content", *(key for key in MARKS if _is_plain(key, value))}
    masked = value.get("masked")
    weighed = role == "assistant" and isinstance(masked, bool)
    return Message(
        role=_ROLES[role],
        content=_content(value, path),
        weight=int(not masked) if weighed else ABSENT,
        extras={key: item for key, item in value.items() if key not in known},
        style={"turns": [value], "weigher": "masked"},
        origin=path,
    )


def _is_plain(key: str, message: Mapping[str, Json]) -> bool:
    """Whether a mark says what another format can say, or what goes without saying."""
    value, answers = message.get(key), message["role"] == "assistant"
    if key == "masked":
        return isinstance(value, bool) and (answers or value)
    return value is (key == "eot")


def _content(value: Mapping[str, Json], path: Path) -> Json | Absent:
    content = value.get("content")
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise FormatError((*path, "content"), "is neither text nor a list of parts")
    return simple([_PARTS.read(part, (*path, "content", index)) for index, part in enumerate(content)])


def _turn(message: Message, own: bool, losses: list[Loss]) -> dict[str, Json]:
    if message.role not in _WORDS:
        raise FormatError(message.origin, f"has the role {message.role[:60]!r}, which {NAME} has no word for")
    fields: dict[str, Json] = {"role": _WORDS[message.role]}
    losses += lost_fields(message, NAME, weight=False, extras=not own)
    if message.tool_calls:
        fields |= {"content": _calls(message, losses), "ipython": True}
    elif isinstance(message.content, str):
        fields["content"] = message.content
    else:
        fields["content"] = _PARTS.write(message, losses)
    masked = _masked(message, losses)
    return fields | ({} if masked is None else {"masked": masked}) | (message.extras if own else {})


def _masked(message: Message, losses: list[Loss]) -> bool | None:
    if message.role != "assistant":
        return True
    if message.weight is ABSENT or message.weight in (0, 1):
        return None if message.weight is ABSENT else not message.weight
    losses.append(Loss(weight_of(message), f"{NAME} has no weights but masked and not masked"))
    return None


def _calls(message: Message, losses: list[Loss]) -> str:
    if message.role != "assistant":
        raise FormatError(message.origin, "makes tool calls and is not the assistant")
    where = field_of(message, "tool_calls")
    losses += [Loss(where, f"{NAME} has calls as text; they became JSON in it"), *lost_calls(message, NAME)]
    if message.content is not ABSENT:
        losses.append(Loss(field_of(message, "content"), f"{NAME} has no content beside calls"))
    return write_calls(message.tool_calls or ())
