"""Turns of ShareGPT rows: who speaks, what is said, and tool calls as JSON text."""

from collections.abc import Iterable, Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import ordered
from ftdata.formats._functioncall import read_calls, write_calls
from ftdata.formats._plain import ROLES, lost_calls, lost_fields, text_of
from ftdata.formats._ready import field_of, in_call_order
from ftdata.formats._tags import Tagger
from ftdata.types import ABSENT, Candidate, Example, Json, Loss, Message, Path

CALL = "call"
SPEAKERS = {
    "system": "system",
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "chatgpt": "assistant",
    "bing": "assistant",
    "bard": "assistant",
    "bot": "assistant",
    "function_call": CALL,
    "tool_call": CALL,
    "observation": "tool",
    "observations": "tool",
    "tool": "tool",
    "tool_response": "tool",
    "function_response": "tool",
}
"""Words for a speaker (case, spaces around and ``-`` for ``_`` make no difference) and whom they mean."""
PAIRS = (("human", "assistant"), ("user", "bot"), ("user", "assistant"), ("input", "output"))
"""Keys of objects that hold a question and its answer."""
_WORDS = {
    "system": "system",
    "developer": "system",
    "user": "human",
    "assistant": "gpt",
    "tool": "observation",
    "function": "observation",
}
PLAIN_WORDS = {role: _WORDS[role] for role in ROLES}
PLAIN_SPEAKERS = {word: role for word, role in SPEAKERS.items() if role in ROLES}


def is_turn(value: Json) -> bool:
    """Whether this is an object with from and value, or with role and value (and no content)."""
    if not isinstance(value, Mapping) or "value" not in value:
        return False
    return "from" in value or ("role" in value and "content" not in value)


def keys_of(turns: Iterable[Json]) -> str:
    """The keys that say who speaks and what in the first turn or pair of a list, e.g. "from and value"; else empty."""
    for turn in turns:
        if is_turn(turn):
            return f"{_key(turn)} and value"
        if is_pair(turn):
            return " and ".join(next(pair for pair in PAIRS if set(pair) <= set(turn)))
    return ""


def _key(keys: Iterable[str]) -> str:
    """The key of a turn that says who speaks."""
    return "from" if "from" in keys or "role" not in keys else "role"


def is_pair(value: Json) -> bool:
    """Whether this is an object with a question and its answer."""
    return isinstance(value, Mapping) and any(set(pair) <= set(value) for pair in PAIRS)


def parse_turns(value: Json, path: Path) -> list[Message]:
    """Read a non-empty list of turns, or of pairs.

    Raises:
        FormatError: It is no such list, or a turn in it is malformed.
    """
    if not isinstance(value, list) or not value:
        raise FormatError(path, "is not a non-empty list of turns")
    if is_pair(value[0]):
        return [turn for index, pair in enumerate(value) for turn in _read_pair(pair, (*path, index))]
    return [read_turn(item, (*path, index)) for index, item in enumerate(value)]


def read_turn(value: Json, path: Path) -> Message:
    """Read one turn. A weight of 0 or 1 on an answer is its loss weight; other keys stay in its extras.

    Raises:
        FormatError: It is no object with from and value, or the speaker is not known.
    """
    if not is_turn(value):
        raise FormatError(path, "is not an object with from and value")
    key = _key(value)
    speaker = _speaker(value[key])
    if speaker is None:
        raise FormatError((*path, key), f"is {str(value[key])[:60]!r}, which names no known speaker")
    style: dict[str, Json] = {"from": value[key], "order": list(value)}
    calls = read_calls(value["value"], (*path, "value")) if speaker == CALL else None
    role = "assistant" if speaker == CALL else speaker
    weigher = _weigher(value, role)
    known = (key, "value", weigher)
    return Message(
        role=role,
        content=ABSENT if calls else _text(value["value"], (*path, "value")),
        tool_calls=calls,
        weight=int(value[weigher]) if weigher and role == "assistant" else ABSENT,
        extras={name: item for name, item in value.items() if name not in known},
        style=style | ({"calls": value["value"]} if calls else {}) | ({"weigher": weigher} if weigher else {}),
        origin=path,
    )


def _weigher(turn: Mapping[str, Json], role: str) -> str | None:
    """The key that says whether an answer is trained on: ShareGPT's weight of 0 or 1, or Axolotl's train.

    That nobody trains on the turns of others goes without saying.
    """
    if role == "assistant" and type(turn.get("weight")) is int and turn["weight"] in (0, 1):
        return "weight"
    train = turn.get("train")
    return "train" if train is False or (train is True and role == "assistant") else None


