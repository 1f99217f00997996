r"""Characters without width: zero-width spaces, byte-order marks and word joiners inside a text.

## Why
They come from web pages and editors, are seen by nobody, and cut a word into other tokens than it has elsewhere. Thai,
Khmer and other scripts without spaces use the zero-width space rightly, and joiners within words are never told of.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Os\u200blo\ufeff"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "สวัสดี\u200bครับ"}, {"role": "assistant", "content": "می‌رود"}]}
```

## Fix
Unsafe: take them out.

## Sources
- https://www.unicode.org/reports/tr36/ (2014)
- ftdata 2026, byte-order marks seen in passages of an encyclopedia
"""

import re
from collections.abc import Iterator

from ftdata.rules.answers import all_texts, rewriting
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "info"
SEES = "texts"
ONCE = True

_WIDTHLESS = "\u200b\u2060\ufeff"
MARKS = tuple(_WIDTHLESS)
_UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1900-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"


def check_row(row: Row) -> Iterator[Finding]:
    """Report a row with texts that hold one, unless they are in a script without spaces."""
    texts = [(path, text) for path, text in all_texts(row) if _holds(text)]
    if texts:
        path, text = texts[0]
        code = next(f"U+{ord(char):04X}" for char in text if char in _WIDTHLESS)
        fix = rewriting(row, "take out characters without width", texts, _plain)
        yield Finding(f"the text holds a character without width ({code}); take it out", path, fix)


def _holds(text: str) -> bool:
    return not text.isascii() and any(char in text for char in _WIDTHLESS) and not re.search(_UNSPACED, text)


def _plain(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _WIDTHLESS)))
