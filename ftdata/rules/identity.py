"""What makes rows equal: a key that rows share which say the same, however they are written.

Rows that hold nothing but texts are told apart by the row as Python's json writes it, rows with tools and calls by
their literals, and all others by their JSON with sorted keys.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import xxhash

from ftdata.jsontext import dumps, dumps_sorted, parse
from ftdata.types import Json

_TALKERS = frozenset(("system", "developer", "user", "assistant"))
_TALK = {"role", "content"}


def identity(value: Mapping[str, Json]) -> bytes:
    """A key of 16 bytes that equal rows share, whatever their order of keys, white space and escapes."""
    shape = _talk_shape(value)
    if shape:
        return text_identity([dumps(message["content"]) for message in value["messages"]], shape)
    if "messages" in value:
        from ftdata.rules.glance import glance_at_work

        seen = glance_at_work(dumps(value))
        if seen:
            return work_identity(seen.joined, seen.shape, tools_key(seen.tools))
    return xxhash.xxh3_128_digest(dumps_sorted(value))


def _talk_shape(value: Mapping[str, Json]) -> tuple[str, ...]:
    """The roles of a row that holds only messages with a role and a text; nothing for any other row."""
    messages = value.get("messages")
    if len(value) > 1 or not isinstance(messages, list):
        return ()
    roles = []
    for message in messages:
        if not isinstance(message, dict) or message.keys() != _TALK or not isinstance(message["content"], str):
            return ()
        if not isinstance(message["role"], str) or message["role"] not in _TALKERS:
            return ()
        roles.append(message["role"])
    return tuple(roles)


def text_identity(texts: Sequence[bytes], shape: tuple[str, ...]) -> bytes:
    """The identity of a row of nothing but texts, given as JSON literals: the hash of the row with a line end."""
    return xxhash.xxh3_128_digest(talk_row(texts, shape))


def talk_row(texts: Sequence[bytes], shape: tuple[str, ...]) -> bytes:
    """Write such a row, with a line end."""
    frame = talk_frame(shape)
    frame[1::2] = texts
    return b"".join(frame)


def talk_frame(shape: tuple[str, ...]) -> list[bytes]:
    """The text of such a row in pieces, every second of which is the place of one of its texts."""
    return list(_talk_frame(shape))


@lru_cache(maxsize=512)
def _talk_frame(shape: tuple[str, ...]) -> tuple[bytes, ...]:
    pieces = [piece for role in shape for piece in (b'}, {"role": "%s", "content": ' % role.encode(), b"")]
    pieces[0] = b'{"messages": [' + pieces[0][3:]
    return (*pieces, b"}]}\n")


def work_identity(parts: bytes, shape: tuple[str, ...], tools: bytes) -> bytes:
    """The identity of a row with calls or tools, from its literals, one a line, and the key of its tools."""
    return xxhash.xxh3_128_digest(parts + tools, _seed(shape))


@lru_cache(maxsize=4096)
def _seed(shape: tuple[str, ...]) -> int:
    """A number that keeps the identities of rows of different shapes apart."""
    return xxhash.xxh3_64_intdigest(" ".join(shape).encode())


def tools_key(text: bytes | None) -> bytes:
    """A key that equal tool definitions share."""
    return b"" if text is None else xxhash.xxh3_128_digest(dumps_sorted(parse(text)[0]))
