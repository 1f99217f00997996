r"""A message longer than the destination takes.

## Why
The service limits the characters of one message, whatever the number of tokens. A message above it is refused; mostly
a whole document or an image in base64 got into the text.

## Examples
```jsonl bad fact=max_message_chars:30
{"messages": [{"role": "user", "content": "Shorten: I am writing to you because I would like to say hello."}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good fact=max_message_chars:30
{"messages": [{"role": "user", "content": "Shorten: I say hello to you."}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Shorten: I am writing to you because I would like to say hello."}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: what can be left out of a text is not for a tool to decide.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
SEES = "length"
ASKS = ("max_message_chars",)
COST = "it counts the characters of every message; a row whose bytes are fewer than the limit is skipped"


def least(destination: Destination) -> int | None:
    """A row with a message above the limit has more bytes than that limit; None where there is no limit."""
    most: int | None = destination.fact("max_message_chars")
    return None if most is None else most + 1


def check_row(row: Row) -> Iterator[Finding]:
    """Count the characters of every message, all its text parts together."""
    most = row.destination.fact("max_message_chars")
    for turn in row.turns if most is not None else ():
        count = sum(len(text) for _, text in turn.texts())
        if count > most:
            yield Finding(f"the message has {count:,} characters, above {most:,}; shorten it", (*turn.path, "content"))
