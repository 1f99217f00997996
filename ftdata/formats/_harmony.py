"""Harmony's messages: which belong together, and how one of another format is said in them.

Source: https://github.com/openai/harmony, docs/format.md, 0.0.8 (2026-11-26).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ftdata.errors import FormatError
from ftdata.formats._plain import lost_calls, lost_fields, text_of
from ftdata.formats._ready import field_of
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Absent, Example, Json, Loss, Message, Path, ToolCall

FUNCTIONS = "functions."

_ROLES = ("system", "developer", "user", "assistant", "tool")
_FIELDS = ("role", "name", "content", "channel", "recipient", "content_type")
_JSON = ("json", "<|constrain|>json", "<|constrain|> json")


class Turn(NamedTuple):
    """One of harmony's messages.

    Attributes:
        message: What it says, in canonical form.
        part: What it is of an assistant's message: ``thought``, ``call``, ``said`` (more may follow) or ``answer``;
            else empty.
        tools: The tools it defines, in OpenAI's shape.
    """

    message: Message
    part: str = ""
    tools: tuple[Json, ...] = ()


def read_turn(value: Json, path: Path) -> Turn:
    """Read a message.

    Raises:
        FormatError: It is malformed.
    """
    if not isinstance(value, Mapping) or value.get("role") not in _ROLES or "content" not in value:
        raise FormatError(path, f"is not an object with content and one of the roles {', '.join(_ROLES)}")
    role = value["role"]
    if role in ("system", "developer"):
        return _read_instructions(value, path)
    text = _text(value["content"], path)
    extras = {key: item for key, item in value.items() if key not in _FIELDS}
    style: dict[str, Json] = {"turns": [value]}
    if role == "user":
        return Turn(Message(role, text, name=_name(value), extras=extras, style=style, origin=path))
    if role == "tool":
        return Turn(Message(role, text, name=_called(value.get("name"), path), extras=extras, style=style, origin=path))
    return _read_answer(value, text, Message(role, extras=extras, style=style, origin=path))


def heard(turns: Iterable[Turn]) -> list[Turn]:
    """The turns that say something. What only sets something up, such as tools, goes with the turn after it.

    Raises:
        FormatError: There is none.
    """
    found: list[Turn] = []
    silent: list[Message] = []
    for turn in turns:
        if turn.message.role in ("system", "developer") and turn.message.content is ABSENT:
            silent.append(turn.message)
            continue
        found.append(turn._replace(message=_after(silent, turn.message)))
        silent = []
    if not found:
        raise FormatError(("messages",), "holds no turn that says something")
    if silent:
        last = found[-1].message
        last.style["turns"] = [*last.style["turns"], *(raw for message in silent for raw in message.style["turns"])]
    return found


def _after(silent: list[Message], message: Message) -> Message:
    raw = [turn for each in silent for turn in each.style["turns"]]
    extras = {key: value for each in silent for key, value in each.extras.items()}
    return message._replace(extras=extras | message.extras, style={"turns": [*raw, *message.style["turns"]]})


def gather(turns: Iterable[Turn]) -> Iterator[Message]:
    """Put an assistant's thoughts, text and calls together into messages."""
    open_: Message | None = None
    stage = 0
    for turn in turns:
        now = ("thought", "said", "call", "answer", "").index(turn.part)
        fits = turn.part and open_ is not None and not open_.extras and not turn.message.extras
        if fits and open_ is not None and (stage < now < 3 or (stage == now == 2) or (stage == 0 and now == 3)):
            open_ = _joined(open_, turn.message)
        else:
            if open_ is not None:
                yield open_
            open_ = turn.message
        stage = now
    if open_ is not None:
        yield open_


