r"""Line ends that are written out: a backslash and an n where a new line was meant.

## Why
A text that went through JSON twice, or through `repr()`, shows `\n` in place of a new line. The model will write
backslashes to its users. Told of are texts with at least two, each after a word or a full stop; code, quoted strings and
formulas use them rightly.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "A rhyme?"}, {"role": "assistant", "content": "In the hall, a knight did shine,\\nBravest of his time,\\nOn his horse."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "A rhyme?"}, {"role": "assistant", "content": "In the hall, a knight did shine,\nBravest of his time,\nOn his horse."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "A new line in C?"}, {"role": "assistant", "content": "Write puts(\"Hello.\\nBye.\\n\") or $x \\neq 0,\\nu = 1$ or C:\\new.\\next"}]}
```

## Fix
Unsafe: write new lines in their place.

## Sources
- https://github.com/EricFillion/happy-transformer/issues/283 (2022-02-18, a model that learned to write \n)
- https://github.com/google-ai-edge/LiteRT-LM/issues/3329 (2026-08-22)
- ftdata 2026, seen in public data of role play and of questions about a passage
"""

import re
from collections.abc import Iterator

from ftdata.rules.answers import all_texts, prose, rewriting
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"
ONCE = True

_END = r"(?:\\r)?\\n"
_ENDS = rf"(?<=[\w.,;:!?)*%。，！？：])(?:{_END})+(?=[^a-z\s\\]|\s|\Z)"
_CODE = r"""[{}=<>$]|;(?:\\n|\n|\Z)|\w\(["']|["']\)|\\[a-mo-qs-z"']|\b[A-Z]:\\|\\n["'`]|["'`]\\n|\b(?:regex|printf|escape|newline|backslash)"""
_LEAST = 2
MARKS = (".\\n", ",\\n", ":\\n", "!\\n", "?\\n", "\\r\\n")


def check_row(row: Row) -> Iterator[Finding]:
    """Report a row with texts that have line ends written out."""
    texts = [(path, text) for path, text in all_texts(row) if _is_escaped(text)]
    if texts:
        fix = rewriting(row, "write new lines for \\n", texts, _unescaped)
        yield Finding(r"the text has \n written out where a new line is meant; write new lines", texts[0][0], fix)


def _is_escaped(text: str) -> bool:
    """Whether a text that is no code has line ends written out."""
    if not any(mark in text for mark in MARKS) or re.search(_CODE, text, re.IGNORECASE):
        return False
    return prose(text) == text and sum(match[0].count("\\n") for match in re.finditer(_ENDS, text)) >= _LEAST


def _unescaped(text: str) -> str:
    """Write new lines, none of them at an end of the text."""
    inner = re.sub(rf"\A(?:{_END})+|(?:{_END})+\Z", "", text)
    return re.sub(_END, "\n", inner)
