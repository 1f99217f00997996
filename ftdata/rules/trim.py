"""Making a row shorter: the oldest turns of its context go, and where that does not do, the start of the oldest text.

What stays: instructions, the last question with everything after it, and so every answer to it. Turns go in whole
exchanges, from a question up to the next one, so no call is parted from its result.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ftdata.rules.row import Row, Turn
from ftdata.types import Edit, Fix, RemoveKey, SetValue

if TYPE_CHECKING:
    from ftdata.tokenizers import Count, Meter

_KEPT = ("system", "developer")
_ROOM = 0.95
_LEAST = 16
"""Tokens of a text that have to be left when its start is cut off."""


def trimmed(row: Row, counted: "Count", meter: "Meter", most: int) -> Fix | None:
    """Make the fix that brings a row below a limit; None where context alone cannot be shortened enough.

    Args:
        row: The row.
        counted: Its tokens.
        meter: What counted them.
        most: The limit; some room is left below it where that can be.
    """
    return _trimmed(row, counted, meter, int(most * _ROOM)) or _trimmed(row, counted, meter, most)


def _trimmed(row: Row, counted: "Count", meter: "Meter", most: int) -> Fix | None:
    excess = counted.longest - most
    if row.destination.format == "prompt-completion":
        return _prompt(row, meter, excess)
    if not row.sound or row.value.get("functions"):
        return None
    turns = list(row.conversation)
    tokens = [each.tokens for each in counted.messages[: len(turns)]]
    gone: list[int] = []
    for group in _old_exchanges(turns):
        if excess <= 0:
            break
        gone += group
        excess -= sum(tokens[number] for number in group)
    edits, said = _without(turns, gone, tokens)
    if excess > 0:
        oldest = next((turn for turn in turns if turn.role == "user" and turn.index not in gone), None)
        text = oldest.message.get("content") if oldest else None
        left = _end_of(text, meter.text, excess) if isinstance(text, str) else None
        if oldest is None or left is None:
            return None
        edits = [SetValue((*oldest.path, "content"), left), *edits]
        said.append(f"the first {len(str(text)) - len(left):,} characters of message {oldest.index}")
    return Fix(f"leave out {' and '.join(said)}", False, tuple(edits)) if edits else None


def _old_exchanges(turns: Sequence[Turn]) -> list[list[int]]:
    """Numbers of the turns before the last question, oldest first, an exchange a list."""
    groups: list[list[int]] = []
    before = ""
    for number, turn in enumerate(turns):
        role = turn.role or ""
        if role in _KEPT:
            continue
        if not groups or (role == "user" and before != "user"):
            groups.append([])
        groups[-1].append(number)
        before = role
    return groups[:-1]


def _without(turns: Sequence[Turn], gone: list[int], tokens: Sequence[int]) -> tuple[list[Edit], list[str]]:
    edits: list[Edit] = [RemoveKey(turns[number].path) for number in reversed(gone)]
    total = sum(tokens[number] for number in gone)
    answers = sum(turns[number].role == "assistant" for number in gone)
    said = f"the {len(gone)} oldest messages ({total:,} tokens; {answers} of them answers)" if gone else ""
    return edits, [said] if said else []


def _prompt(row: Row, meter: "Meter", excess: int) -> Fix | None:
    text = row.value.get("prompt")
    left = _end_of(text, meter.text, excess) if isinstance(text, str) else None
    if left is None:
        return None
    title = f"leave out the first {len(str(text)) - len(left):,} characters of the prompt"
    return Fix(title, False, (SetValue(("prompt",), left),))


def _end_of(text: str, count: Callable[[str], int], excess: int) -> str | None:
    """The end of a text that has so many tokens less, from the beginning of a word on; None where little is left."""
    allowed = count(text) - excess
    if allowed < _LEAST:
        return None
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if count(text[middle:]) <= allowed else (middle + 1, high)
    space = text.find(" ", low, low + 200)
    left = text[space + 1 if space >= 0 else low :]
    return left if left.strip() and count(left) <= allowed else None
