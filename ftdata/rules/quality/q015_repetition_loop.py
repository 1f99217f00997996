r"""An answer that ends in a loop: the same words again and again, as a model writes that does not come to an end.

## Why
A generator that fell into a loop goes on until it is cut off. A model tuned on a few such answers falls into loops
itself. Told of is a last answer that ends in six repetitions or more of something with a letter in it, over 400 bytes or
more.

## Examples
```jsonl bad times=450
{"messages": [{"role": "user", "content": "Are you scared?"}, {"role": "assistant", "content": "Noo…"}]}
```
```jsonl good times=450
{"messages": [{"role": "user", "content": "Draw a line"}, {"role": "assistant", "content": "Here it is: -…"}]}
```

## Fix
None: cut the answer where it begins to repeat itself, or leave the row out.

## Sources
- https://github.com/unslothai/unsloth/issues/1275 (2024-11-11)
- https://github.com/anthropics/claude-code/issues/82803 (2026-07-31, a loop to the end of what may be written)
- https://github.com/allenai/open-instruct/blob/24d5691/scripts/data/filtering_and_updates/filter_ngram_repetitions.py (seen 2026-11-25)
"""

import re
from collections.abc import Iterator

from stringzilla import count, find

from ftdata.jsontext import dumps
from ftdata.rules.answers import answer, learned_turns
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "bytes"
PATTERN = rb'"tools":'

_TIMES = 6
_LEAST = 400
_LONGEST = 680
"""Bytes of what is repeated, at most."""

_AFTER = 128
"""Bytes that may stand between the end of an answer and the end of its row, or the row's tools."""

_PIECE = 24
_OFTEN = 4
"""How often a piece this far from the end stands in a row that ends in a loop, at least."""

_FROM, _TO = -_AFTER - _PIECE, -_AFTER
_BACK = _FROM - _OFTEN * _LONGEST

_QUOTE = rb'[^\\]"'
"""What no piece of a text holds: a quote that is not escaped."""


def suspect(raw: bytes) -> bool:
    """Whether a piece near the end of the last message stands in the row so often that it may be part of a loop."""
    if otherwise(raw):
        return True
    tools = find(raw, b'"tools":')
    return tools > _LEAST and otherwise(raw[:tools])


def otherwise(raw: bytes) -> bool:
    """The same for a row without tools."""
    if len(raw) < _LEAST:
        return False
    piece = raw[_FROM:_TO]
    returns = find(raw, piece, _FROM - _LONGEST, _TO - 1) >= 0
    return returns and count(raw, piece, _BACK) >= _OFTEN and not re.search(_QUOTE, piece)


def check_row(row: Row) -> Iterator[Finding]:
    """Look at the end of the last message, where it is an answer that is learned."""
    text = answer(row)
    if text is None or len(text) < _LEAST // 4:
        return
    unit = _unit(dumps(text)[1:-1])
    if unit and any(char.isalpha() for char in text[-unit:]):
        turns = learned_turns(row)
        if not turns or turns[-1].index == len(row.lists[turns[-1].path[:-1]]) - 1:
            where = (*turns[-1].path, "content") if turns else ("completion",)
            yield Finding(
                f"the answer ends in a loop of {shown(text[-unit:])}; cut it off, or leave the row out", where
            )


def _unit(literal: bytes) -> int | None:
    """How many bytes it takes until a text repeats itself, to its end and often enough."""
    piece = literal[-_PIECE:]
    place = len(literal) - _PIECE
    while (place := literal.rfind(piece, max(len(literal) - _PIECE - _LONGEST, 0), place + _PIECE - 1)) >= 0:
        unit = len(literal) - _PIECE - place
        length = max(_LEAST, unit * _TIMES)
        if length <= len(literal) and literal[-length:-unit] == literal[unit - length :]:
            return unit
    return None
