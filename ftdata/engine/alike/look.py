"""What comparisons ask of a row: its keys, its sides, what it is balanced by."""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

import msgspec
import xxhash

from ftdata.engine.alike.wish import Wish
from ftdata.jsontext import dumps_sorted
from ftdata.rules.payload import Payload, Sides, payload, talk_identity, talk_payload, talk_sides
from ftdata.rules.row import METADATA, Row
from ftdata.rules.scripts import script_of
from ftdata.types import Json

Turns = list[tuple[str, str]]

_LABELS = ("label", "kto_tag", "class", "category")
_LANGUAGES = ("language", "lang", "locale")
_LONG = 1 << 19
"""Bytes of a row above which it is read with more care."""


class Look:
    """A row, looked at as far as it is asked for.

    Args:
        row: The row in its destination's format, or as it is where it has none; None for one that is all turns.
        turns: Its turns, where it holds nothing but text.
        wish: What is asked for.
    """

    def __init__(self, row: Row | None, turns: Turns | None, wish: Wish) -> None:
        self._row = row
        self._turns = turns
        self._wish = wish

    @cached_property
    def said(self) -> Payload:
        """What it says."""
        return payload(self.row) if self._turns is None else talk_payload(self._turns)

    @property
    def sides(self) -> Sides:
        """What of it is asked, answered and refused."""
        return self.said.sides if self._turns is None else talk_sides(self._turns)

    @property
    def row(self) -> Row:
        """The row itself."""
        if self._row is None:
            raise ValueError("a row of turns was not kept")
        return self._row

    @property
    def fixed(self) -> bytes:
        """What has to be the same in rows that are alike."""
        return self.said.fixed if self._turns is None else b""

    @property
    def alone(self) -> bool:
        """Whether it lacks a key that ties rows together."""
        return _group_key(self.row.record.row, self._wish.group_by) is None

    def keys(self, name: str) -> Collection[bytes]:
        """Its keys of one kind, any of which ties it to other rows: a row of several examples has several prompts."""
        return (self.key(name),)

    def key(self, name: str) -> bytes:
        """Its key of one kind."""
        if name == "identity":
            return self.row.identity if self._turns is None else talk_identity(self._turns)
        if name == "group":
            return _group_key(self.row.record.row, self._wish.group_by) or self.row.identity
        key: bytes = getattr(self.said, f"{name}_key")
        return key

    def stratum(self, by: str) -> str:
        """Say what it is balanced by; words without a key of that name stand for what they mean."""
        names = {"label": _LABELS, "language": _LANGUAGES}.get(by, (by,))
        value = self.row.record.row
        there = next((inner for name in names if (inner := _at(value, name)) is not None), None)
        if there is not None:
            return str(there)[:200]
        if by == "source":
            return self.row.record.file
        if by == "language":
            return script_of(" ".join(self.said.parts))
        return self.said.answer[:200] if by == "label" else ""


class LookAtSeveral(Look):
    """A row that holds several examples, such as a tree of messages: it says what they say, each turn once.

    Args:
        row: The row as it is.
        examples: Its examples.
        wish: What is asked for.
    """

    def __init__(self, row: Row, examples: Sequence[Look], wish: Wish) -> None:
        super().__init__(row, None, wish)
        self._examples = examples

    @cached_property
    def said(self) -> Payload:
        """What all of them say."""
        every = [example.said for example in self._examples]
        turns = (*dict.fromkeys(turn for said in every for turn in said.turns),)
        systems, refused, fixed = (dict.fromkeys(filter(None, each)) for each in zip(*map(_beside, every), strict=True))
        last = next((place for place in range(len(turns) - 1, -1, -1) if turns[place][0] == "assistant"), len(turns))
        return Payload("\n".join(systems), turns, last, "\n".join(refused), b"".join(fixed))

    def keys(self, name: str) -> Collection[bytes]:
        """Of prompts one for each example, but where rows are left out for their prompts: all of these together."""
        if name != "prompt" or self._wish.by == "prompt":
            return (self.key(name),)
        return {example.key(name) for example in self._examples}

    def key(self, name: str) -> bytes:
        """Its key of one kind, from those of the examples."""
        if name == "group":
            return super().key(name)
        return xxhash.xxh3_128_digest(b"".join(example.key(name) for example in self._examples))


def _beside(said: Payload) -> tuple[str, str, bytes]:
    return said.system, said.refused, said.fixed


def _group_key(value: Json, paths: Sequence[str]) -> bytes | None:
    """A key that rows share whose values at all paths are the same; None for a row that lacks one of them."""
    found = [_at(value, path) for path in paths]
    return None if None in found else xxhash.xxh3_128_digest(dumps_sorted(found))


def _at(value: Json, path: str) -> Json:
    """The value at a dotted path, a key that holds dots itself first; None where there is none."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


class _Turn(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    role: str
    content: str


_Name = str | int | None | dict[str, str | int | None] | msgspec.UnsetType
_Talk = msgspec.defstruct(
    "_Talk",
    [("messages", list[_Turn]), *((name, _Name, msgspec.UNSET) for name in sorted(METADATA))],
    forbid_unknown_fields=True,
    gc=False,
)
_read = msgspec.json.Decoder(_Talk).decode


def turns_of(line: bytes) -> Turns | None:
    """The turns of a row of nothing but text, as it is written; None for a row that may be another or broken."""
    if len(line) > _LONG:
        return None
    try:
        talk: Any = _read(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return [(turn.role, turn.content) for turn in talk.messages] or None


def lines_of(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The lines of a block, and the end of each: the last one of a file may have none."""
    lines = block.split(b"\n")
    last = lines.pop()
    yield from zip(lines, repeat(b"\n"), strict=False)
    if last:
        yield last, b""