class Writer:
    """Writes turns.

    Attributes:
        name: The format they are written in.
        own: Whether the example comes from that format.
        losses: What a turn could not take along.
        tagger: Writes images, videos and audio, and has their files.
    """

    __slots__ = ("losses", "name", "own", "tagger")

    def __init__(self, example: Example, name: str) -> None:
        self.name = name
        self.own = example.format == name
        self.losses: list[Loss] = []
        self.tagger = Tagger(example, name, self.losses)

    def turns(self, messages: Iterable[Message]) -> list[Json]:
        """Write a list of turns."""
        messages = list(messages) if self.own else in_call_order(list(messages))
        return [turn for message in messages for turn in self.turn(message)]

    def turn(self, message: Message) -> list[Json]:
        """Write one message; text beside calls becomes a turn before them."""
        self.losses += lost_fields(message, self.name, weight=not self.own, extras=not self.own)
        if not message.tool_calls:
            return [self._entry(message, self._word(message), self._text(message))]
        self._check_calls(message)
        call = self._entry(message, self._call_word(message), self._calls_text(message))
        return [*self._beside_calls(message), call]

    def answer(self, answer: Candidate) -> Json:
        """Write one of two answers: one turn, or the text that it was.

        Raises:
            FormatError: It is more than one turn.
        """
        written = self.turns(answer.messages)
        if len(written) != 1:
            raise FormatError((), f"has an answer of {len(written)} turns where {self.name} holds one")
        return written[0]["value"] if answer.messages[0].style.get("bare") else written[0]

    def pairs(self, messages: list[Message]) -> list[Json] | None:
        """Write user and assistant in turn as pairs; None where they are not in turn."""
        roles = [message.role for message in messages]
        if len(roles) % 2 or roles != ["user", "assistant"] * (len(roles) // 2):
            return None
        return [self._pair(*messages[start : start + 2]) for start in range(0, len(messages), 2)]

    def _pair(self, question: Message, answer: Message) -> dict[str, Json]:
        keys = question.style.get("order", PAIRS[0])
        said = dict(zip(_pair_of(keys), (self._text(question), self._text(answer)), strict=True))
        return ordered(said, keys)

    def _text(self, message: Message) -> Json:
        text = self.tagger.text_of(message)
        return text_of(message, self.name, self.losses) if text is None else text

    def _entry(self, message: Message, word: str, value: Json) -> dict[str, Json]:
        order = message.style.get("order", ()) if self.own else ()
        fields: dict[str, Any] = {_key(order): word, "value": value}
        if self.own:
            fields |= message.extras
            fields |= _weighed(message)
        return ordered(fields, order)

    def _word(self, message: Message) -> str:
        if message.role not in _WORDS:
            raise FormatError(message.origin, f"has the role {message.role[:60]!r}, which {self.name} has no word for")
        raw = message.style.get("from") if self.own else None
        return raw if raw is not None and _speaker(raw) == message.role else _WORDS[message.role]

    def _call_word(self, message: Message) -> str:
        raw = message.style.get("from") if self.own else None
        return raw if raw is not None and _speaker(raw) == CALL else "function_call"

    def _calls_text(self, message: Message) -> str:
        raw = message.style.get("calls") if self.own else None
        calls = message.tool_calls or []
        return raw if raw is not None and read_calls(raw, ()) == calls else write_calls(calls)

    def _beside_calls(self, message: Message) -> list[Json]:
        where = field_of(message, "content")
        if message.content is None or message.content == "":
            self.losses.append(Loss(where, f"{self.name} does not tell empty content beside calls from none"))
        if message.content is ABSENT or not message.content:
            return []
        self.losses.append(Loss(where, "content beside calls becomes a turn of its own before them"))
        return [{"from": "gpt", "value": self._text(message)}]

    def _check_calls(self, message: Message) -> None:
        if message.role != "assistant":
            raise FormatError(message.origin, "makes tool calls and is not the assistant")
        if not self.own:
            self.losses += lost_calls(message, self.name)


def _weighed(message: Message) -> dict[str, Json]:
    key = message.style.get("weigher")
    if key == "train":
        return {key: bool(message.weight) if message.role == "assistant" else False}
    return {} if message.weight is ABSENT else {"weight": message.weight}


def _pair_of(keys: Iterable[str]) -> tuple[str, str]:
    return next(pair for pair in PAIRS if set(pair) == set(keys))


def _speaker(word: Json) -> str | None:
    return SPEAKERS.get(word.strip().casefold().replace("-", "_")) if isinstance(word, str) else None


def _text(value: Json, path: Path) -> Json:
    if value is None or isinstance(value, str):
        return value
    raise FormatError(path, "is not text")


def _read_pair(value: Json, path: Path) -> list[Message]:
    if not isinstance(value, Mapping) or set(value) not in map(set, PAIRS):
        raise FormatError(path, "is not an object of a question and its answer alone, such as human and assistant")
    order: dict[str, Json] = {"order": list(value)}
    pair = _pair_of(value)
    texts = [_text(value[key], (*path, key)) for key in pair]
    roles = ("user", "assistant")
    return [
        Message(role, text, style=order, origin=(*path, key))
        for role, key, text in zip(roles, pair, texts, strict=True)
    ]
