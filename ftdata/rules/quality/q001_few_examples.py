r"""Fewer examples than a model gains much from.

## Why
The service takes the file, but few examples seldom change a model in a way that one can measure. Providers say from
how many on it is worth while; good examples count for more than many.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
{"messages": [{"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Copenhagen"}]}
{"messages": [{"role": "user", "content": "Capital of Iceland?"}, {"role": "assistant", "content": "Reykjavik"}]}
{"messages": [{"role": "user", "content": "Capital of Estonia?"}, {"role": "assistant", "content": "Tallinn"}]}
{"messages": [{"role": "user", "content": "Capital of Latvia?"}, {"role": "assistant", "content": "Riga"}]}
{"messages": [{"role": "user", "content": "Capital of Lithuania?"}, {"role": "assistant", "content": "Vilnius"}]}
{"messages": [{"role": "user", "content": "Capital of Poland?"}, {"role": "assistant", "content": "Warsaw"}]}
{"messages": [{"role": "user", "content": "Capital of Germany?"}, {"role": "assistant", "content": "Berlin"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: more examples have to be written. Below the least number that a service takes, `L001` speaks instead.

## Sources
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning (2026-03-19)
- https://github.com/microsoft/azure-skills, training-types.md of 1a03acf (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.purpose import holds_validation
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "info"


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Compare the number of rows with the advised one, where the service takes the file at all."""
    advised = destination.fact("advised_examples")
    least = destination.fact("min_examples", 1)
    if (
        advised is not None
        and not holds_validation(summary)
        and summary.container != "opaque"
        and least <= summary.rows < advised
    ):
        are = "1 example is" if summary.rows == 1 else f"{summary.rows} examples are"
        yield Finding(f"{are} few: the provider advises {advised} or more for a gain that can be measured")
