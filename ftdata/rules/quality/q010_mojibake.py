r"""Text that was read in another encoding than it was written in.

## Why
UTF-8 that was read as Windows-1252 or Mac Roman shows fiancÃ© for fiancé and donâ€™t for don’t; the model learns to write
so. A replacement character (U+FFFD) stands where a letter was lost for good. Editors, Excel and scraped pages are the
usual source.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Translate: the café"}, {"role": "assistant", "content": "le cafÃ© dâ€™Oslo"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Translate: the café"}, {"role": "assistant", "content": "le café d’Oslo"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Translate: the café"}, {"role": "assistant", "content": "le caf� d'Oslo"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "São Paulo, NÃO! Ângela… √2 × π"}, {"role": "assistant", "content": "l’été à Orléans « déjà »"}]}
```

## Fix
Unsafe: write the text as it was, where that can be told beyond doubt (by ftfy) and nothing else changes. A lost letter
has to be written by hand.

## Sources
- https://ftfy.readthedocs.io/en/latest/heuristic.html (read 2026-11-25, version 6.3)
- https://github.com/EleutherAI/the-pile/issues/102 (2023-01-19, a model writes what it read)
"""

from collections.abc import Iterator

from ftdata.rules import garbled
from ftdata.rules.answers import all_texts, mentions, rewriting
from ftdata.rules.garbled import mended
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Path

SEVERITY = "warning"
SEES = "texts"
ONCE = True
COST = "it looks at every letter of every text that is not ASCII; plain English costs nothing"

_LOST = "\N{REPLACEMENT CHARACTER}"
MARKS = (_LOST, *garbled.MARKS)
"""What common letters of many languages turn into, and the character that stands for a lost one."""

_ABOUT = r"unicode|u\+fffd|replacement character|mojibake|encoding|utf-?8"
_NEAR = 12


def check_row(row: Row) -> Iterator[Finding]:
    """Report the texts of a row that hold garbled letters, else those that hold lost ones."""
    wrong = {path: (text, plain) for path, text in all_texts(row) if (plain := mended(text)) is not None}
    lost = [(path, text) for path, text in all_texts(row) if _LOST in text] if not wrong else []
    if not (wrong or lost) or mentions(row, _ABOUT):
        return
    if wrong:
        yield _finding(row, wrong)
    else:
        path, text = lost[0]
        said = shown(_near(text, text.index(_LOST)))
        yield Finding(f"a letter is lost in {said}; write the text anew from where it was right", path)


def _finding(row: Row, wrong: dict[Path, tuple[str, str]]) -> Finding:
    path, (text, plain) = next(iter(wrong.items()))
    texts = [(path, text) for path, (text, _) in wrong.items()]
    fix = rewriting(row, "write garbled letters as they were", texts, lambda text: mended(text) or text)
    place = next((number for number, (old, new) in enumerate(zip(text, plain, strict=False)) if old != new), 0)
    was = f", which was {shown(_near(plain, place))}" if plain != text else ""
    return Finding(
        f"the text was read in the wrong encoding: {shown(_near(text, place))}{was}; read it as UTF-8", path, fix
    )


def _near(text: str, place: int) -> str:
    return text[max(place - _NEAR, 0) : place + _NEAR]
