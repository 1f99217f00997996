r"""One look at the text of a chat row: who speaks, who calls what, and where the texts stand, themselves unread.

msgspec decodes the frame of a row (keys, roles, calls) and hands out every text as the bytes it has in the file, which
costs less than half of reading them. What this says of a row is true only of rows without escapes that could be left
out (``\u``, ``\/``); ``rules/skim.py`` sees to that.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

_QUOTE = 0x22


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

decode_talk = msgspec.json.Decoder(_Talk).decode
"""Decode a row that holds nothing but messages with a role and a content."""

_decode_work = msgspec.json.Decoder(_Work).decode

_ROLES: dict[type, str] = {
    _System: "system",
    _Developer: "developer",
    _User: "user",
    _Answer: "assistant",
    _Assistant: "assistant",
    _Tool: "tool",
}


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
        texts: The literals of all contents that are text, in order.
        literals: Number of string literals in the row, those in ``tools`` left out.
        calls: The calls, in order.
        answered: The literal of each id that a tool message answers.
        tools: The text of the tool definitions, or None.
        keys: The top-level keys.
    """

    shape: tuple[str, ...]
    texts: list[bytes]
    literals: int
    calls: Sequence[Called] = ()
    answered: Sequence[bytes] = ()
    tools: bytes | None = None
    keys: tuple[str, ...] = ("messages",)

    @property
    def only_talks(self) -> bool:
        """Whether there is nothing to it but messages with a role and a text."""
        return self.keys == ("messages",) and _TALKERS.issuperset(self.shape)

    @property
    def parts(self) -> list[bytes]:
        """Every literal of the row that is its own: texts, calls, ids."""
        return [*self.texts, *chain.from_iterable(self.calls), *self.answered]


def glance(raw: bytes) -> Glance | None:
    """Look at a row; None when it is no chat row of the usual make."""
    try:
        messages = decode_talk(raw).messages
    except REFUSED:
        return glance_at_work(raw)
    if not messages:
        return None
    shape = talk_shape(tuple(map(type, messages)))
    texts = [bytes(message.content) for message in messages]
    return Glance(shape, texts, talk_literals(shape)) if all(map(_is_text, texts)) else None


def glance_at_work(raw: bytes) -> Glance | None:
    """Look at a row that may have tools, calls and weights; None when it is no such row."""
    try:
        row = _decode_work(raw)
    except REFUSED:
        return None
    seen = _messages(row.messages)
    if not all(map(_is_text, seen.parts)):
        return None
    keys, shape, tools = seen.keys, seen.shape, None
    if row.parallel_tool_calls is not UNSET:
        keys, shape = (*keys, "parallel_tool_calls"), (*shape, f"parallel {row.parallel_tool_calls}")
    if row.tools is not UNSET:
        keys, shape, tools = (*keys, "tools"), (*shape, "tools"), bytes(row.tools)
    return seen._replace(shape=shape, literals=seen.literals + len(keys), tools=tools, keys=keys)


def _messages(messages: list[Any]) -> Glance:
    """Gather what the messages say."""
    shape: list[str] = []
    texts: list[bytes] = []
    calls: list[Called] = []
    answered: list[bytes] = []
    numbers: dict[bytes, int] = {}
    literals = 0
    for message in messages:
        kind = message.__class__
        word = _ROLES[kind]
        text = b"" if message.content is UNSET else bytes(message.content)
        if not text:
            literals += 2
            word += " silent"
        elif text == b"null":
            literals += 3
            word += " null"
        else:
            literals += 4
            texts.append(text)
        if kind is _Tool:
            literals += 2
            answered.append(bytes(message.tool_call_id))
            word += f" {numbers.get(answered[-1], 'unasked')}"
        elif kind is _Assistant:
            if message.tool_calls is not UNSET:
                literals += 1 + 9 * len(message.tool_calls)
                word += f" calls {len(message.tool_calls)}"
                for call in message.tool_calls:
                    called = Called(bytes(call.id), bytes(call.function.name), bytes(call.function.arguments))
                    numbers.setdefault(called.id, len(calls))
                    calls.append(called)
            if message.weight is not UNSET:
                literals += 1
                word += f" weight {message.weight}"
        shape.append(word)
    return Glance(tuple(shape), texts, literals, calls, answered)


def _is_text(literal: bytes) -> bool:
    return literal[0] == _QUOTE


def talk_kinds(raw: bytes) -> tuple[type, ...] | None:
    """The kinds of the messages of a row that holds only such with a role and a content."""
    try:
        return tuple(map(type, decode_talk(raw).messages))
    except REFUSED:
        return None


@lru_cache(maxsize=4096)
def talk_shape(kinds: tuple[type, ...]) -> tuple[str, ...]:
    """The shape of a row that holds only messages of these kinds, each with a text."""
    return tuple(_ROLES[kind] for kind in kinds)


def talk_literals(shape: tuple[str, ...]) -> int:
    """Number of string literals in such a row: the key messages, and four a message."""
    return 1 + 4 * len(shape)
