"""Knowing that no rule can fire on a row, from one look at its bytes.

Most rows of a good file are alike: only their texts differ. A rule says in ``SEES`` what its verdict depends on, and
what was found clean once need not be looked at again:

- ``shape``: the keys, the roles, which messages have text, calls and weights, which call a tool message answers. The
  verdict on one row holds for every row of its shape.
- ``tools``: the tool definitions as well. The verdict holds for every row with the same definitions and shape.
- ``calls``: each call by itself. The module defines ``quiet(function)``, which makes from a tool's definition a quick
  test of arguments: yes means that nothing would be found.
- ``texts``: it finds something only in a row that holds one of the words that its ``marks(destination)`` names; None
  means any row. Where they are the same for all destinations, a constant ``MARKS`` holds them. If it defines
  ``suspect(raw)`` as well, that has to say True of the text of such a row.
- ``length``: it finds something only in a row of at least as many bytes as its ``least(destination)`` says; None means
  no row.
- ``bytes``: it finds something only in a row for whose text its ``suspect(raw)`` says True; colons in it
  are followed by one space or none. It may name ``HINTS``, of which one stands in a literal of every such row; and if
  it has ``marks``, None means any row here as well.

A rule that says nothing may fire on any row, so with it every row is looked at. What is skimmed here is exactly what
the rules would be silent about; a property test holds the two against each other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import orjson
import xxhash

from ftdata.jsontext import MAX_DEPTH, dumps, is_crowded, is_plain_object, literals_in_text, prove
from ftdata.rules.accept import Accepts
from ftdata.rules.calls import read_arguments
from ftdata.rules.catalogue import Rule
from ftdata.rules.glance import (
    REFUSED,
    Called,
    Glance,
    decode_sayings,
    glance,
    glance_at_work,
)
from ftdata.rules.identity import talk_frame, text_identity, tools_key, work_identity
from ftdata.rules.marks import Marks, marks_of, search
from ftdata.rules.sample import belongs
from ftdata.rules.spelling import (
    ESCAPES,
    NO_TEXT,
    ODD_HEADS,
    SEPARATORS,
    common_end,
    ends,
    frame_of,
    has_escapes,
    is_usual,
    is_utf8,
    rewritten,
    says_all,
)
from ftdata.targets import Destination
from ftdata.types import Json

SCOPES = ("shape", "tools", "calls", "texts", "length", "bytes")
"""What a rule about rows may say it sees."""

FOLDS = ("identity", "keys", "texts", "sample", "parts")
"""What a rule that compares rows may say it sees: for rows that were skimmed it then has ``extend`` (their identities),
``repeat`` (how many had which keys), ``skip`` (how many held none of the words that its ``marks`` name), or it is shown
a fair sample of all rows (``rules/sample.py``). One that sees ``parts`` has nothing to say of any of them: no row with
content in parts is skimmed."""

_ID = re.compile(rb'"[!#-\[\]-~]{1,200}"')
_ROOM = 16 << 20
"""Bytes of frames and tool definitions that are remembered; when they are full, it begins anew."""

_COMMON = 1 << 19
"""Bytes of a row above which it is looked at with care for memory."""

_ALIKE = 4
"""Ways to write conversations of so many messages that are remembered."""


@dataclass(slots=True)
class _Talk:
    """What is known of rows with nothing but texts.

    Attributes:
        shape: Their shape.
        literals: How many string literals they have.
        frame: The text of such a row in pieces, every second of which is a place for one of its texts.
        usual: Whether the frame is the one that identities are made of.
    """

    shape: tuple[str, ...]
    literals: int
    frame: list[bytes]
    usual: bool


class _Tools(NamedTuple):
    """What is known of a text of tool definitions: its literals, its key, and quick tests for calls of each tool."""

    literals: int
    key: bytes
    quiet: dict[bytes, list[Accepts]]


class Taken(NamedTuple):
    """What is left of rows that were accepted.

    Attributes:
        identities: One for each row, in order.
        keys: How many rows had which top-level keys.
        sample: Number among them, from 0, and text of those that belong to the sample.
    """

    identities: list[bytes]
    keys: Counter[tuple[str, ...]]
    sample: list[tuple[int, bytes]]


_MESSAGES = ("messages",)
_NO_TOOLS = _Tools(0, b"", {})


class Skimmer:
    """Accepts rows that no rule would say anything about, and remembers their identities.

    Args:
        rules: The rules about rows that run, and those that compare rows.
        destination: What the rows are judged for.
        longest: Bytes of the longest row that is accepted, its line end included.
    """

    def __init__(self, rules: Iterable[Rule], destination: Destination, longest: int, share: int = -1) -> None:
        chosen = list(rules)
        self._longest = min((longest, *_limits(chosen, destination)))
        self._common = min(self._longest, _COMMON)
        self._share, self._first = share, share >> 8
        self._decisive = frozenset(rule.code for rule in chosen if rule.sees in ("shape", "tools"))
        self._quiet = [rule.module.quiet for rule in chosen if rule.sees == "calls"]
        self._suspects = [rule.module.suspect for rule in chosen if rule.sees == "bytes" and not rule.hints]
        marks = marks_of(chosen, destination)
        self._marks = Marks((*marks.words, *SEPARATORS), (*marks.tests, *[()] * len(SEPARATORS)))
        self._identities: list[bytes] = []
        self._keys: Counter[tuple[str, ...]] = Counter()
        self._sample: list[tuple[int, bytes]] = []
        self._forget()

    def _forget(self) -> None:
        self._room = _ROOM
        self._talks: dict[int, list[_Talk]] = {}
        self._frames: dict[tuple[str, ...], list[bytes]] = {}
        self._tools: dict[bytes, _Tools] = {}
        self._tails: set[bytes] = set()
        self._look_for(())
        self._at_work = self._rewrites = self._unusual = False
        self.begin()

    def begin(self, *, afresh: bool = False) -> None:
        """Get ready for another part of the file: a row is accepted after one with its keys was judged there.

        What compares rows is told the place of the first row of a kind, and only the number of the others.

        Args:
            afresh: The part may be a later one, or one that was begun before, so rows with tools that were seen
                earlier may be the first ones with these tools.
        """
        if afresh:
            self._tools.clear()
        self._met: set[tuple[str, ...]] = set()
        self._known_talks: dict[int, list[_Talk]] = {}

    @staticmethod
    def serves(rules: Iterable[Rule], destination: Destination) -> bool:
        """Whether rows can be skimmed for a destination: it takes chat rows, and all rules say what they see."""
        chosen = list(rules)
        if destination.format != "chat" or not all(rule.sees in (*SCOPES, *FOLDS) for rule in chosen):
            return False
        asking = [rule.module for rule in chosen if rule.sees in ("texts", "bytes") and not rule.marks]
        return all(module.marks(destination) is not None for module in asking if hasattr(module, "marks"))

    def accept(self, raw: bytes) -> bool:
        """Whether no rule would say anything about a row or about how it is written. Its line end may be there.

        A row that differs from a clean one in nothing but its texts, none of which is odd, is as clean.
        """
        if self._unusual or len(raw) > self._common:
            return self._accept_unusual(raw)
        try:
            messages = decode_sayings(raw).messages
        except REFUSED:
            return self._accept_work(raw)
        for talk in self._known_talks.get(len(messages), ()):
            frame = talk.frame
            frame[1::2] = [message.content for message in messages]
            if b"".join(frame) == raw:
                break
        else:
            return self._accept_work(raw)
        found = self._search(raw)
        if found:
            if max(found) >= self._odd and (self._headed.intersection(found) or has_escapes(raw)):
                return self._accept_talk(raw, [bytes(message.content) for message in messages], talk)
            if self._marks.means(raw, [number for number in found if number < self._odd]):
                return False
        if not raw.isascii():
            try:
                raw.decode()
            except UnicodeDecodeError:
                return False
        return self._keep(_hash(raw) if talk.usual else text_identity(frame[1::2], talk.shape), raw)

    def _keep(self, identity: bytes, raw: bytes) -> bool:
        """Keep what is left of a row, if no rule suspects anything in its text."""
        for suspect in self._suspects:
            if suspect(raw):
                return False
        if identity[0] <= self._first and belongs(identity, self._share):
            self._sample.append((len(self._identities), raw))
        self._identities.append(identity)
        return True

    def _accept_unusual(self, raw: bytes) -> bool:
        if len(raw) > self._longest or (len(raw) > _COMMON and is_crowded(raw)):
            return False
        return self._accept_rewritten(raw, or_as_it_is=True) if self._rewrites else self._accept_work(raw)

    def _expect(self, *, work: bool = False, rewrites: bool = False) -> None:
        """Note what the last row was like; the next one is looked at in the same way first."""
        self._at_work, self._rewrites = work, rewrites
        self._unusual = work or rewrites

    def take(self) -> Taken:
        """Give out what is left of the rows accepted since the last time."""
        taken = Taken(self._identities, self._keys, self._sample)
        taken.keys["messages",] += len(taken.identities) - taken.keys.total()
        self._identities, self._keys, self._sample = [], Counter(), []
        return taken

    def learn(self, raw: bytes, row: Mapping[str, Json], found: Iterable[str]) -> None:
        """Remember what a row that the rules have judged teaches about rows like it.

        Args:
            raw: Its text, with which nothing is wrong.
            row: Its value.
            found: Codes of everything that was found in it.
        """
        if not self._decisive.isdisjoint(found):
            return
        text = (rewritten(raw) or raw).removesuffix(b"\n")
        seen = glance(text)
        if seen is None:
            return
        self._room -= len(text)
        if self._room < 0:
            self._forget()
        self._met.add(seen.keys)
        if seen.keys == _MESSAGES:
            self._known_talks = self._talks
        frame = (
            frame_of(text, seen.parts if seen.tools is None else [*seen.parts, seen.tools]) if is_usual(text) else []
        )
        self._frames[seen.shape] = frame
        if seen.tools is not None:
            self._learn_tools(seen.tools, row["tools"])
        elif frame and seen.only_talks:
            self._learn_talk(seen, frame)

    def _learn_talk(self, seen: Glance, frame: list[bytes]) -> None:
        alike = self._talks.setdefault(len(seen.shape), [])
        if len(alike) >= _ALIKE or any(talk.frame[::2] == frame[::2] for talk in alike):
            return
        usual = talk_frame(seen.shape)
        alike.append(_Talk(seen.shape, seen.literals, frame, frame[::2] == usual[::2]))
        tail = common_end(frame[:-1:2])
        if tail not in self._tails:
            self._tails.add(tail)
            self._look_for(tail + head for tail in self._tails for head in (*ODD_HEADS, *NO_TEXT))

    def _look_for(self, heads: Iterable[bytes]) -> None:
        """Search rows for marks, escapes, and literals that begin like a text that may be blank, or like no text."""
        self._odd = len(self._marks.words)
        words = (*self._marks.words, *ESCAPES, *heads)
        self._headed = frozenset(range(self._odd + len(ESCAPES), len(words)))
        self._search = search(words)

    def _learn_tools(self, text: bytes, tools: Json) -> None:
        quiet = {dumps(each["name"]): [make(each) for make in self._quiet] for each in _functions(tools)}
        self._tools[_hash(text)] = _Tools(literals_in_text(text), tools_key(text), quiet)

    def _accept_talk(self, raw: bytes, texts: list[bytes], talk: _Talk) -> bool:
        """Accept a row of texts that is written in another way than the one known, or has a text that looks odd."""
        if has_escapes(raw):
            return self._accept_rewritten(raw)
        if literals_in_text(raw) != talk.literals or not (ends(raw) and is_usual(raw)):
            return False
        if not (says_all(texts) and self._plain(raw, raw)):
            return False
        return self._keep(text_identity(texts, talk.shape), raw)

    def _accept_work(self, raw: bytes) -> bool:
        """Accept a row that may have tools, calls and weights; the next one is then expected to be like it."""
        seen = glance_at_work(raw)
        self._expect(work=seen is not None and not seen.only_talks)
        if seen is None or seen.shape not in self._frames or seen.keys not in self._met:
            return False
        if has_escapes(seen.joined):
            return self._accept_rewritten(raw)
        tools = _NO_TOOLS if seen.tools is None else self._tools.get(_hash(seen.tools))
        if tools is None or not says_all(seen.texts) or not self._plain(seen.joined, raw):
            return False
        ids = [call.id for call in seen.calls]
        if len(set(ids)) < len(ids) or not all(map(_ID.fullmatch, ids)):
            return False
        if not self._is_framed(raw, seen) and not (
            ends(raw) and literals_in_text(raw) == seen.literals + tools.literals and is_usual(raw)
        ):
            return False
        for call in seen.calls:
            if not _is_quiet(call, tools):
                return False
        if seen.only_talks:
            return self._keep(text_identity(seen.texts, seen.shape), raw)
        kept = self._keep(work_identity(seen.joined, seen.shape, tools.key), raw)
        self._keys[seen.keys] += kept
        return kept

    def _accept_rewritten(self, raw: bytes, *, or_as_it_is: bool = False) -> bool:
        """Accept a row with escapes by a text of it without them; the next one is then expected to be like it."""
        self._expect()
        text = rewritten(raw)
        if text is None:
            return or_as_it_is and self.accept(raw)
        accepted = self.accept(text)
        self._expect(work=self._at_work, rewrites=True)
        return accepted

    def _is_framed(self, raw: bytes, seen: Glance) -> bool:
        """Whether a row has around its own literals what a clean row of its shape has, to the byte."""
        frame = self._frames[seen.shape]
        if not frame:
            return False
        frame[1::2] = seen.parts if seen.tools is None else [*seen.parts, seen.tools]
        return b"".join(frame) == raw

    def _plain(self, text: bytes, raw: bytes) -> bool:
        """Whether the texts of a row are UTF-8, and hold no mark that means something in the row."""
        found = [number for number in self._search(text) if number < self._odd]
        return not (found and self._marks.means(raw, found)) and (text.isascii() or is_utf8(text))


_hash: Callable[[bytes], bytes] = xxhash.xxh3_128_digest


def _limits(rules: Iterable[Rule], destination: Destination) -> Iterator[int]:
    """For each rule about long rows: how many bytes a row may have in which it finds nothing."""
    for rule in rules:
        least = rule.module.least(destination) if rule.sees == "length" else None
        if least is not None:
            yield least - 1


def _functions(tools: Json) -> Iterator[dict[str, Json]]:
    """The functions among tool definitions that have a name."""
    for tool in tools if isinstance(tools, list) else ():
        function = tool.get("function") if isinstance(tool, dict) else None
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            yield function


def _arguments(text: str) -> Json:
    """Read the arguments of a call; None where they are no object."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if isinstance(value, dict) and (is_plain_object(text, value) or all(prove(text.encode(), value, MAX_DEPTH))):
        return value
    return read_arguments(text)[0]


def _is_quiet(call: Called, tools: _Tools) -> bool:
    tests = tools.quiet.get(call.name)
    if tests is None:
        return False
    arguments = _arguments(orjson.loads(call.arguments))
    if arguments is None:
        return False
    for test in tests:  # noqa: SIM110 - a third faster than all()
        if not test(arguments):
            return False
    return True
