r"""One look at the text of a chat row: who speaks, who calls what, and where the texts stand, themselves unread.

msgspec decodes the frame of a row (keys, roles, calls) and hands out every text as the bytes it has in the file, which
costs less than half of reading them. What this says of a row is true only of rows without escapes that could be left
out (``\u``, ``\/``); ``rules/skim.py`` sees to that.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType
from stringzilla import count


class _System(Struct, tag_field="role", tag="system", forbid_unknown_fields=True):
    content: Raw


class _Developer(Struct, tag_field="role", tag="developer", forbid_unknown_fields=True):
    content: Raw


class _User(Struct, tag_field="role", tag="user", forbid_unknown_fields=True):
    content: Raw


class _Answer(Struct, tag_field="role", tag="assistant", forbid_unknown_fields=True):
    content: Raw


class _Function(Struct, forbid_unknown_fields=True):
    name: Raw
    arguments: Raw


class _Call(Struct, tag_field="type", tag="function", forbid_unknown_fields=True):
    id: Raw
    function: _Function


class _Assistant(Struct, tag_field="role", tag="assistant", forbid_unknown_fields=True):
    content: Raw | UnsetType = UNSET
    tool_calls: list[_Call] | UnsetType = UNSET
    weight: Literal[0, 1] | UnsetType = UNSET


class _Tool(Struct, tag_field="role", tag="tool", forbid_unknown_fields=True):
    tool_call_id: Raw
    content: Raw


class _Talk(Struct, forbid_unknown_fields=True):
    messages: list[_System | _Developer | _User | _Answer]


class _Work(Struct, forbid_unknown_fields=True):
    messages: list[_System | _Developer | _User | _Assistant | _Tool]
    tools: Raw | UnsetType = UNSET
    parallel_tool_calls: bool | UnsetType = UNSET


REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the decoders raise for a row that is none of theirs."""

_decode_talk = msgspec.json.Decoder(_Talk).decode
_decode_work = msgspec.json.Decoder(_Work).decode

_ROLES: dict[type, str] = {
    _System: "system",
    _Developer: "developer",
    _User: "user",
    _Answer: "assistant",
    _Assistant: "assistant",
    _Tool: "tool",
}


_MESSAGES = ("messages",)
_TALKERS = frozenset(("system", "developer", "user", "assistant"))


class Called(NamedTuple):
    """A call as its JSON literals: each in quotes, with its escapes."""

    id: bytes
    name: bytes
    arguments: bytes


class Glance(NamedTuple):
    """What one look tells.

    Attributes:
        shape: Everything about the row but its texts, names, ids and tool definitions: a word for each message.
        keys: The top-level keys.
        literals: Number of string literals in the row, those in ``tools`` left out.
        texts: The literals of all contents that are text, in order.
        parts: Every literal that is the row's own, texts, calls and ids, in the order in which they usually stand.
        kinds: A letter for each part: a text (t), or of a call its id (i), name (n) and arguments (a), or the id that
            its answer names (r).
        joined: The parts, one a line.
        calls: The calls, in order.
        tools: The text of the tool definitions, or None.
    """

    shape: tuple[str, ...]
    keys: tuple[str, ...]
    literals: int
    texts: list[bytes]
    parts: list[bytes]
    kinds: str
    joined: bytes
    calls: Sequence[Called] = ()
    tools: bytes | None = None

    @property
    def only_talks(self) -> bool:
        """Whether there is nothing to it but messages with a role and a text."""
        return self.keys == _MESSAGES and _TALKERS.issuperset(self.shape)


def glance(raw: bytes) -> Glance | None:
    """Look at a row; None when it is no chat row of the usual make."""
    try:
        messages = _decode_talk(raw).messages
    except REFUSED:
        return glance_at_work(raw)
    shape = talk_shape(tuple(map(type, messages)))
    texts = [bytes(message.content) for message in messages]
    joined = b"\n".join(texts)
    if not _are_texts(joined, texts):
        return None
    return Glance(shape, _MESSAGES, 1 + 4 * len(shape), texts, texts, "t" * len(texts), joined)


def glance_at_work(raw: bytes) -> Glance | None:
    """Look at a row that may have tools, calls and weights; None when it is no such row."""
    try:
        row = _decode_work(raw)
    except REFUSED:
        return None
    look = _Look()
    for message in row.messages:
        look.take(message)
    joined = b"\n".join(look.parts)
    if not _are_texts(joined, look.parts):
        return None
    keys: tuple[str, ...] = _MESSAGES
    tools = None
    if row.parallel_tool_calls is not UNSET:
        keys = (*keys, "parallel_tool_calls")
        look.shape.append(f"parallel {row.parallel_tool_calls}")
    if row.tools is not UNSET:
        keys = (*keys, "tools")
        look.shape.append("tools")
        tools = bytes(row.tools)
    literals = look.literals + len(keys)
    return Glance(tuple(look.shape), keys, literals, look.texts, look.parts, look.kinds, joined, look.calls, tools)


class _Look:
    """What is gathered on the way through the messages of a row."""

    __slots__ = ("calls", "kinds", "literals", "numbers", "parts", "shape", "texts")

    def __init__(self) -> None:
        self.shape: list[str] = []
        self.texts: list[bytes] = []
        self.parts: list[bytes] = []
        self.kinds = ""
        self.calls: list[Called] = []
        self.numbers: dict[bytes, int] = {}
        self.literals = 0

    def take(self, message: Any) -> None:
        """Take in the next message."""
        kind = message.__class__
        word = _ROLES[kind]
        if kind is _Tool:
            identity = bytes(message.tool_call_id)
            self.parts.append(identity)
            self.kinds += "r"
            self.literals += 2
            word = f"tool {self.numbers.get(identity, 'unasked')}"
        if message.content is UNSET:
            self.literals += 2
            word += " silent"
        elif (text := bytes(message.content)) == b"null":
            self.literals += 3
            word += " null"
        else:
            self.literals += 4
            self.texts.append(text)
            self.parts.append(text)
            self.kinds += "t"
        self.shape.append(word + self._more(message) if kind is _Assistant else word)

    def _more(self, message: _Assistant) -> str:
        """Take in what an answer holds besides its content, and say what that is."""
        word = ""
        if message.tool_calls is not UNSET:
            self.literals += 1 + 9 * len(message.tool_calls)
            word = f" calls {len(message.tool_calls)}"
            for call in message.tool_calls:
                called = Called(bytes(call.id), bytes(call.function.name), bytes(call.function.arguments))
                self.numbers.setdefault(called.id, len(self.calls))
                self.calls.append(called)
                self.parts += called
                self.kinds += "ina"
        if message.weight is not UNSET:
            self.literals += 1
            word += f" weight {message.weight}"
        return word


def _are_texts(joined: bytes, literals: Sequence[bytes]) -> bool:
    """Whether literals are all strings, none of which has a line end in it; given one a line, and there is one."""
    lines = len(literals) - 1
    return joined[:1] == b'"' and count(joined, b'\n"') == lines == count(joined, b"\n")


@lru_cache(maxsize=4096)
def talk_shape(kinds: tuple[type, ...]) -> tuple[str, ...]:
    """The shape of a row that holds only messages of these kinds, each with a text."""
    return tuple(_ROLES[kind] for kind in kinds)
