r"""A training row that stands among the validation rows too.

## Why
A validation loss says how the model does on what it has not seen. On rows that it was trained on it only says how well it
remembers, and training is stopped too late. OpenAI asks that no row be in both files.

## Examples
```jsonl bad compare=validation.jsonl others=1
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good compare=validation.jsonl others=1
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
```

## Fix
None here: drop the row from one of the files, or let `ftdata split` divide all rows anew.

## Sources
- https://github.com/openai/openai-openapi, CreateFineTuningJobRequest, validation_file (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.link import EXACT, NEAR, NORMAL, PROMPT, Link
from ftdata.types import Finding

SEVERITY = "error"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of what training and validation rows share."""
    if link.role != "validation" or link.within:
        return
    if link.level == EXACT:
        yield Finding(f"stands in the validation file too, as {link.where}; drop it from one of the two")
    elif link.level == NORMAL:
        yield Finding(f"differs from {link.where} in case, spacing or Unicode forms only; drop it from one of the two")
    elif link.level == NEAR:
        yield Finding(f"{link.similarity:.0%} of the words are those of {link.where}", severity="warning")
    elif link.level == PROMPT:
        yield Finding(f"asks the same as {link.where}, with another answer", severity="warning")