class Sayer:
    """Says messages of other formats.

    Attributes:
        losses: What a message could not take along.
    """

    def __init__(self, example: Example, name: str) -> None:
        self.losses: list[Loss] = []
        self._name = name
        self._tools = example.tools or []
        self._own = example.format == name
        self._waiting: list[ToolCall] = []

    def opening(self, turns: list[Message]) -> list[Json]:
        """The developer's message: the instructions of the first turns, which are taken from them, and the tools."""
        texts = []
        while turns and turns[0].role in ("system", "developer"):
            turn = turns.pop(0)
            if turn.role == "system":
                self.losses.append(Loss(field_of(turn, "role"), "a system prompt became the developer's instructions"))
            self.losses += lost_fields(turn._replace(role="system"), self._name)
            texts.append(text_of(turn, self._name, self.losses))
        content: dict[str, Json] = {"type": "developer_content"}
        if texts:
            content["instructions"] = "\n\n".join(text for text in texts if isinstance(text, str))
        if len(texts) > 1:
            self.losses.append(Loss("messages", f"{self._name} has one message of instructions; several were joined"))
        if self._tools:
            functions = [self._described(tool) for tool in self._tools]
            content["tools"] = {"functions": {"name": "functions", "tools": functions}}
        return [{"role": "developer", "content": [content]}] if len(content) > 1 else []

    def say(self, message: Message) -> list[Json]:
        """Say one message.

        Raises:
            FormatError: Its role has no word in harmony here, or it is a result without a call.
        """
        if message.role not in ("user", "assistant", "tool"):
            raise FormatError(
                message.origin, f"has the role {message.role[:60]!r}, which {self._name} has no place for"
            )
        named = message.name if message.role == "tool" else ABSENT
        self.losses += lost_fields(
            message._replace(name=ABSENT if named is not ABSENT else message.name), self._name, reasoning=False
        )
        if message.role == "assistant":
            return list(self._answer(message))
        more = self._result(message) if message.role == "tool" else {}
        return [{"role": message.role, **more, "content": self._content(message)}]

    def _answer(self, message: Message) -> Iterator[Json]:
        calls = message.tool_calls or []
        if isinstance(message.reasoning, str):
            yield _assistant(message.reasoning, "analysis")
        elif message.reasoning is not ABSENT:
            self.losses.append(Loss(field_of(message, "reasoning"), f"{self._name} holds reasoning as text only"))
        if not calls or (message.content is not ABSENT and message.content):
            yield {**_assistant("", "commentary" if calls else "final"), "content": self._content(message)}
        elif message.content is not ABSENT:
            where = field_of(message, "content")
            self.losses.append(Loss(where, f"{self._name} does not tell empty content beside calls from none"))
        self.losses += lost_calls(message, self._name)
        self._waiting = list(calls)
        for call in calls:
            text = call.arguments if isinstance(call.arguments, str) else dumps(call.arguments).decode()
            more = {"recipient": f"{FUNCTIONS}{call.name}", "content_type": _JSON[1]}
            yield {**_assistant(text, "commentary"), **more}

    def _result(self, message: Message) -> dict[str, Json]:
        call = next((call for call in self._waiting if call.id and call.id == message.tool_call_id), None)
        name = call.name if call else message.name
        if not isinstance(name, str) and self._waiting:
            name = self._waiting.pop(0).name
        if not isinstance(name, str):
            raise FormatError(
                message.origin, f"is a result that answers no call, and {self._name} names the tool of each"
            )
        return {"name": f"{FUNCTIONS}{name}", "recipient": "assistant", "channel": "commentary"}

    def _content(self, message: Message) -> list[Json]:
        text = text_of(message, self._name, self.losses)
        if text is None and message.content is None:
            self.losses.append(Loss(field_of(message, "content"), f"{self._name} has no null content; it became empty"))
        return [{"type": "text", "text": text or ""}]

    def _described(self, tool: Json) -> dict[str, Json]:
        function = tool.get("function") if isinstance(tool, Mapping) else None
        if not isinstance(function, Mapping) or not isinstance(function.get("name"), str):
            raise FormatError(("tools",), "has a tool without a named function")
        known = {key: function[key] for key in ("name", "description", "parameters") if key in function}
        more = [key for key in function if key not in known]
        self.losses += [Loss(f"tools.function.{key}", f"{self._name} has no place for it") for key in more]
        if "description" not in known:
            self.losses.append(Loss("tools.function.description", f"{self._name} demands it; an empty one was added"))
        return {"name": known["name"], "description": "", **known}


