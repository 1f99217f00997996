"""ms-swift's turns: calls and results with roles of their own, and a loss on single answers.

Source: https://github.com/modelscope/ms-swift, swift/template/template_inputs.py (2026-11-26).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats._functioncall import read_calls, write_calls
from ftdata.formats._message import parse_message
from ftdata.formats._plain import lost_calls, lost_fields, text_of
from ftdata.formats._ready import field_of, in_call_order, weight_of
from ftdata.formats._tags import Tagger
from ftdata.formats._verbatim import as_read
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Absent, Example, Json, Loss, Message, Path, ToolCall

PAIRED = ("rejected_response", "rejected_messages")

_MARKS = ("loss", "loss_scale")
_ROLES = {"tool_response": "tool"}
_WORDS = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "tool": "tool_response",
    "function": "tool_response",
}


def read_turns(value: Json, path: Path) -> list[Message]:
    """Read a non-empty list of turns; calls that follow each other are made at once, in one message.

    Raises:
        FormatError: It is no such list, or a turn in it is malformed.
    """
    if not isinstance(value, list) or not value:
        raise FormatError(path, "is not a non-empty list of messages")
    messages: list[Message] = []
    for index, item in enumerate(value):
        message = _read(item, (*path, index))
        if messages and _made_at_once(messages[-1], message):
            before = messages[-1]
            before.tool_calls = [*(before.tool_calls or ()), *(message.tool_calls or ())]
            before.style["turns"] = [*before.style["turns"], item]
        else:
            messages.append(message)
    return messages


class SwiftWriter:
    """Writes turns.

    Attributes:
        name: The format they are written in.
        own: Whether the example comes from that format.
        losses: What a turn could not take along.
        tagger: Writes images, videos and audio, and has their files.
    """

    def __init__(self, example: Example, name: str) -> None:
        self.name = name
        self.own = example.format == name
        self.losses: list[Loss] = []
        self.tagger = Tagger(example, name, self.losses)

    def turns(self, messages: Sequence[Message]) -> list[Json]:
        """Write a list of turns."""
        messages = list(messages) if self.own else in_call_order(messages)
        return [turn for message in messages for turn in as_read(message, own=self.own) or self._turn(message)]

    def answer(self, messages: Sequence[Message]) -> Json:
        """Write an answer: as text where it is one and nothing else, as turns where it is more."""
        turns: list[Any] = self.turns(messages)
        alone = turns[0] if len(turns) == 1 and set(turns[0]) == {"role", "content"} else None
        return alone["content"] if alone and alone["role"] == "assistant" and alone["content"] is not None else turns

    def text(self, message: Message) -> Json:
        """The text of a message, with tags for its files."""
        text = self.tagger.text_of(message)
        return text_of(message, self.name, self.losses) if text is None else text

    def _turn(self, message: Message) -> Iterable[Json]:
        self.losses += lost_fields(message, self.name, weight=False, extras=not self.own)
        marks = self._marks(message)
        if message.tool_calls:
            return self._calls(message, marks)
        if message.role not in _WORDS:
            raise FormatError(message.origin, f"has the role {message.role[:60]!r}, which {self.name} does not know")
        more = message.extras if self.own else {}
        return [{"role": _WORDS[message.role], "content": self.text(message), **marks, **more}]

    def _calls(self, message: Message, marks: dict[str, Json]) -> Iterable[Json]:
        if message.role != "assistant":
            raise FormatError(message.origin, "makes tool calls and is not the assistant")
        self.losses += lost_calls(message, self.name)
        if message.content is not ABSENT and message.content:
            yield {"role": "assistant", "content": self.text(message), **marks}
        elif message.content is not ABSENT:
            where = field_of(message, "content")
            self.losses.append(Loss(where, f"{self.name} does not tell empty content beside calls from none"))
        for call in message.tool_calls or ():
            yield {"role": "tool_call", "content": write_calls([call]), **marks}

    def _marks(self, message: Message) -> dict[str, Json]:
        weight = message.weight
        if weight is ABSENT or message.role != "assistant":
            return {}
        if isinstance(weight, int | float) and weight in (0, 1):
            return {"loss": bool(weight)}
        if isinstance(weight, int | float):
            return {"loss_scale": weight}
        self.losses.append(Loss(weight_of(message), f"{self.name} has no weights that are not numbers"))
        return {}


def _made_at_once(before: Message, message: Message) -> bool:
    calls = all(turn.style.get("calls") and not turn.extras for turn in (before, message))
    return calls and before.weight == message.weight


def _read(item: Json, path: Path) -> Message:
    message = parse_message(_without_object(item), path)
    style: dict[str, Json] = {"turns": [item]}
    if message.weight is ABSENT:
        style["weigher"] = next((key for key in reversed(_MARKS) if message.extras.get(key) is not None), "weight")
    marks = {key: message.extras[key] for key in _MARKS if key in message.extras}
    weight, known = _weight(marks, message)
    message.extras = {key: value for key, value in message.extras.items() if key not in known}
    if message.reasoning is not ABSENT:
        style["reasoning"] = message.style["reasoning"]
    if message.role == "tool_call":
        calls = _read_calls(item, path)
        return message._replace(
            role="assistant", content=ABSENT, tool_calls=calls, weight=weight, style=style | {"calls": True}
        )
    weight = weight if message.weight is ABSENT else message.weight
    return message._replace(role=_ROLES.get(message.role, message.role), weight=weight, style=style)


def _without_object(item: Json) -> Json:
    """A turn of a tool as one of text: ms-swift makes JSON text of an object that is its content."""
    if not isinstance(item, Mapping) or not isinstance(item.get("content"), Mapping):
        return item
    if item.get("role") not in ("tool_call", "tool_response", "tool"):
        return item
    return {**item, "content": dumps(item["content"]).decode()}


def _weight(marks: Mapping[str, Json], message: Message) -> tuple[Json | Absent, list[str]]:
    """The loss weight that the marks of a turn mean, and the marks that are understood: a null means nothing."""
    loss, scale = (marks.get(key) for key in _MARKS)
    known = [key for key, value in marks.items() if value is None]
    if isinstance(loss, bool) and (message.role in ("assistant", "tool_call") or not loss):
        known.append("loss")
    if message.role not in ("assistant", "tool_call") or message.weight is not ABSENT:
        return ABSENT, known if message.weight is ABSENT else [key for key in known if marks[key] is None]
    if loss is not False and isinstance(scale, int | float) and not isinstance(scale, bool):
        return scale, [*known, "loss_scale"]
    return (int(loss) if isinstance(loss, bool) else ABSENT), known


def _read_calls(item: Mapping[str, Json], path: Path) -> list[ToolCall]:
    content, place = item.get("content"), (*path, "content")
    if item.get("tool_calls") is not None or item.get("function_call") is not None:
        raise FormatError(path, "has the role tool_call and calls beside its content")
    if isinstance(content, Mapping):
        if not isinstance(content.get("name"), str) or set(content) != {"name", "arguments"}:
            raise FormatError(place, "is not an object of name and arguments")
        return [ToolCall(content["name"], content["arguments"])]
    return read_calls(content, place)
