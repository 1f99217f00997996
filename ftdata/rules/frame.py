"""What stands around the texts of a row: rows with the same frame differ in nothing but their texts, names and ids."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from stringzilla import find

from ftdata.rules.glance import Called, Glance, glance
from ftdata.rules.identity import talk_frame
from ftdata.rules.spelling import frame_of, is_usual

Look = Callable[[bytes], Glance | None]
"""Looks at a row of a file; where its rows are converted, at what becomes of it."""

WORDS = "inr"
"""Kinds of slots that hold a name or an id and no text."""


class Frame(NamedTuple):
    """A row with holes in it.

    Attributes:
        shape: Its shape.
        keys: Its top-level keys.
        pieces: What stands before, between and after its slots, ``"tools": `` at the end where tools follow.
        joints: Those between, with the quotes around them.
        kinds: A letter for each slot, as in ``Glance``.
        answers: For each slot of kind ``r``, its number and that of the id that stands there too.
        talks: Whether there is nothing to it but messages with a role and a text.
        usual: Whether, moreover, its identity is made of the row as it stands.
        tools: Whether tool definitions follow.
    """

    shape: tuple[str, ...]
    keys: tuple[str, ...]
    pieces: tuple[bytes, ...]
    joints: tuple[bytes, ...]
    kinds: str
    answers: tuple[tuple[int, int], ...]
    talks: bool
    usual: bool
    tools: bool

    def cut(self, row: bytes) -> list[bytes]:
        """Cut what is in the slots out of a row that has this frame; the tools come last."""
        found = []
        start = len(self.pieces[0])
        for joint in self.joints:
            end = find(row, joint, start) + 1
            found.append(row[start:end])
            start = end + len(joint) - 2
        last = self.pieces[-1]
        if not self.tools:
            return [*found, row[start : -len(last)]]
        end = find(row, b'"' + last, start) + 1
        return [*found, row[start:end], row[end + len(last) :].removesuffix(b"}\n")]

    def calls(self, slots: list[bytes]) -> Iterator[Called]:
        """The calls among what is in the slots."""
        for number, kind in enumerate(self.kinds):
            if kind == "i":
                yield Called(*slots[number : number + 3])


def frame(row: bytes, seen: Glance, look: Look = glance) -> Frame | None:
    """Make the frame of a row; None where it cannot be told to the byte what its slots are.

    Args:
        row: Its text, without a line end.
        seen: What a look at it told.
        look: How it was looked at.
    """
    pieces = frame_of(row, seen.parts if seen.tools is None else [*seen.parts, seen.tools])[::2]
    if len(pieces) < 2 or not is_usual(row):
        return None
    if seen.tools is not None and pieces.pop() != b"}\n":
        return None
    answers = tuple(_answers(seen))
    made = Frame(
        seen.shape,
        seen.keys,
        tuple(pieces),
        tuple(b'"' + piece + b'"' for piece in pieces[1:-1]),
        seen.kinds,
        answers,
        seen.only_talks,
        seen.only_talks and pieces == talk_frame(seen.shape)[::2],
        seen.tools is not None,
    )
    return made if len(answers) == seen.kinds.count("r") and _fits(made, seen, look) else None


def _answers(seen: Glance) -> Iterator[tuple[int, int]]:
    """Pair every id that an answer names with the call that it stands in first."""
    ids = {part: number for number, (part, kind) in enumerate(zip(seen.parts, seen.kinds, strict=True)) if kind == "i"}
    for number, (part, kind) in enumerate(zip(seen.parts, seen.kinds, strict=True)):
        if kind == "r" and part in ids:
            yield number, ids[part]


def _fits(made: Frame, seen: Glance, look: Look) -> bool:
    """Whether the slots are where they seem to be: what is put there is what a look at the row finds."""
    parts = [b'"@%d@"' % number for number in range(len(seen.parts))]
    for number, asked in made.answers:
        parts[number] = parts[asked]
    row = b"".join(piece + part for piece, part in zip(made.pieces, [*parts, seen.tools or b""], strict=False))
    probe = look(row + b"}\n" if made.tools else row)
    return probe is not None and probe.shape == seen.shape and probe.parts == parts and probe.tools == seen.tools
