r"""Answers that stop in the middle: of a code block, or of a sentence.

## Why
An answer that was cut at the limit of the generator that wrote it teaches the model to stop just like that. Told of are
answers whose last code block is not closed, and long ones, of 400 characters or more, that end in a comma or in a word
that no sentence ends with, such as "the" or "und". Few other ends are sure signs, so others are not seen: a block may
begin or end beside other text in its line, and a bare fence with prose after it ends what an earlier message began.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Print 1 in Python"}, {"role": "assistant", "content": "So:\n```python\nprint(1"}]}
{"messages": [{"role": "user", "content": "Print 2 in Python"}, {"role": "assistant", "content": "So:\n```python\nprint(2)\n```"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Print 2 in Python"}, {"role": "assistant", "content": "So:\n```python\nprint(2)\n```"}]}
{"messages": [{"role": "user", "content": "And 3?"}, {"role": "assistant", "content": "Not so:\n````md\n```python\n````"}]}
{"messages": [{"role": "user", "content": "And 4?"}, {"role": "assistant", "content": "Like this: ```python\nprint(4)\n```\nThat is all."}]}
```

## Fix
None: write the answers to their end, or leave the rows out. Where they were generated, look for those that ended
because of a limit (finish_reason length).

## Sources
- https://github.com/vllm-project/speculators/pull/835 (2026-07-21, 35 % of the answers written for a data set were cut)
- https://github.com/garrytan/gbrain/issues/3883 (2026-08-08)
- ftdata 2026, what counts as a sure sign
"""

import re
from collections.abc import Iterator

from ftdata.rules.answers import answer
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "sample"

_LONG = 400
_FENCE = r"^[ >\t]*(?:[-*] +|\d+\. +)?(?P<marks>`{3,}|~{3,})"
_STOPS = ".!?。！？"
_FENCES = (_FENCE, r"(?:^|[^`])(?P<marks>`{3,}|~{3,})(?!`)")
_WORDS = (
    "the an and or of to in with for from that which by is are as at its their der die das und oder von zu mit für dass "
    "ein eine einen le la les des et ou du de que qui avec pour un une el los las en con por il di che и в на с что для от "
    "os da do em com para"
)


class Fold:
    """Counts the answers that are cut off, in a code block or in a sentence."""

    def __init__(self, _: Destination) -> None:
        self._rows = 0
        self._code = Sightings()
        self._sentence = Sightings()

    def add(self, row: Row) -> None:
        """Look at the end of the answer of the next row."""
        text = answer(row)
        if text is None:
            return
        self._rows += 1
        if _is_open(text):
            self._code.add(row.record.location)
        elif _goes_on(text):
            self._sentence.add(row.record.location)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._code.merge(later._code, lines, rows)  # noqa: SLF001
        self._sentence.merge(later._sentence, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report both kinds, each once."""
        for seen, said in ((self._code, "a code block"), (self._sentence, "a sentence")):
            if seen.rows:
                yield Finding(
                    f"{seen.have(self._rows)} an answer that stops in the middle of {said}, as if it was cut off; "
                    "write it to its end",
                    location=seen.first,
                )


def _is_open(text: str) -> bool:
    """Whether the last code block is never closed, neither at the beginning of a line nor within one."""
    if "```" not in text and "~~~" not in text:
        return False
    begun = [_left_open(text, fences) for fences in _FENCES]
    return all(begun) and not _is_prose(begun[0])


def _left_open(text: str, fences: str) -> str:
    """What follows the last fence, if that opens a block. A longer fence may hold shorter ones."""
    opened = None
    for fence in re.finditer(fences, text, re.MULTILINE):
        if opened is None:
            opened = fence
        elif fence["marks"].startswith(opened["marks"]):
            opened = None
    return "" if opened is None else text[opened.end() :].rstrip()


def _is_prose(begun: str) -> bool:
    """Whether a bare fence has prose after it: it ends a block that an earlier message began."""
    return begun.lstrip(" \t\r")[0] == "\n" and begun[-1] in _STOPS


def _goes_on(text: str) -> bool:
    """Whether a long text ends as no sentence does."""
    if len(text) < _LONG or text[-1].isspace():
        return False
    return text[-1] in ",，、" or text[-80:].rsplit(None, 1)[-1] in _WORDS.split()
