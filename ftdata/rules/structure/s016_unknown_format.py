r"""A file whose rows look like no known format.

## Why
Without knowing which column holds the prompt and which the answer, no row can be judged, fixed or converted.
Guessing would train on the wrong text. Files that are well known and no training data, such as requests to a Batch API
or questions of a benchmark, are named as what they are.

## Examples
```jsonl bad
{"height": 12, "width": 3}
```
```jsonl bad target=any
{"height": 12, "width": 3}
```
```jsonl bad
{"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": {"messages": [{"role": "user", "content": "Hi"}]}}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: say which columns are which with --columns, or name the format with --format.

## Sources
- ftdata: the formats are described with their sources in its documentation (2026-11-23)
"""

from collections.abc import Iterator

from ftdata import formats
from ftdata.rules.shown import listed
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "error"


def check_file(summary: FileSummary, _: Destination) -> Iterator[Finding]:
    """Say what the rows are, where that is known; else which keys they have and how to name what they mean."""
    if summary.format is not None or not summary.readable:
        return
    if summary.reason:
        yield Finding(f"the rows are no training data: {summary.reason}")
        return
    row = "; if the first line is a row, add --no-header --columns prompt=0,completion=1"
    yield Finding(
        f'no known format has rows with the keys {listed(summary.keys) or "none"} (provider: "expected either '
        'prompt/completion pairs or chat messages"); '
        f"known are {', '.join(formats.names())}. "
        "Name the columns, e.g. --columns prompt=question,completion=answer" + (row if summary.headless else "")
    )
