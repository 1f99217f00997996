r"""A text that a moderation service flags.

## Why
Services send training files through moderation and refuse a file with too many flagged examples: "This training file was
blocked because too many examples were flagged by our moderation API for containing content that violates OpenAI's usage
policies in the following categories: hate.", "This file failed moderation safety checks. … Flagged lines: 4, 13", or on
Azure "The provided training data failed RAI checks for harm types: [hate_fairness, self_harm, violence]". Where exactly
they draw the line is not published, and no public endpoint draws it in the same place: a flag here is a hint.

This sends your texts to somebody, so it is done only when you name the endpoint, on the command line, from Python, or in
a config that you name with --config: `--set X003.endpoint=https://api.openai.com/v1/moderations`. The key is taken from
the environment: FTDATA_MODERATION_KEY, or OPENAI_API_KEY, which is sent to api.openai.com alone. Every different text of
the first thousand rows (`X003.most`) is sent once; images are not. From Python the endpoint may be a function that takes a list of texts
and returns such results; for files that several processes work on it has to be one of a module.

## Examples
```jsonl bad flags=knife
{"messages": [{"role": "user", "content": "How do I scare my neighbour?"}, {"role": "assistant", "content": "Take a knife and wait for him."}]}
```
```jsonl good flags=knife
{"messages": [{"role": "user", "content": "How do I get on with my neighbour?"}, {"role": "assistant", "content": "Bring a cake."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "How do I scare my neighbour?"}, {"role": "assistant", "content": "Take a knife and wait for him."}]}
```

## Fix
None: read what was flagged, and leave the row out if it should not be learned.

## Sources
- https://platform.openai.com/docs/api-reference/moderations (2026-11-26)
- https://community.openai.com/t/1112402, on what no endpoint matches (2025)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-safety-evaluation (2026-03-19)
"""

from collections.abc import Iterator
from typing import NamedTuple

from ftdata.rules.answers import written_texts
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding, Location, Path

SEVERITY = "warning"
SEES = "texts"
ASKS = ("X003.endpoint",)

ENDPOINT = Option(
    "X003.endpoint",
    "",
    "Address of a moderation endpoint that texts are sent to; empty: none is",
    by_hand=True,
    call=True,
)
MODEL = Option("X003.model", "omni-moderation-latest", "The model that the endpoint is asked for")
MOST = Option("X003.most", 1000, "Rows whose texts are sent; a request costs time, and services count them")

_ROOM = 64 << 20
"""Characters that are gathered at most."""


def marks(destination: Destination) -> tuple[str, ...] | None:
    """Any row may hold what is flagged; nothing is looked at where no endpoint is named."""
    return None if ENDPOINT.of(destination) else ()


class _Use(NamedTuple):
    location: Location
    path: Path


class Fold:
    """Gathers the texts of the first rows, each with the place of its first use, and sends them at the end."""

    def __init__(self, destination: Destination) -> None:
        self._endpoint, self._model = ENDPOINT.of(destination), MODEL.of(destination)
        self._most = MOST.of(destination) if self._endpoint else 0
        self._uses: dict[str, list[_Use]] = {}
        self._characters = 0
        self._sent = 0
        self._rows = 0

    def add(self, row: Row) -> None:
        """Note the texts of the next row."""
        self._rows += 1
        if self._sent < self._most and self._characters < _ROOM:
            self._sent += 1
            for path, text in written_texts(row):
                self._note(text, [_Use(row.record.location, path)])

    def skip(self, rows: int) -> None:
        """Count rows that are not looked at, which is done only where no endpoint was named."""
        self._rows += rows

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the texts of a part further down, as far as there is room."""
        self._rows += later._rows  # noqa: SLF001
        last = rows + self._most - self._sent
        for text, uses in later._uses.items() if self._characters < _ROOM else ():  # noqa: SLF001
            moved = [use._replace(location=use.location.shifted(lines, rows)) for use in uses]
            self._note(text, [use for use in moved if (use.location.example or 0) <= last])
        self._sent = min(self._sent + later._sent, self._most)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Send the texts and report those that are flagged, in the order of the file."""
        if not self._uses:
            return
        from ftdata.rules.moderation import asker, flags

        ask = asker(self._endpoint, self._model)
        for uses, named in zip(self._uses.values(), flags(ask, list(self._uses)), strict=True):
            if named:
                yield self._finding(uses, named)
        if self._sent < self._rows:
            yield Finding(f"only the texts of the first {self._sent:,} rows were sent to moderation", severity="info")

    def _finding(self, uses: list[_Use], named: tuple[str, ...]) -> Finding:
        again = "" if len(uses) == 1 else f" (the same text stands in {len(uses)} places)"
        return Finding(
            f"moderation flags this text{again}: {', '.join(named)}; a file is refused when too many are (provider: "
            '"too many examples were flagged by our moderation API"), so see whether it should be learned',
            uses[0].path,
            location=uses[0].location,
        )

    def _note(self, text: str, uses: list[_Use]) -> None:
        if not text.strip() or not uses:
            return
        if text not in self._uses:
            self._characters += len(text)
        self._uses.setdefault(text, []).extend(uses)
