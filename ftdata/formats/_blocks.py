"""Messages made of blocks: text, pictures, calls of tools, their results and thoughts in one list.

Anthropic, Bedrock and Gemini write conversations so, each with its own words for a block. A result of a tool is a
block of a user's entry there, and a message of its own in the canonical form.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ftdata.errors import FormatError
from ftdata.formats._linked import linked, lost_of_calls
from ftdata.formats._plain import lost_fields
from ftdata.formats._ready import field_of
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Json, Loss, Message, Path, ToolCall

Block = dict[str, Json]

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+);base64,(.*)", re.DOTALL)
_OWN_KEYS: Mapping[str, tuple[str, ...]] = {"image_url": ("url",), "text": ("type", "text")}


class Words(NamedTuple):
    """How a format says the blocks of an entry.

    Attributes:
        name: The format.
        roles: Its words for user and assistant.
        key: Under which the blocks of an entry stand.
        text: Makes a block of text.
        media: Makes a block of one of OpenAI's parts that is no text; None where the format has no word for it.
        call: Makes a block of a call.
        result: Makes a block of a tool's result, given the blocks of its content.
        thought: Makes a block of what the assistant thought.
        ids: Whether calls and results have ids.
        bare: Whether the text of an entry that holds nothing else stands there without a block around it.
    """

    name: str
    roles: Mapping[str, str]
    key: str
    text: Callable[[str], Block]
    media: Callable[[Mapping[str, Any]], Block | None]
    call: Callable[[ToolCall, Path], Block]
    result: Callable[[Message, list[Block]], Block]
    thought: Callable[[str], Block]
    ids: bool = True
    bare: bool = False


class Assembler:
    """Puts the blocks of one entry together to messages, in the order of the blocks."""

    def __init__(self, role: str, path: Path) -> None:
        self._role = role
        self._path = path
        self._messages: list[Message] = []

    def part(self, part: Json) -> None:
        """Add text, a picture or another part, in OpenAI's form."""
        message = self._last()
        if message.tool_calls:
            message = self._begin()
        message.content = [*(message.content if isinstance(message.content, list) else ()), part]

    def call(self, call: ToolCall) -> None:
        """Add a call of a tool.

        Raises:
            FormatError: It is not the assistant who calls.
        """
        if self._role != "assistant":
            raise FormatError(self._path, "calls a tool and is not the assistant")
        message = self._last()
        message.tool_calls = [*(message.tool_calls or ()), call]

    def result(self, message: Message) -> None:
        """Add the result of a tool."""
        self._messages.append(message)

    def thought(self, text: str) -> None:
        """Add what the assistant thought before it goes on."""
        message = self._last()
        if message.content is not ABSENT or message.tool_calls:
            message = self._begin()
        message.reasoning = text if message.reasoning is ABSENT else f"{message.reasoning}\n{text}"

    def further(self, value: Mapping[str, Json], used: Sequence[str]) -> None:
        """Add what only this format knows of the message at hand: the keys of an object that are not used."""
        more = {key: item for key, item in value.items() if key not in used}
        if more:
            self._last().extras |= more

    def done(self) -> list[Message]:
        """The messages: a single text is text and no list."""
        for message in self._messages or [self._begin()]:
            if message.role == "tool" or isinstance(message.content, str):
                continue
            empty: Any = ABSENT if message.tool_calls or message.reasoning is not ABSENT else ""
            message.content = simple(message.content) if isinstance(message.content, list) else empty
        return self._messages

    def _last(self) -> Message:
        """The message at hand; a new one after the result of a tool."""
        ready = self._messages and self._messages[-1].role == self._role
        return self._messages[-1] if ready else self._begin()

    def _begin(self) -> Message:
        self._messages.append(Message(self._role, origin=self._path))
        return self._messages[-1]


