r"""An example of more tokens than the model is trained on.

## Why
What is above the limit is cut off, at OpenAI from the end of the example, and the end is the answer: the row is paid for
and teaches less than it should, or nothing. Nobody is told.

## Examples
```jsonl bad set=L005.most:60 target=any
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Which animals live in the north of Norway, and which of them sleep through the winter?"}, {"role": "assistant", "content": "Reindeer, foxes and bears; the bears sleep."}, {"role": "user", "content": "And in the south?"}, {"role": "assistant", "content": "Moose, deer and lynx; none of them sleeps through the winter."}]}
```
```jsonl fixed set=L005.most:60 target=any
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "And in the south?"}, {"role": "assistant", "content": "Moose, deer and lynx; none of them sleeps through the winter."}]}
```
```jsonl good set=L005.most:100 target=any
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Which animals live in the north of Norway, and which of them sleep through the winter?"}, {"role": "assistant", "content": "Reindeer, foxes and bears; the bears sleep."}, {"role": "user", "content": "And in the south?"}, {"role": "assistant", "content": "Moose, deer and lynx; none of them sleeps through the winter."}]}
```

## Fix
Unsafe: the oldest exchanges go, each whole, so that no call is parted from its result; where that does not do, the start
of the oldest question. Instructions, the last question and every answer to it stay. Where that is not enough either,
there is no fix.

## Sources
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
- https://learn.microsoft.com/answers/questions/2277206 (2025-05)
"""

from collections.abc import Iterator

from ftdata.rules import lengths
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "length"

MOST, CUT, TOKENIZER = lengths.MOST, lengths.CUT, lengths.TOKENIZER


def least(destination: Destination) -> int | None:
    """A row of more tokens than the limit has more bytes than that."""
    return lengths.shortest(destination)


def check_row(row: Row) -> Iterator[Finding]:
    """Count the tokens of a row that may have too many."""
    counted, most = lengths.measured(row), lengths.limit(row.destination)
    if counted is None or most is None or counted.longest <= most:
        return
    from ftdata.rules.trim import trimmed

    where, meter = lengths.cut(row.destination), lengths.meter(row.destination)
    about = "" if counted.exact else "about "
    if where is None:
        fate = "whether the rest is cut off or the row is refused is not documented"
    else:
        lost = counted.trained - counted.trained_under(most, where)
        fate = f"its {where} is cut off, {lost:,} of {counted.trained:,} trained tokens with it"
    yield Finding(
        f"the example has {about}{counted.longest:,} tokens, above {most:,}; {fate}; shorten its context",
        fix=trimmed(row, counted, meter, most) if meter else None,
    )
