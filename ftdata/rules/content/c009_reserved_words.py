r"""A word in the text that the trainer's own template is made of.

## Why
Some services put the conversation together with words such as "User:" and "[EOS]" and look for them again. A row
that holds one of them fails the whole job.

## Examples
```jsonl bad target=any fact=reserved_words:["[EOS]","User:"]
{"messages": [{"role": "user", "content": "Complete: User: hello"}, {"role": "assistant", "content": "Bot: hi"}]}
```
```jsonl good target=any fact=reserved_words:["[EOS]","User:"]
{"messages": [{"role": "user", "content": "The user said hello"}, {"role": "assistant", "content": "Hi"}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Complete: User: hello"}, {"role": "assistant", "content": "Bot: hi"}]}
```

## Fix
None: the text has to be written differently.

## Sources
- https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html (2026-08-21)
"""

from collections.abc import Iterable, Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
SEES = "texts"
ASKS = ("reserved_words",)


def marks(destination: Destination) -> Iterable[str]:
    """The words themselves."""
    return destination.fact("reserved_words", ())  # type: ignore[no-any-return]


def check_row(row: Row) -> Iterator[Finding]:
    """Search all text for the target's reserved words; one finding for each text."""
    words = row.destination.fact("reserved_words", ())
    for turn in row.turns if words else ():
        for path, text in turn.texts():
            found = next((word for word in words if word in text), None)
            if found:
                yield Finding(f"the text holds {shown(found)}, which the service reserves; write it differently", path)
