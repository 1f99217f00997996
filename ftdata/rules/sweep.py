"""Knowing the rows of a block of lines, all of them by one search.

Rows that were judged leave their *joints*: what stands between two texts, with the quotes that end the one and begin
the other. An automaton made of all joints tells which lines are nothing but joints with sound texts between them, valid
JSON in valid UTF-8 to the byte. A second one tells whether a word stands in a line that some rule looks for, and which
joints the line has, in order; where rows are a chain (``chain.py``), the joints need only be counted. So a line is
known by one short string. All this needs hyperscan.

A text in such a line holds no quote but escaped ones, so a joint is found where one is, and nowhere else;
``joints.py`` refuses the few for which this would not follow.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

from stringzilla import count

from ftdata.rules.automata import compiled, has_hyperscan, is_public, literal
from ftdata.rules.chain import Chain, chain_of
from ftdata.rules.frame import Frame
from ftdata.rules.joints import TEXT, Joint, any_of, are_distinct, joints_of

NOTED, SUSPECT = b"\x01", b"\x02"
"""Stand in the string of a line for a word and for a pattern that a rule looks for."""

_LINE = 10
_FIRST = 11

_LARGE = 1 << 20
"""Bytes of a block that holds a very long line."""

Look = Callable[[bytes], Iterable[tuple[bytes, bytes]]]
"""Gives every line of a block and the string that tells of it."""


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
        self._noted = [(literal(word), NOTED[0]) for word in words] + [(each, SUSPECT[0]) for each in patterns]
        self._numbers: dict[Joint, int] = {}
        self._rows: dict[bytes, tuple[Joint, ...]] = {}
        self._end: Joint | None = None  # how most rows end, which is not told: a text may hold the like of it
        self._look: Look | None = None
        self._able = has_hyperscan()

    def learn(self, frame: Frame) -> None:
        """Know rows like this one from here on, if their joints can be told from those of others."""
        joints = joints_of(frame)
        end = self._end or (joints[-1] if joints[-1].literals[0].count(b'"') == 1 else None)
        new = [joint for joint in dict.fromkeys(joints) if joint not in self._numbers and joint != end]
        if not self._able or (new and not are_distinct([*self._numbers, *new], end)):
            return
        self._end = end
        for joint in new:
            self._numbers[joint] = _FIRST + len(self._numbers)
        string = bytes(self._numbers[joint] for joint in joints if joint != end)
        self.known[string] = frame
        if string not in self._rows:
            self._rows[string] = joints
            self._look = None

    def look(self, block: bytes) -> Iterable[tuple[bytes, bytes]]:
        """Give every line of a block and the string that tells of it; nothing for one that is not made of joints."""
        if not self._rows or len(block) > _LARGE:
            return zip(_lines(block), repeat(b""), strict=False)
        self._look = self._look or self._prepare()
        return self._look(block)

    def _prepare(self) -> Look:
        """Make what looks at blocks."""
        import hyperscan

        chain = chain_of(self._rows) if self._noted else None
        flags = hyperscan.HS_FLAG_DOTALL
        keep = all(is_public(joint.literals) for joints in self._rows.values() for joint in joints)
        pattern = chain.pattern if chain else self._pattern()
        rows = compiled([(pattern, 0)], flags | hyperscan.HS_FLAG_MULTILINE, keep=keep)
        if chain:
            return _counting(rows, compiled(self._noted, flags), chain)
        joints = [(literal(joint.literals[0]), number) for joint, number in self._numbers.items()]
        return _telling(rows, compiled([*self._noted, *joints, (rb"\n", _LINE)], flags, keep=keep))

    def _pattern(self) -> bytes:
        """An expression for a line made of any of the joints."""
        heads = {joints[0] for joints in self._rows.values()}
        tails = {joints[-1] for joints in self._rows.values()}
        between = [joint for joint in self._numbers if joint not in heads and joint not in tails]
        more = b"(?:" + TEXT + any_of(between) + b")*" if between else b""
        return b"^" + any_of(sorted(heads)) + more + TEXT + any_of(sorted(tails))


def _telling(rows: Any, told: Any) -> Look:
    """Look at blocks by an automaton for rows and one that tells of every joint."""
    ends_in, numbers_in = _scanning(rows, _END), _scanning(told, _NUMBER)

    def look(block: bytes) -> Iterable[tuple[bytes, bytes]]:
        ends = ends_in(block)
        strings = bytes(numbers_in(block)).split(b"\n")
        if len(ends) == len(strings) - 1 and ends[-1:] == [len(block)]:
            return zip(_cut(block, ends), strings, strict=False)
        return _told(block, strings, {*ends})

    return look


def _told(block: bytes, strings: list[bytes], ends: set[int]) -> Iterator[tuple[bytes, bytes]]:
    end = 0
    for line, string in zip(_lines(block), strings, strict=False):
        end += len(line)
        yield line, string if end in ends else b""


def _counting(rows: Any, noted: Any, chain: Chain) -> Look:
    """Look at blocks by an automaton for the rows of a chain and one for the words that rules look for."""
    ends_in, notes_in, tell = _scanning(rows, _END), _scanning(noted, _BOTH), chain.tell

    def look(block: bytes) -> Iterable[tuple[bytes, bytes]]:
        ends, notes = ends_in(block), notes_in(block)
        if len(ends) == count(block, b"\n") and ends[-1:] == [len(block)]:
            found: Iterable[tuple[bytes, bytes]] = ((row, tell(row)) for row in _cut(block, ends))
        else:
            found = _some(block, {*ends}, chain)
        return _with_notes(found, sorted(notes)) if notes else found

    return look


def _some(block: bytes, ends: set[int], chain: Chain) -> Iterator[tuple[bytes, bytes]]:
    """Tell of the rows of a chain among other lines."""
    end = 0
    for line in _lines(block):
        end += len(line)
        yield line, chain.tell(line) if end in ends else b""


def _with_notes(found: Iterable[tuple[bytes, bytes]], notes: list[tuple[int, int]]) -> Iterator[tuple[bytes, bytes]]:
    """Add to what is told of lines what rules look for there; a note is where it ends in the block, and its number."""
    end = at = 0
    for line, string in found:
        end += len(line)
        first = at
        while at < len(notes) and notes[at][0] <= end:
            at += 1
        yield line, string + bytes({number for _, number in notes[first:at]}) if string and at > first else string


_NUMBER, _END, _BOTH = range(3)


def _scanning(database: Any, part: int) -> Callable[[bytes], list[Any]]:
    """Make a function that lists the matches in a text: their numbers, where they end, or both, the end first."""
    found: list[Any] = []
    append = found.append

    def note_number(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        append(number)

    def note_end(_number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append(end)

    def note_both(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append((end, number))

    note, scan = (note_number, note_end, note_both)[part], database.scan

    def scan_in(text: bytes) -> list[Any]:
        found.clear()
        scan(text, match_event_handler=note)
        return found

    return scan_in


def _cut(block: bytes, ends: list[int]) -> Iterator[bytes]:
    return map(block.__getitem__, map(slice, (0, *ends), ends))


def _lines(block: bytes) -> Iterable[bytes]:
    """The lines of a block; a single one is not copied."""
    return (block,) if block.find(b"\n") in (-1, len(block) - 1) else io.BytesIO(block)
