r"""A system prompt that some rows lack.

## Why
A tuned model does best with the instructions it was trained with. Azure names a missing system message first among the
reasons for no improvement, and OpenAI advises the same instructions in every example. A few rows without one among many
that have it were mostly forgotten, which is a warning; where many rows have none, or all, it may be meant. A key system
beside the messages, as Anthropic and Bedrock have it, counts as one.

## Examples
```jsonl bad
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Copenhagen"}]}
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Iceland?"}, {"role": "assistant", "content": "Reykjavik"}]}
```
```jsonl good
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
```

## Fix
None here: `ftdata convert --system TEXT` gives one to every row that has none.

## Sources
- https://learn.microsoft.com/azure/foundry-classic/openai/how-to/fine-tuning-troubleshoot (2025-11-26)
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
"""

from collections.abc import Iterator

from ftdata.rules.answers import system_prompt
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "sample"
METHODS = ("sft", "dpo", "rft", "kto", "reward", "grpo")

SHARE = Option("Q002.share", 0.2, "up to this share of rows without a system prompt were forgotten; more are meant")

_FEW = 10


class Fold:
    """Counts the rows that have no system prompt."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._rows = 0
        self._missing = Sightings()

    def add(self, row: Row) -> None:
        """Look for the system prompt of the next row."""
        self._rows += bool(row.conversation)
        if row.conversation and system_prompt(row) is None and not row.value.get("system"):
            self._missing.add(row.record.location)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._missing.merge(later._missing, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Warn of a few rows without one; mention it where many, or all, have none."""
        missing = self._missing.rows
        if self._rows > missing > 0:
            few = missing <= self._share * self._rows
            yield Finding(
                f"{self._missing.have(self._rows)} no system prompt, the others have one; put in every row the "
                "one that is sent later",
                location=self._missing.first,
                severity=None if few else "info",
            )
        elif missing >= _FEW:
            yield Finding(
                f"none of {self._rows} rows looked at has a system prompt; if one is sent later, put it in every row",
                severity="info",
            )
