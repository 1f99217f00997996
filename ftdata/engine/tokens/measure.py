"""The tokens of many rows at a time: of rows of nothing but texts the short way, of all others through their Count.

Texts are gathered first and counted in one go: a tokenizer and Python's objects take turns badly in a processor's
cache.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ftdata.tokenizers import Count, Meter
from ftdata.types import Json

_FIXED = ("system", "developer")
_TALKERS = ("system", "developer", "user", "assistant")


class Measure(NamedTuple):
    """What a tally wants to know of a row.

    Attributes:
        total: All its tokens.
        longest: Those of its longest sequence.
        trained: Its trained tokens.
        talk: Those of its messages without instructions: what it takes to show the row to a model as an example.
        spans: Where in that sequence the trained tokens are.
        roles: Who speaks.
        asked: What is asked last; None where that is no text.
        answer: What is answered last.
        system: The first instructions.
        doubts: Why the count may be off.
        plain: Whether the row holds texts and nothing else: no tools, calls or images.
    """

    total: int
    longest: int
    trained: int
    talk: int
    spans: list[tuple[int, int]]
    roles: tuple[str, ...]
    asked: str | None = None
    answer: str | None = None
    system: str | None = None
    doubts: tuple[str, ...] = ()
    plain: bool = False

    def left(self, limit: int, cut: str) -> int:
        """The trained tokens that are left under a limit."""
        if cut == "end":
            return sum(min(end, limit) - start for start, end in self.spans if start < limit)
        first = self.longest - limit
        return sum(end - max(start, first) for start, end in self.spans if end > first)


class Measurer:
    """Counts rows, a block at a time.

    Args:
        meter: Counts single rows and texts.
        method: Of ``rft``, no answer is trained on.
    """

    def __init__(self, meter: Meter, method: str) -> None:
        self._meter = meter
        self._method = method
        self._around: dict[str, int] | None = {} if type(meter) is Meter else None

    def measure(self, rows: Sequence[Mapping[str, Json]]) -> Iterator[Measure]:
        """Yield what there is to know of each row, in order."""
        texts: list[str] = []
        plain = [self._gather(row, texts) for row in rows]
        counts = self._meter.counter.count_all(texts)
        place = 0
        for row, talk in zip(rows, plain, strict=True):
            if talk:
                yield self._plain(row["messages"], counts, place)
                place += talk
            else:
                yield self._any(row)

    def _gather(self, row: Mapping[str, Any], texts: list[str]) -> int:
        """Add the texts of a row that has nothing else, and return how many; 0 for any other row."""
        messages = row.get("messages")
        if self._around is None or len(row) > 1 or messages.__class__ is not list:
            return 0
        found: list[str] = []
        for message in messages:
            if message.__class__ is not dict or len(message) != 2:
                return 0
            content = message.get("content")
            if content.__class__ is not str or message.get("role") not in _TALKERS:
                return 0
            found.append(content)
        texts += found
        return len(found)

    def _plain(self, messages: list[dict[str, str]], counts: Sequence[int], place: int) -> Measure:
        family, around = self._meter.family, self._around or {}
        total, fixed, trained, spans, roles = 0, 0, 0, [], []
        asked = answer = system = None
        for message in messages:
            role, said = message["role"], counts[place]
            place += 1
            tokens = (around.get(role) or self._new(role)) + said
            total += tokens
            roles.append(role)
            if role == "assistant":
                answer = message["content"]
                trained += said
                spans.append((total - said - 1, total - 1))
            elif role == "user":
                asked = message["content"]
            else:
                fixed += tokens
                system = message["content"] if system is None else system
        talk = total - fixed
        total += family.reply
        if self._method == "rft":
            trained, spans = 0, []
        doubts = (self._meter.doubt,) if self._meter.doubt else ()
        return Measure(total, total, trained, talk, spans, tuple(roles), asked, answer, system, doubts, plain=True)

    def _new(self, role: str) -> int:
        """The tokens around a message of a role, which are remembered."""
        around = self._meter.family.message + self._meter.counter.count_again(role)
        if self._around is not None:
            self._around[role] = around
        return around

    def _any(self, row: Mapping[str, Json]) -> Measure:
        counted = self._meter.measure(row, method=self._method)
        roles = tuple(said.role for said in counted.messages)
        talk = sum(said.tokens for said in counted.messages if said.role not in _FIXED)
        spans = _spans(counted)
        trained = sum(end - start for start, end in spans)
        return Measure(counted.total, counted.longest, trained, talk, spans, roles, *said_in(row), counted.doubts)


def _spans(counted: Count) -> list[tuple[int, int]]:
    place, spans = counted.tools, []
    for said in counted.messages:
        place += said.tokens
        if said.trained:
            spans.append((place - said.after - said.said, place - said.after))
    return spans


def said_in(row: Mapping[str, Json]) -> tuple[str | None, str | None, str | None]:
    """What is asked last, what is answered to it, and the first instructions; None for what has no text."""
    if "messages" not in row and "input" not in row:
        asked, answer = row.get("prompt"), row.get("completion")
        return (asked if isinstance(asked, str) else None, answer if isinstance(answer, str) else None, None)
    asked = answer = system = None
    for message in messages_of(row, rejected=False):
        role, content = message.get("role"), message.get("content")
        if isinstance(content, list):
            content = "".join(part["text"] for part in content if isinstance(part, dict) and _has_text(part))
        if not isinstance(content, str):
            continue
        if role == "user":
            asked = content
        elif role == "assistant":
            answer = content
        elif system is None and role in _FIXED:
            system = content
    return asked, answer, system


def messages_of(row: Mapping[str, Json], *, rejected: bool = True) -> Iterator[Mapping[str, Any]]:
    """Yield the messages of a row; of a pair those of its context and its answers, or not the rejected one."""
    inner = row.get("input")
    lists = [row.get("messages"), inner.get("messages") if isinstance(inner, dict) else None]
    lists += [row.get("preferred_output"), row.get("non_preferred_output") if rejected else None]
    for messages in lists:
        for message in messages if isinstance(messages, list) else ():
            if isinstance(message, dict):
                yield message


def _has_text(part: Mapping[str, Json]) -> bool:
    return isinstance(part.get("text"), str)
