r"""More examples than the destination takes.

## Why
Above its limit a job is refused, after the upload. Where the limit is not published, or your own is lower, you can set
one.

## Examples
```jsonl bad set=L002.most:2
{"messages": [{"role": "user", "content": "1 + 1?"}, {"role": "assistant", "content": "2"}]}
{"messages": [{"role": "user", "content": "1 + 2?"}, {"role": "assistant", "content": "3"}]}
{"messages": [{"role": "user", "content": "1 + 3?"}, {"role": "assistant", "content": "4"}]}
{"messages": [{"role": "user", "content": "1 + 4?"}, {"role": "assistant", "content": "5"}]}
{"messages": [{"role": "user", "content": "1 + 5?"}, {"role": "assistant", "content": "6"}]}
{"messages": [{"role": "user", "content": "1 + 6?"}, {"role": "assistant", "content": "7"}]}
{"messages": [{"role": "user", "content": "1 + 7?"}, {"role": "assistant", "content": "8"}]}
{"messages": [{"role": "user", "content": "1 + 8?"}, {"role": "assistant", "content": "9"}]}
{"messages": [{"role": "user", "content": "1 + 9?"}, {"role": "assistant", "content": "10"}]}
{"messages": [{"role": "user", "content": "2 + 9?"}, {"role": "assistant", "content": "11"}]}
```
```jsonl good target=any set=L002.most:2
{"messages": [{"role": "user", "content": "1 + 1?"}, {"role": "assistant", "content": "2"}]}
{"messages": [{"role": "user", "content": "1 + 2?"}, {"role": "assistant", "content": "3"}]}
```

## Fix
None: choose which rows to leave out. Mostly the best ones of a large set do as well as all of them.

## Sources
- https://platform.openai.com/docs/guides/reinforcement-fine-tuning (2026-03-19)
"""

from collections.abc import Iterator

from ftdata.rules.option import Option
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "error"

MOST = Option("L002.most", 0, "Rows a file may have at most; 0 leaves it to the destination, which may name no limit")


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Compare the number of rows with the most that are taken."""
    most = MOST.of(destination) or destination.fact("max_examples")
    if most and summary.rows > most:
        yield Finding(
            f"the file has {summary.rows:,} examples, above {most:,}; leave out {summary.rows - most:,} or more"
        )
