"""What a row says, with what rows share set aside: the part of it that is compared with other rows.

The system prompt and the tools stand apart, since rows of a file have them in common. What the user (and each tool)
says is one part, what the assistant says another, the refused answer of a pair a third.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import xxhash

from ftdata.jsontext import dumps_sorted
from ftdata.rules.row import BESIDE, METADATA, Row
from ftdata.similar.normal import normal
from ftdata.types import Json

_INSTRUCTING = ("system", "developer")
_TOOLS = ("tools", "functions")


class Sides(NamedTuple):
    """What is compared of a row, turn by turn.

    Attributes:
        asked: All that is asked, results of tools included.
        answered: All that is answered.
        refused: What was refused: one text or none.
    """

    asked: Sequence[str]
    answered: Sequence[str]
    refused: Sequence[str] = ()


class Payload(NamedTuple):
    """A row as it is compared.

    Attributes:
        system: System prompts and tool definitions.
        turns: Role and text of every other message, in order; the refused answer of a pair is not among them.
        last: Which turn is the answer; as many as there are turns where there is none.
        refused: The refused answer of a pair.
        fixed: What has to be the same in rows that are alike: images, labels; empty where there is none.
    """

    system: str
    turns: tuple[tuple[str, str], ...]
    last: int
    refused: str = ""
    fixed: bytes = b""

    @property
    def answer(self) -> str:
        """The last thing that the assistant says."""
        return self.turns[self.last][1] if self.last < len(self.turns) else ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """What is compared: all that is asked, all that is answered, and what was refused."""
        asked = "\n".join([text for role, text in self.turns if role != "assistant"])
        return asked, "\n".join([text for role, text in self.turns if role == "assistant"]), self.refused

    @property
    def sides(self) -> Sides:
        """The same, turn by turn."""
        asked = [text for role, text in self.turns if role != "assistant"]
        answered = [text for role, text in self.turns if role == "assistant"]
        return Sides(asked, answered, [self.refused] if self.refused else ())

    @property
    def normal_key(self) -> bytes:
        """A key that rows share which differ in case, spacing and Unicode's compatibility forms only."""
        return _key(self.system, self.turns, self.refused, self.fixed)

    @property
    def prompt_key(self) -> bytes:
        """A key that rows share which are asked the same, whatever their system prompts."""
        if not any(text for _, text in self.turns[: self.last]):  # nothing is asked
            return self.normal_key
        return _key("", self.turns[: self.last], "", self.fixed)

    @property
    def asked_key(self) -> bytes:
        """A key that rows share which are asked the same under the same system prompt, with the same tools."""
        return _key(self.system, self.turns[: self.last], "", self.fixed)

    @property
    def answer_key(self) -> bytes:
        """A key that rows share which end in the same answer."""
        return _key("", self.turns[self.last : self.last + 1], self.refused, b"")


def payload(row: Row) -> Payload:
    """Take a row apart."""
    value = row.value
    fixed = b"".join(dumps_sorted(row.record.row[key]) for key in BESIDE if key in row.record.row)
    if isinstance(value.get("messages"), list):
        return _of_turns(value, value["messages"], (), fixed)
    if isinstance(value.get("input"), dict) and "preferred_output" in value:
        context, preferred = value["input"].get("messages"), value["preferred_output"]
        refused = "\n".join(text for _, text in _turns(value.get("non_preferred_output"), []))
        return _of_turns(value["input"], context, preferred, fixed)._replace(refused=refused)
    if isinstance(value.get("prompt"), str) and isinstance(value.get("completion"), str):
        turns = (("user", value["prompt"]), ("assistant", value["completion"]))
        return Payload("", turns, 1, fixed=fixed)
    return plain_payload(value)


def plain_payload(value: Json) -> Payload:
    """The same for a row of no known shape: all its texts are one turn of the user."""
    return Payload("", (("user", "\n".join(_strings(value))),), 1)


def talk(value: Mapping[str, Json]) -> list[tuple[str, str]] | None:
    """Role and text of every message of a row that holds nothing else, but for keys that only name or date it."""
    messages = value.get("messages")
    if (
        messages.__class__ is not list
        or not messages
        or (len(value) > 1 and not value.keys() - {"messages"} <= METADATA)
    ):
        return None
    found = []
    for message in messages:
        if message.__class__ is not dict or len(message) != 2:
            return None
        role, text = message.get("role"), message.get("content")
        if role.__class__ is not str or text.__class__ is not str:
            return None
        found.append((role, text))
    return found


def talk_identity(turns: list[tuple[str, str]]) -> bytes:
    """A key that such rows share which say the same."""
    return xxhash.xxh3_128_digest("\0".join([part for turn in turns for part in turn]).encode("utf-8", "surrogatepass"))


def talk_payload(turns: list[tuple[str, str]]) -> Payload:
    """Take such a row apart."""
    system = "\n".join([text for role, text in turns if role in _INSTRUCTING])
    others = tuple([turn for turn in turns if turn[0] not in _INSTRUCTING])
    last = len(others) - 1 if others and others[-1][0] == "assistant" else len(others)
    return Payload(system, others, last)


def talk_sides(turns: list[tuple[str, str]]) -> Sides:
    """What is compared of such a row."""
    asked, answered = [], []
    for role, text in turns:
        if role == "assistant":
            answered.append(text)
        elif role not in _INSTRUCTING:
            asked.append(text)
    return Sides(asked, answered)


def _of_turns(holder: Mapping[str, Json], context: Json, answer: Json, fixed: bytes) -> Payload:
    media: list[bytes] = []
    every = [*_turns(context, media), *_turns(answer, media)]
    system = [text for role, text in every if role in _INSTRUCTING]
    system += [dumps_sorted(holder[key]).decode() for key in _TOOLS if holder.get(key)]
    turns = tuple(turn for turn in every if turn[0] not in _INSTRUCTING)
    last = len(turns) - 1 if turns and turns[-1][0] == "assistant" else len(turns)
    return Payload("\n".join(system), turns, last, fixed=fixed + b"".join(media))


def _turns(messages: Json, media: list[bytes]) -> Iterator[tuple[str, str]]:
    """Yield role and text of messages; ``media`` gets what is not text."""
    for message in messages if isinstance(messages, list | tuple) else ():
        if isinstance(message, dict):
            content = message.get("content")
            text = content if isinstance(content, str) and len(message) == 2 else "\n".join(_texts(message, media))
            yield str(message.get("role")), text


def _texts(message: Mapping[str, Any], media: list[bytes]) -> Iterator[str]:
    content = message.get("content")
    if isinstance(content, str):
        yield content
    for part in content if isinstance(content, list) else ():
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            yield part["text"]
        else:
            media.append(dumps_sorted(part))
    if isinstance(message.get("refusal"), str):
        yield message["refusal"]
    legacy = message.get("function_call")
    for call in [legacy] if legacy else message.get("tool_calls") or ():
        yield from _call(call)


def _call(call: Json) -> Iterator[str]:
    """Yield the name and the arguments of a call, whose id is no part of what it says."""
    function = call.get("function", call) if isinstance(call, dict) else None
    if isinstance(function, dict):
        for key in ("name", "arguments"):
            said = function.get(key)
            yield said if isinstance(said, str) else dumps_sorted(said).decode()


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(item)


def _key(system: str, turns: Sequence[tuple[str, str]], refused: str, fixed: bytes) -> bytes:
    said = [b"%b\x01%b" % (role.encode("utf-8", "surrogatepass"), normal(text)) for role, text in turns]
    return xxhash.xxh3_128_digest(b"\0".join([normal(system), *said, normal(refused), fixed]))
