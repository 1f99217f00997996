r"""An example that all but reaches the token limit.

## Why
A little more text in it, a longer system prompt or one more tool for all rows, and its answer is cut off.

## Examples
```jsonl bad set=L005.most:38 target=any
{"messages": [{"role": "user", "content": "Which animals live in the north of Norway, and which of them sleep through the winter?"}, {"role": "assistant", "content": "Reindeer and bears; bears sleep."}]}
```
```jsonl good set=L005.most:50 target=any
{"messages": [{"role": "user", "content": "Which animals live in the north of Norway, and which of them sleep through the winter?"}, {"role": "assistant", "content": "Reindeer and bears; bears sleep."}]}
```

## Fix
None: it fits as it is.

## Sources
- ftdata (2026-11-26)
"""

from collections.abc import Iterator

from ftdata.rules import lengths
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
SEES = "length"

SHARE = Option("L007.share", 0.95, "above this share of the limit an example is told of")


def least(destination: Destination) -> int | None:
    """A row of so many tokens has at least as many bytes."""
    return lengths.shortest(destination, SHARE.of(destination))


def check_row(row: Row) -> Iterator[Finding]:
    """Count the tokens of a row that may be near the limit."""
    share, most = SHARE.of(row.destination), lengths.limit(row.destination)
    counted = lengths.measured(row, share)
    if counted is None or most is None or not most * share < counted.longest <= most:
        return
    about = "" if counted.exact else "about "
    yield Finding(f"the example has {about}{counted.longest:,} tokens, {counted.longest / most:.0%} of {most:,}")
