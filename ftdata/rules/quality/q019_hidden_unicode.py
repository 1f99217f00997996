r"""Characters that no reader sees but every model reads: tags, text direction, runs of variation selectors.

## Why
Unicode's tag characters spell out ASCII without showing anything, and so do runs of variation selectors: whole orders
can be hidden in a harmless sentence, and a model is trained on them. Direction controls show a text in another order
than it has. Flags such as that of Wales, and direction marks around Hebrew or Arabic letters, are right and not told of.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo\udb40\udc74\udb40\udc65\udb40\udc6c\udb40\udc6c."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "می‌رود 👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿"}, {"role": "assistant", "content": "He said \u2067שלום\u2069."}]}
```

## Fix
Unsafe: take out tags, direction controls and such runs.

## Sources
- https://www.unicode.org/reports/tr36/ (2014)
- https://trojansource.codes/ (2021)
- https://github.com/NVIDIA/garak/pull/397 (2024-01-15, orders hidden in tags)
"""

import re
from collections.abc import Iterator

from ftdata.rules.answers import all_texts, rewriting
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"

_SPELT = " aeiot"
_TAGS = (*(chr(0xE0000 + ord(char)) for char in _SPELT), "\U000e0001", "\U000e007f")
_SELECTORS = tuple(chr(0xE0100 + ord(char) - 16) for char in _SPELT)
_DIRECTIONS = tuple("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MARKS = (*_TAGS, *_SELECTORS, *_DIRECTIONS)
"""Tags and selectors that spell a space or a common letter, and all direction controls."""

_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f"
_HIDDEN = "[\U000e0000-\U000e007f]"
_RUN = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}"
_DIRECTION = "[\u202a-\u202e\u2066-\u2069]"
_OVERRIDE = "[\u202d\u202e]"
_LEFTWARDS = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"


def check_row(row: Row) -> Iterator[Finding]:
    """Report a row with texts that hide something."""
    texts = [(path, text) for path, text in all_texts(row) if _hides(text)]
    if texts:
        path, text = texts[0]
        fix = rewriting(row, "take out hidden characters", texts, _shown)
        yield Finding(
            f"the text holds {_hides(text)}, which nobody sees; find out where it comes from, and take it out",
            path,
            fix,
        )


def _hides(text: str) -> str:
    """Say what a text hides; nothing when it hides nothing."""
    if text.isascii():
        return ""
    bare = re.sub(_FLAG, "", text)
    if any(mark in bare for mark in _TAGS):
        number = len(re.findall(_HIDDEN, bare))
        return f"{number} tag character{'s' * (number != 1)}"
    if any(mark in text for mark in _SELECTORS) and re.search(_RUN, text):
        return "runs of variation selectors"
    if re.search(_OVERRIDE, text) or (re.search(_DIRECTION, text) and not re.search(_LEFTWARDS, text)):
        return "controls of text direction"
    return ""


def _shown(text: str) -> str:
    """Take out what is hidden, and leave flags alone."""
    parts = re.split(f"({_FLAG})", text)
    parts[::2] = [re.sub(f"{_HIDDEN}|{_RUN}", "", part) for part in parts[::2]]
    plain = "".join(parts)
    leave = re.search(_LEFTWARDS, plain) and not re.search(_OVERRIDE, plain)
    return plain if leave else re.sub(_DIRECTION, "", plain)
