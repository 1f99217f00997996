r"""An answer that lies beyond the token limit, so that nothing of it is trained.

## Why
An example above the limit is cut off, and the answer comes last: the model is shown a question without an answer, and
where that was the only answer, the row teaches nothing at all and is paid for.

## Examples
```jsonl bad set=L005.most:36 target=openai ignore=L001,L005
{"messages": [{"role": "user", "content": "Which animals live in the north of Norway, and which of them sleep through the winter, and where do they sleep, and for how long?"}, {"role": "assistant", "content": "Bears."}]}
```
```jsonl fixed set=L005.most:36 target=openai ignore=L001,L005
{"messages": [{"role": "user", "content": "and which of them sleep through the winter, and where do they sleep, and for how long?"}, {"role": "assistant", "content": "Bears."}]}
```
```jsonl good set=L005.most:50 target=openai ignore=L001,L005
{"messages": [{"role": "user", "content": "Which animals live in the north of Norway, and which of them sleep through the winter, and where do they sleep, and for how long?"}, {"role": "assistant", "content": "Bears."}]}
```

## Fix
Unsafe: the one of L005, which shortens the oldest context and leaves the answer as it is.

## Sources
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
"""

from collections.abc import Iterator

from ftdata.rules import lengths
from ftdata.rules.row import OUTPUT_LISTS, Row
from ftdata.targets import Destination
from ftdata.types import Finding, Path

SEVERITY = "error"
SEES = "length"


def least(destination: Destination) -> int | None:
    """A row of more tokens than the limit has more bytes than that."""
    return lengths.shortest(destination)


def check_row(row: Row) -> Iterator[Finding]:
    """Find the trained answers of which nothing is left under the limit."""
    counted, most, where = lengths.measured(row), lengths.limit(row.destination), lengths.cut(row.destination)
    if counted is None or most is None or where is None or counted.longest <= most:
        return
    left = counted.kept(most, where)
    lost = [number for number, said in enumerate(counted.messages) if said.trained and said.said and not left[number]]
    if not lost:
        return
    from ftdata.rules.trim import trimmed

    meter = lengths.meter(row.destination)
    whole = not counted.trained_under(most, where)
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    fate = "nothing of this row is trained" if whole else "nothing of it is trained"
    yield Finding(
        f"the answer lies beyond the limit of {most:,} tokens{more}: {fate}; shorten the context before it",
        _place(row, lost[0]),
        trimmed(row, counted, meter, most) if meter else None,
    )


def _place(row: Row, number: int) -> Path:
    """Where a message is, counted over the context and, in a pair, the preferred answer."""
    if row.destination.format == "prompt-completion":
        return ("completion",)
    turns = [*row.conversation, *row.turns_at(OUTPUT_LISTS[0])]
    return turns[number].path if number < len(turns) else ()
