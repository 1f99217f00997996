r"""Fewer examples than the destination asks for.

## Why
A job with fewer examples ends at once: "Training file has 3 example(s), but must have at least 10 examples". Gains
are mostly seen from 50 to 100 good examples on. A file whose name says that it is for validation (`validation.jsonl`,
`val-2.jsonl`) may be smaller, where the provider asks nothing of it.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
```
```jsonl good
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
```jsonl good target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: more examples have to be written.

## Sources
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning (2026-03-19)
"""

from collections.abc import Iterator

from ftdata.rules.purpose import holds_validation
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "error"
ASKS = ("min_examples",)


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Compare the number of rows with the least one; a file that holds no data at all has its own finding."""
    held = holds_validation(summary)
    least = destination.fact("min_validation_examples" if held else "min_examples")
    if least is None or not summary.rows or summary.container == "opaque":
        return
    if summary.rows < least:
        yield Finding(
            f"too few examples for validation: {summary.rows}, and the provider asks for {least}; add "
            f"{least - summary.rows} or more"
            if held
            else f'too few examples (provider: "Training file has {summary.rows} example(s), but must have at least '
            f'{least} examples"); add {least - summary.rows} or more'
        )
