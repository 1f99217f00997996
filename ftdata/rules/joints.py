"""What stands between the texts of a row, and how it is told from the texts themselves."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ftdata.rules.automata import literal
from ftdata.rules.frame import WORDS, Frame

_MOST = 240
"""Joints that are told apart."""

_LONGEST = 400
"""Bytes of a joint."""

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
TEXT = _BLANK + b"*" + _VISIBLE + _LETTER + b"*"
"""A text that is surely not blank."""
_TOOLS = rb"\[[^\n]*\n"
_WORD = rb"[!#-\[\]-~]+"
"""A name or an id."""

_PLAIN = re.compile(rb'"?[^"\\]*+"\w[^\\]*+')
"""A text cannot end at the second quote of a joint, nor at the first of a head, because a word begins there."""


class Joint(NamedTuple):
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
        return _WORD.join(map(literal, self.literals)) + self.end


def joints_of(frame: Frame) -> tuple[Joint, ...]:
    """The joints of a row: they go on over names and ids, and end where a text begins."""
    found: list[Joint] = []
    literals: list[bytes] = []
    first = b""
    for piece, kind in zip(frame.pieces, frame.kinds, strict=False):
        literals.append(first + piece + b'"')
        if kind not in WORDS:
            found.append(Joint(tuple(literals)))
            literals = []
        first = b'"'
    literals.append(b'"' + frame.pieces[-1].removesuffix(b"\n"))
    return (*found, Joint(tuple(literals), _TOOLS if frame.tools else rb"\n"))


def any_of(joints: Iterable[Joint]) -> bytes:
    """An expression for one of them."""
    return b"(?:" + b"|".join(joint.pattern for joint in joints) + b")"


def are_distinct(told: list[Joint], end: Joint | None) -> bool:
    """Whether every joint that is told is found where it is, and nowhere else."""
    literals = [each for joint in (*told, end) if joint for each in joint.literals]
    return len(told) <= _MOST and not any(_is_lost(joint.literals[0], literals) for joint in told)


def shared_beginning(joints: Sequence[Joint]) -> bytes:
    """How the first literals of all these joints begin."""
    literals = [joint.literals[0] for joint in joints]
    first, last = min(literals), max(literals)
    ends = (place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1])
    return first[: next(ends, len(first))]


def is_found(needle: bytes, within: Iterable[Joint], beside: Iterable[Joint]) -> bool:
    """Whether something stands once in each of some joints, at its beginning, and nowhere else in a row of them."""
    others = [each for joint in beside for each in joint.literals]
    own = [each for joint in within for each in joint.literals]
    return not _is_lost(needle, [*others, *(each.removeprefix(needle) for each in own)])


def _is_lost(needle: bytes, literals: list[bytes]) -> bool:
    """Whether the beginning of a joint could be found elsewhere: in a text, or within or across others."""
    if len(needle) > _LONGEST or not _PLAIN.fullmatch(needle) or literals.count(needle) > 1:
        return True
    return any(
        (needle != other and needle in other)
        or any(other.endswith(needle[:length]) for length in range(2, min(len(needle), len(other) + 1)))
        for other in literals
    )