def _assistant(text: str, channel: str) -> dict[str, Json]:
    return {"role": "assistant", "content": [{"type": "text", "text": text}], "channel": channel}


def _read_instructions(value: Mapping[str, Json], path: Path) -> Turn:
    role, content = value["role"], value["content"]
    extras = {key: item for key, item in value.items() if key not in ("role", "name", "content")}
    message = Message(role, name=_name(value), extras=extras, style={"turns": [value]}, origin=path)
    kind, key = ("developer_content", "instructions") if role == "developer" else ("system_content", "model_identity")
    part = content[0] if isinstance(content, list) and len(content) == 1 else None
    if not isinstance(part, Mapping) or part.get("type") != kind:
        return Turn(message._replace(content=_text(content, path)))
    text = part.get(key)
    if text is not None and not isinstance(text, str):
        raise FormatError((*path, "content", 0, key), "is not text")
    tools, foreign = _read_tools(part.get("tools"), (*path, "content", 0, "tools"))
    more = {f"content.{name}": item for name, item in part.items() if name not in ("type", key, "tools")}
    more |= {"content.tools": foreign} if foreign else {}
    return Turn(message._replace(content=ABSENT if text is None else text, extras=extras | more), tools=tuple(tools))


def _read_tools(value: Json, path: Path) -> tuple[list[Json], Json]:
    """The functions in OpenAI's shape, and the namespaces that are no functions."""
    if value is None:
        return [], {}
    if not isinstance(value, Mapping):
        raise FormatError(path, "is not an object of namespaces")
    namespace = value.get("functions")
    tools = namespace.get("tools") if isinstance(namespace, Mapping) else []
    if not isinstance(tools, list) or not all(isinstance(tool, Mapping) for tool in tools):
        raise FormatError((*path, "functions"), "is not a namespace with a list of tools")
    read = [
        {"type": "function", "function": {key: item for key, item in tool.items() if item is not None}}
        for tool in tools
    ]
    return list(read), {key: item for key, item in value.items() if key != "functions"}


def _without_null(tool: Mapping[str, Json]) -> dict[str, Json]:
    return {key: item for key, item in tool.items() if item is not None}


def _read_answer(value: Mapping[str, Json], text: str, message: Message) -> Turn:
    channel, recipient = value.get("channel"), value.get("recipient")
    if value.get("name") is not None:
        message.extras["name"] = value["name"]
    if isinstance(recipient, str) and recipient.startswith(FUNCTIONS):
        kind = value.get("content_type")
        if kind is not None and kind not in _JSON:
            message.extras["content_type"] = kind
        return Turn(message._replace(tool_calls=[ToolCall(recipient.removeprefix(FUNCTIONS), text)]), "call")
    if recipient not in (None, "all"):
        raise FormatError((*message.origin, "recipient"), f"is {str(recipient)[:60]!r}, which is no function")
    if channel == "analysis":
        return Turn(message._replace(reasoning=text), "thought")
    part = "said" if channel == "commentary" else "answer"
    return Turn(message._replace(content=text), part)


def _joined(before: Message, after: Message) -> Message:
    changes: dict[str, Any] = {"style": {"turns": [*before.style["turns"], *after.style["turns"]]}}
    if after.tool_calls:
        changes["tool_calls"] = [*(before.tool_calls or ()), *after.tool_calls]
    elif after.content is not ABSENT:
        changes["content"] = after.content
    return before._replace(**changes)


def _name(value: Mapping[str, Json]) -> Json | Absent:
    """A speaker's name; the package writes a null for none."""
    return ABSENT if value.get("name") is None else value["name"]


def _called(name: Json, path: Path) -> Json:
    if not isinstance(name, str):
        raise FormatError((*path, "name"), "is not the name of a tool")
    return name.removeprefix(FUNCTIONS)


def _text(content: Json, path: Path) -> str:
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], Mapping):
        text = parts[0].get("text")
        if set(parts[0]) == {"type", "text"} and parts[0]["type"] == "text" and isinstance(text, str):
            return text
    raise FormatError((*path, "content"), "is neither text nor one part of text")
