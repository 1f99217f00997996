r"""A file whose format does not go with the training method.

## Why
Every method takes its own kind of rows: conversations for supervised and reinforcement fine-tuning, pairs for DPO,
prompts with completions for the legacy completion method. The provider looks and stops the job.

## Examples
```jsonl bad method=dpo
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good method=sft
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: choose the method that the data are for, or other data.

## Sources
- The provider's message as users reported it from failed jobs (2024-12)
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, the row schema of each method (2025-05-20)
"""

from collections.abc import Iterator

from ftdata import formats
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "error"

_QUOTES = {
    "chat": '"Input file is in the fine-tune-chat format, but the specified fine-tuning job is not using '
    "'supervised' as the training method (provided method={method})\"",
    "preference": "\"Example 1 is missing key 'messages'.\"",
}


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Hold the format of the file against the methods it is for."""
    if summary.format is None or not summary.readable:
        return
    methods = formats.get(summary.format).METHODS
    if destination.method in methods:
        return
    quote = _QUOTES.get(summary.format, "").format(method=destination.method)
    said = f" (provider: {quote})" if quote else ""
    yield Finding(
        f"the rows have the format {summary.format}, which is not for the method {destination.method}{said}; "
        f"choose --method {' or '.join(methods)}, or other data"
    )
