"""Knowing the rows of a block of lines, all of them by one search.

Rows that were judged leave their *joints*: what stands between two texts, with the quotes that end the one and begin
the other. An automaton made of all joints tells which lines are nothing but joints with sound texts between them, valid
JSON in valid UTF-8 to the byte. A second one tells which joints a line has, in order, and whether a word stands in it
that some rule looks for. So a line is known by one short string. Both need hyperscan.

A text in such a line holds no quote but escaped ones, so a joint is found where one is, and nowhere else;
``_is_lost`` refuses the few for which this would not follow.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from ftdata.rules.frame import WORDS, Frame

NOTED, SUSPECT = b"\x01", b"\x02"
"""Stand in the string of a line for a word and for a pattern that a rule looks for."""

_LINE = 10
_FIRST = 11
_MOST = 240
"""Joints that are told apart."""

_LONGEST = 400
"""Bytes of a joint."""

_LARGE = 1 << 20
"""Bytes of a block that holds a very long line."""

_BLANK = rb"(?: |\\[nrtf])"
_WIDE = (
    rb"\xe0[\xa0-\xbf][\x80-\xbf]|[\xe4-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|"
    rb"\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_LETTER = (
    rb'(?:[\x20\x21\x23-\x5b\x5d-\x7f]|\\["\\bfnrt]|[\xc2-\xdf][\x80-\xbf]|[\xe1-\xe3][\x80-\xbf]{2}|' + _WIDE + rb")"
)
"""A character of a JSON string, written without an escape that could be left out, in valid UTF-8."""
_VISIBLE = (
    rb'(?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\]|\xc2[\x86-\x9f\xa1-\xbf]|[\xc3-\xdf][\x80-\xbf]|'
    rb"\xe1(?:[\x80-\x99\x9b-\xbf][\x80-\xbf]|\x9a[\x81-\xbf])|\xe2(?:\x80[\x90-\xa7\xb0-\xbf]|[\x82-\xbf][\x80-\xbf])|"
    rb"\xe3\x80[\x81-\xbf]|\xe3[\x81-\xbf][\x80-\xbf]|" + _WIDE + rb")"
)
"""Such a character that is surely no white space."""
_TEXT = _BLANK + b"*" + _VISIBLE + _LETTER + b"*"
_TOOLS = rb"\[[^\n]*\n"
_WORD = rb"[!#-\[\]-~]+"
"""A name or an id."""

_PLAIN = re.compile(rb'"?[^"\\]*+"\w[^\\]*+')
"""A text cannot end at the second quote of a joint, nor at the first of a head, because a word begins there."""

Scan = Callable[[bytes], list[int]]


class _Joint(NamedTuple):
    """What stands between two texts.

    Attributes:
        literals: The text of it, in pieces around names and ids. The first one announces it.
        end: An expression for what follows, at the end of a row.
    """

    literals: tuple[bytes, ...]
    end: bytes = b""

    @property
    def pattern(self) -> bytes:
        """An expression for it."""
        return _WORD.join(map(_literal, self.literals)) + self.end


class Sweep:
    """Finds what lines are made of.

    Args:
        words: What rules look for, as it stands in a row.
        patterns: Expressions for what others look for.

    Attributes:
        known: The frames of rows that were learned, by the strings that tell of them.
    """

    def __init__(self, words: Iterable[bytes], patterns: Iterable[bytes] = ()) -> None:
        self.known: dict[bytes, Frame] = {}
        self._noted = [(_literal(word), NOTED[0]) for word in words] + [(each, SUSPECT[0]) for each in patterns]
        self._numbers: dict[_Joint, int] = {}
        self._heads: set[_Joint] = set()
        self._tails: set[_Joint] = set()
        self._end: _Joint | None = None  # how most rows end, which is not told: a text may hold the like of it
        self._scans: tuple[Scan, Scan] | None = None
        self._able = _has_hyperscan()

    def learn(self, frame: Frame) -> None:
        """Know rows like this one from here on, if their joints can be told from those of others."""
        joints = _joints(frame)
        end = self._end or (joints[-1] if joints[-1].literals[0].count(b'"') == 1 else None)
        new = [joint for joint in dict.fromkeys(joints) if joint not in self._numbers and joint != end]
        if not self._able or (new and not _are_distinct([*self._numbers, *new], end)):
            return
        if new or end != self._end or not {joints[-1]} <= self._tails:
            self._scans, self._end = None, end
        for joint in new:
            self._numbers[joint] = _FIRST + len(self._numbers)
        self._heads.add(joints[0])
        self._tails.add(joints[-1])
        self.known[bytes(self._numbers[joint] for joint in joints if joint != end)] = frame

    def look(self, block: bytes) -> Iterable[tuple[bytes, bytes]]:
        """Give every line of a block and the string that tells of it; nothing for one that is not made of joints."""
        if not self._heads or len(block) > _LARGE:
            return zip(_lines(block), repeat(b""), strict=False)
        self._scans = self._scans or self._prepare()
        rows, told = self._scans
        ends = rows(block)
        strings = bytes(told(block)).split(b"\n")
        if len(ends) == len(strings) - 1 and ends[-1:] == [len(block)]:
            return zip(map(block.__getitem__, map(slice, (0, *ends), ends)), strings, strict=False)
        return _told(block, strings, {*ends})

    def _prepare(self) -> tuple[Scan, Scan]:
        import hyperscan

        between = [joint for joint in self._numbers if joint not in self._heads and joint not in self._tails]
        more = b"(?:" + _TEXT + _any(between) + b")*" if between else b""
        row = b"^" + _any(self._heads) + more + _TEXT + _any(self._tails)
        joints = [(_literal(joint.literals[0]), number) for joint, number in self._numbers.items()]
        rows = _compiled([(row, 0)], hyperscan.HS_FLAG_MULTILINE)
        told = _compiled([*self._noted, *joints, (rb"\n", _LINE)], 0)
        return _scanning(rows, ends=True), _scanning(told, ends=False)


def _joints(frame: Frame) -> tuple[_Joint, ...]:
    """The joints of a row: they go on over names and ids, and end where a text begins."""
    joints: list[_Joint] = []
    literals: list[bytes] = []
    first = b""
    for piece, kind in zip(frame.pieces, frame.kinds, strict=False):
        literals.append(first + piece + b'"')
        if kind not in WORDS:
            joints.append(_Joint(tuple(literals)))
            literals = []
        first = b'"'
    literals.append(b'"' + frame.pieces[-1].removesuffix(b"\n"))
    return (*joints, _Joint(tuple(literals), _TOOLS if frame.tools else rb"\n"))


def _has_hyperscan() -> bool:
    try:
        import hyperscan  # noqa: F401
    except ImportError:
        return False
    return True


def _compiled(numbered: Sequence[tuple[bytes, int]], flags: int) -> Any:
    import hyperscan

    expressions, numbers = zip(*numbered, strict=True)
    every = [flags | hyperscan.HS_FLAG_DOTALL] * len(numbered)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=numbers, elements=len(numbered), flags=every)
    database.scratch = hyperscan.Scratch(database)
    return database


def _scanning(database: Any, *, ends: bool) -> Scan:
    """Make a function that lists the matches in a text: where they end, or their numbers."""
    found: list[int] = []
    append = found.append

    def note_end(_number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append(end)

    def note_number(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        append(number)

    note, scan = note_end if ends else note_number, database.scan

    def scan_in(text: bytes) -> list[int]:
        found.clear()
        scan(text, match_event_handler=note)
        return found

    return scan_in


def _told(block: bytes, strings: list[bytes], ends: set[int]) -> Iterator[tuple[bytes, bytes]]:
    end = 0
    for line, string in zip(_lines(block), strings, strict=False):
        end += len(line)
        yield line, string if end in ends else b""


def _lines(block: bytes) -> Iterable[bytes]:
    """The lines of a block; a single one is not copied."""
    return (block,) if block.find(b"\n") in (-1, len(block) - 1) else io.BytesIO(block)


def _any(joints: Iterable[_Joint]) -> bytes:
    return b"(?:" + b"|".join(joint.pattern for joint in joints) + b")"


def _literal(text: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in text)


def _are_distinct(told: list[_Joint], end: _Joint | None) -> bool:
    """Whether every joint that is told is found where it is, and nowhere else."""
    literals = [literal for joint in (*told, end) if joint for literal in joint.literals]
    return len(told) <= _MOST and not any(_is_lost(joint.literals[0], literals) for joint in told)


def _is_lost(needle: bytes, literals: list[bytes]) -> bool:
    """Whether the beginning of a joint could be found elsewhere: in a text, or within or across others."""
    if len(needle) > _LONGEST or not _PLAIN.fullmatch(needle) or literals.count(needle) > 1:
        return True
    return any(
        (needle != other and needle in other)
        or any(other.endswith(needle[:length]) for length in range(2, min(len(needle), len(other) + 1)))
        for other in literals
    )
