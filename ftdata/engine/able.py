"""Which rules can find something in a row, told from its text and its shape: not those that need what it has not.

This is for rows that are not skimmed: pairs, rows with something odd about them, and the first rows of any file.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ftdata.jsontext import dumps
from ftdata.rules import Row, Rule
from ftdata.targets import Destination

FEW = 32
"""Rows that are judged without a short cut: a search for all words at once, or a skimmer, costs something to make."""

_MANY = 10_000
"""Shapes that are remembered."""

_ESCAPED = re.compile(rb"\\(?:u[0-9a-fA-F]|/)")
_ESCAPED_ASCII = re.compile(rb"\\u00[0-7]")

_MESSAGE = {("role", "content"), ("content", "role")}
_LISTS = ("messages", "preferred_output", "non_preferred_output")

Shape = tuple[Any, ...]
"""The keys of a row that is nothing but messages, and of each message the order of its keys, and its role."""


class _Wants(NamedTuple):
    """What a row must have for a rule to find something in it.

    Attributes:
        needs: Words of which one is a key or a value there.
        marks: Words of which one stands in its texts; None where that may be any text.
        least: Bytes of its text, where it is nothing but messages; None where none are too few.
        shaped: Whether the verdict on it, where it is nothing but messages, is that on any row of its shape.
    """

    needs: frozenset[bytes]
    marks: frozenset[bytes] | None
    least: float | None
    shaped: bool


class Able:
    """Chooses from some rules, row by row.

    The text of a row tells of it where it is whole and the row is what stands in it. Keys are looked for where no
    letter of a word is escaped, marks where nothing is escaped that need not be.

    Args:
        chosen: The rules.
        destination: What the rows are judged for.
    """

    def __init__(self, chosen: Sequence[Rule], destination: Destination) -> None:
        self._chosen = chosen
        self._destination = destination
        self._seen = 0
        self._find: Callable[[bytes], frozenset[bytes]] | None = None
        self._wants: list[tuple[Rule, _Wants]] = []
        self._leasts: list[float] = []
        self._known: dict[tuple[frozenset[bytes], bool, bool, int | None], list[Rule]] = {}
        self._clean: set[Shape] = set()
        self._last: Shape | None = None

    def rules(self, row: Row) -> Iterable[Rule]:
        """The rules that can find something in a row."""
        record, raw = row.record, row.record.raw
        self._last = None
        if raw is None or record.defects or row.value is not record.row or _ESCAPED_ASCII.search(raw):
            return self._chosen
        self._seen += 1
        plain = not _ESCAPED.search(raw)
        if self._seen <= FEW:
            return (rule for rule in self._chosen if _may_find(rule, raw, plain=plain))
        if self._find is None:
            self._wants = [(rule, _wants(rule, self._destination)) for rule in self._chosen]
            self._leasts = sorted(wants.least for _, wants in self._wants if wants.least is not None)
            self._find = _finder([wants for _, wants in self._wants])
        self._last = shape_of(row.value)
        size = len(raw) if self._last else None
        key = (self._find(raw), plain, self._last in self._clean, size and bisect_right(self._leasts, size))
        if key not in self._known:
            if len(self._known) >= _MANY:
                self._known.clear()
            self._known[key] = self._able(*key[:3], size)
        return self._known[key]

    def learn(self, found: Iterable[str]) -> None:
        """Remember what was found in the last row, by the codes of all rules that did: perhaps its shape is clean."""
        if self._last is None or self._last in self._clean or len(self._clean) >= _MANY:
            return
        shaped = {rule.code for rule, wants in self._wants if wants.shaped}
        if shaped.isdisjoint(found):
            self._clean.add(self._last)

    def _able(self, found: frozenset[bytes], plain: bool, clean: bool, size: int | None) -> list[Rule]:
        chosen = []
        for rule, (needs, marks, least, shaped) in self._wants:
            if (shaped and clean) or (needs and needs.isdisjoint(found)):
                continue
            if plain and marks is not None and marks.isdisjoint(found):
                continue
            if least is None or size is None or size >= least:
                chosen.append(rule)
        return chosen


def shape_of(row: Mapping[str, Any]) -> Shape | None:
    """The shape of a row; None where it holds anything but messages of a role and a text that is not blank."""
    shape: list[Any] = []
    for key, value in row.items():
        shape.append(key)
        if key == "input" and type(value) is dict:
            within = shape_of(value)
            if within is None or "input" in within:
                return None
            shape.append(within)
        elif key not in _LISTS or type(value) is not list or not _add_messages(value, shape):
            return None
    return tuple(shape)


def _add_messages(messages: list[Any], shape: list[Any]) -> bool:
    """Add the shapes of some messages; tell whether they are nothing but a role and a text that is not blank."""
    for message in messages:
        if type(message) is not dict:
            return False
        keys = tuple(message)
        if keys not in _MESSAGE:
            return False
        role, content = message["role"], message["content"]
        if type(role) is not str or type(content) is not str or not content or content.isspace():
            return False
        shape.append((keys, role))
    return True


def _wants(rule: Rule, destination: Destination) -> _Wants:
    """What a rule says of the rows that it finds something in, when it is asked about a destination."""
    marks: Iterable[bytes] | None = rule.marks or None
    least = None
    if rule.sees == "texts" and not rule.marks:
        words = rule.module.marks(destination)
        marks = None if words is None else [dumps(word)[1:-1] for word in words]
    if rule.sees == "length":
        fewest = rule.module.least(destination)
        least = float("inf") if fewest is None else fewest - 1
    return _Wants(frozenset(rule.needs), None if marks is None else frozenset(marks), least, rule.sees == "shape")


def _may_find(rule: Rule, raw: bytes, *, plain: bool) -> bool:
    if rule.needs and not any(word in raw for word in rule.needs):
        return False
    return not (plain and rule.marks) or any(word in raw for word in rule.marks)


def _finder(every: Iterable[_Wants]) -> Callable[[bytes], frozenset[bytes]]:
    """Make a function that tells which words of all the rules stand in a text."""
    from ftdata.rules.marks import search

    words = tuple(dict.fromkeys(word for wants in every for word in (*sorted(wants.needs), *sorted(wants.marks or ()))))
    find = search(words)
    return lambda raw: frozenset(words[number] for number in find(raw))