class BlockWriter:
    """Writes messages of any format as entries of blocks.

    Attributes:
        words: How the format says them.
        losses: What a message could not take along.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.losses: list[Loss] = []

    def entries(self, messages: Sequence[Message]) -> list[Json]:
        """Write turns; results of tools in a row, and what the user says after them, are one entry."""
        made: list[dict[str, Any]] = []
        open_results = False
        for source, message in zip(messages, linked(messages), strict=True):
            self._lose_spelling(source)
            role = self._role(message)
            blocks = self._blocks(message)
            if open_results and role == self.words.roles["user"]:
                made[-1][self.words.key] += blocks
            else:
                made.append({"role": role, self.words.key: blocks})
            open_results = message.role == "tool"
        return [self._bared(entry) for entry in made]

    def blocks(self, message: Message) -> list[Block]:
        """Write the content of a message."""
        content = message.content
        if isinstance(content, str):
            return [self.words.text(content)]
        if content is None or content is ABSENT:
            return []
        return [self._part(part, message) for part in content]

    def lost(self, message: Message) -> None:
        """State what of a message is lost beside its content and its calls."""
        stated = message._replace(tool_call_id=ABSENT) if self.words.ids else message
        self.losses += lost_fields(stated, self.words.name, reasoning=False)

    def _role(self, message: Message) -> str:
        role = "user" if message.role == "tool" else message.role
        if role not in self.words.roles:
            raise FormatError(message.origin, f"has the role {message.role[:60]!r} where {self.words.name} has none")
        return self.words.roles[role]

    def _blocks(self, message: Message) -> list[Block]:
        name = self.words.name
        self.lost(message)
        self.losses += lost_of_calls(message, name)
        blocks = self.blocks(message)
        if message.role == "tool":
            return [self.words.result(message, blocks)]
        if isinstance(message.reasoning, str):
            blocks = [self.words.thought(message.reasoning), *blocks]
        blocks += [self.words.call(call, message.origin) for call in message.tool_calls or ()]
        if not blocks:
            self._note(message, "content", f"{name} has no turn without content; it became empty")
        return blocks or [self.words.text("")]

    def _lose_spelling(self, source: Message) -> None:
        """State what cannot be told any more: ids, functions, and how content was written."""
        name, content = self.words.name, source.content
        if not self.words.ids and any(call.id for call in source.tool_calls or ()):
            self._note(source, "tool_calls.id", f"{name} has no ids; results follow their calls")
        if source.role == "function":
            self._note(source, "role", f"{name} has no functions of the deprecated kind; they became tools")
        if content is None or content == []:
            self._note(source, "content", f"{name} does not tell empty content from none")
        elif isinstance(content, list) and isinstance(simple(content), str):
            self._note(source, "content", f"{name} does not tell a part of text from text")

    def _note(self, message: Message, key: str, reason: str) -> None:
        self.losses.append(Loss(field_of(message, key), reason))

    def _part(self, part: Json, message: Message) -> Block:
        kind = str(part.get("type"))
        if kind == "text" and isinstance(part.get("text"), str):
            self._lose(part, "text", message)
            return self.words.text(part["text"])
        made = self.words.media(part)
        if made is None:
            raise FormatError(
                (*message.origin, "content"), f"holds a part {kind[:60]!r} that {self.words.name} cannot say"
            )
        if kind == "image_url" and isinstance(part["image_url"], Mapping):
            self._lose(part["image_url"], "image_url", message)
        return made

    def _lose(self, value: Mapping[str, Json], kind: str, message: Message) -> None:
        for key in value:
            if key not in _OWN_KEYS[kind]:
                self.losses.append(Loss(field_of(message, f"content.{key}"), f"{self.words.name} has no place for it"))

    def _bared(self, entry: dict[str, Any]) -> Json:
        blocks = entry[self.words.key]
        alone = self.words.bare and len(blocks) == 1 and blocks[0] == self.words.text(blocks[0].get("text", ""))
        return {**entry, self.words.key: blocks[0]["text"]} if alone else entry


def simple(parts: list[Json]) -> Json:
    """The content that parts are: a single plain text is text, anything else stays a list."""
    only = parts[0] if len(parts) == 1 else None
    return only["text"] if isinstance(only, Mapping) and set(only) == {"type", "text"} else parts


def text_part(text: str) -> Block:
    """OpenAI's part for text."""
    return {"type": "text", "text": text}


def url_part(kind: str, url: str) -> Block:
    """OpenAI's part for a picture (``image``), or what vLLM made of it for ``audio`` and ``video``."""
    return {"type": f"{kind}_url", f"{kind}_url": {"url": url}}


def url_of(part: Mapping[str, Any], kind: str) -> str | None:
    """The address in such a part; None for any other part."""
    held = part.get(f"{kind}_url") if part.get("type") == f"{kind}_url" else None
    url = held.get("url") if isinstance(held, Mapping) else held
    return url if isinstance(url, str) else None


def data_of(url: str) -> tuple[str, str] | None:
    """The media type and the base64 text of a ``data:`` address; None for any other."""
    found = _DATA_URL.fullmatch(url)
    return (found[1], found[2]) if found else None


def take_system(messages: Sequence[Message]) -> tuple[list[Message], list[Message]]:
    """Part the system prompts that stand first from the other turns."""
    count = next((i for i, turn in enumerate(messages) if turn.role not in ("system", "developer")), len(messages))
    return list(messages[:count]), list(messages[count:])


def call_of(name: Json, arguments: Json, identity: Json, path: Path) -> ToolCall:
    """A call of a tool, its arguments an object.

    Raises:
        FormatError: It has no name or no arguments, or its id is no text.
    """
    if not isinstance(name, str) or not isinstance(arguments, Mapping):
        raise FormatError(path, "is no call with a name and an object of arguments")
    if identity is not None and not isinstance(identity, str):
        raise FormatError(path, "has an id that is no text")
    return ToolCall(name, dumps(arguments).decode(), id=identity, extras={"type": "function"})


def function_of(tool: Json, path: Path, name: str) -> Mapping[str, Any]:
    """The function that a tool in OpenAI's shape defines.

    Raises:
        FormatError: It defines none.
    """
    function = tool.get("function") if isinstance(tool, Mapping) else None
    if not isinstance(function, Mapping) or not isinstance(function.get("name"), str):
        raise FormatError(path, f"is no function with a name, and {name} has no other tools")
    return function


def lost_of_function(function: Mapping[str, Any], known: Sequence[str], name: str) -> list[Loss]:
    """State the loss of what a function holds beside the known keys."""
    return [Loss(f"tools.function.{key}", f"{name} has no place for it") for key in function if key not in known]


def schema_of(function: Mapping[str, Any], name: str, losses: list[Loss]) -> Json:
    """The schema of a function's parameters; one that describes none takes none, which a host wants to be said."""
    schema: Json = function.get("parameters")
    if not schema:
        losses.append(Loss("tools.function.parameters", f"{name} needs a schema; it became one without parameters"))
    return schema or {"type": "object", "properties": {}}
