r"""Answers with remains of HTML: entities such as `&nbsp;`, and `<br>`, in prose.

## Why
Pages that were scraped leave their entities behind, and the model writes them to users who see them as they are. Only
answers are looked at: what users send may well hold entities later, too. Texts with code or tags, and rows that speak of
HTML, are not judged.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Who wrote it?"}, {"role": "assistant", "content": "Simon &amp; Schuster say that it is &quot;by nobody&quot;.<br>Perhaps."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Who wrote it?"}, {"role": "assistant", "content": "Simon & Schuster say that it is \"by nobody\".\nPerhaps."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "How do I write & in HTML?"}, {"role": "assistant", "content": "Write &amp; in its place."}]}
{"messages": [{"role": "user", "content": "A table?"}, {"role": "assistant", "content": "| one<br>two | three |"}]}
```

## Fix
Unsafe: write the characters that the entities stand for, and new lines. None where a tag would come of it.

## Sources
- https://github.com/argosopentech/argos-translate/issues/39 (2021-02-18, a model that writes entities)
- ftdata 2026, seen in public medical data
"""

import re
from collections.abc import Iterator

from ftdata.rules.answers import learned_texts, mentions, rewriting
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"
MARKS = ("&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#", "&apos;", "<br", "<BR")
ONCE = True

_ENTITY = r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{2,4}|#x[0-9a-fA-F]{2,4});"
_BREAK = r"<(?:br|BR) ?/?>"
_SPACE = rf"{_BREAK}|&nbsp;|&#160;"
_TAG = r"</?[a-z][^<>\n]*>|<[!?|]"
_ABOUT = r"html|xml|entit|\bweb ?(?:page|site)|\bcss\b|javascript|markdown|escap|encod|\burl\b|https?://\S*&"


def check_row(row: Row) -> Iterator[Finding]:
    """Report a row with answers that hold remains in prose."""
    texts = [(path, text) for path, text in learned_texts(row) if _remains(text)]
    if texts and not mentions(row, _ABOUT):
        path, text = texts[0]
        fix = rewriting(row, "write what the entities stand for", texts, _plain)
        yield Finding(f"the answer holds {shown(_remains(text))}, which is left of a page; write plain text", path, fix)


def _remains(text: str) -> str:
    """The first entity or line break of a text without code, tables and tags; nothing where there is none."""
    found = re.search(f"{_ENTITY}|{_BREAK}", text)
    if found is None or "`" in text or re.search(r"^\s*\|", text, re.MULTILINE):
        return ""
    rest = re.sub(_BREAK, "", text)
    return "" if re.search(_TAG, rest, re.IGNORECASE) else found[0]


def _plain(text: str) -> str:
    """Write what stands for characters as these, but no tags, and no white space at an end of the text."""
    from html import unescape

    inner = re.sub(rf"\A(?:{_SPACE})+|(?:{_SPACE})+\Z", "", text)
    lines = re.sub(_BREAK, "\n", inner)
    plain = re.sub(_ENTITY, lambda match: unescape(match[0]).replace("\xa0", " "), lines)
    return text if re.search(f"{_TAG}|{_ENTITY}", plain, re.IGNORECASE) else plain
