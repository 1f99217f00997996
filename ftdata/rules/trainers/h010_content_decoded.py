r"""Contents that are text in some messages and lists in others, which the loader mixes up.

## Why
`datasets` gives a column one type. Where `content` is text here and a list of parts there, it makes the column JSON, and
decodes every text that happens to read as JSON: an answer `5` becomes a number, `007` becomes 7, `null` nothing at
all. Where the lists come after the first ten megabytes, they are turned into text instead. Nothing is said of either.

## Examples
```jsonl bad target=huggingface
{"messages": [{"role": "user", "content": [{"type": "text", "text": "Which agent?"}]}, {"role": "assistant", "content": "007"}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "user", "content": [{"type": "text", "text": "Which agent?"}]}, {"role": "assistant", "content": [{"type": "text", "text": "007"}]}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "user", "content": "Which agent?"}, {"role": "assistant", "content": "007"}]}
```

## Fix
None in the file: write all contents as text or all as parts, or load the file with explicit features
(`ftdata prepare --huggingface` writes them).

## Sources
- https://github.com/huggingface/datasets/blob/5.2.0/src/datasets/features/features.py, Json (2026-11-23), and a run
"""

import re
from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Location

SEVERITY = "error"
SEES = "parts"
ASKS = ("mixed_content",)

_JSON = re.compile(r'\s*(?:[\[{"]|-?\d|-?\Z|null|true|false|NaN|-?Infinity)')


class Fold:
    """Notes where the first list of parts and the first text that reads as JSON are; merges in order."""

    def __init__(self, destination: Destination) -> None:
        self._asked = destination.fact("mixed_content") == "decoded"
        self._parts = False
        self._decoded: tuple[Location, str] | None = None

    def add(self, row: Row) -> None:
        """Look at the contents of the next row."""
        if not self._asked:
            return
        for turn in row.turns:
            content = turn.message.get("content")
            if isinstance(content, list):
                self._parts = True
            elif isinstance(content, str) and self._decoded is None and _is_decoded(content):
                self._decoded = (row.record.location, content)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Take in what a part further down holds."""
        self._parts |= later._parts  # noqa: SLF001
        if self._decoded is None and later._decoded is not None:  # noqa: SLF001
            place, text = later._decoded  # noqa: SLF001
            self._decoded = (place.shifted(lines, rows), text)

    def findings(self) -> Iterator[Finding]:
        """Report the first text that would be decoded, if there are lists of parts as well."""
        if self._parts and self._decoded:
            place, text = self._decoded
            yield Finding(
                f"some contents are lists of parts, so the loader decodes texts that read as JSON, such as {shown(text)}; "
                "write all contents as text, or all as parts",
                location=place,
            )


def _is_decoded(text: str) -> bool:
    """Whether a lenient reader of JSON takes a text for a value."""
    if not _JSON.match(text):
        return False
    import json

    try:
        json.loads(text, parse_int=str)
    except ValueError:
        return re.fullmatch(r"\s*-?0*\d+\s*", text) is not None or text.strip() == "-"
    return True
