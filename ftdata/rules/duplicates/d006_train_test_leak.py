r"""A training row that stands among the test rows too.

## Why
A test tells how good the model is for those who will use it. Rows that it was trained on make it look better than it is. A
file is taken for a test file when its name has the word test in it.

## Examples
```jsonl bad compare=test.jsonl others=1
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good compare=test.jsonl others=1
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
```

## Fix
None here: drop the row from one of the files, or let `ftdata split` divide all rows anew.

## Sources
- https://learn.microsoft.com/azure/ai-foundry/openai/concepts/fine-tuning-considerations (2026-10-06)
"""

from collections.abc import Iterator

from ftdata.rules.link import EXACT, NEAR, NORMAL, PROMPT, Link
from ftdata.types import Finding

SEVERITY = "warning"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of what training and test rows share."""
    if link.role != "test" or link.within:
        return
    if link.level == EXACT:
        yield Finding(f"stands in the test file too, as {link.where}; drop it from one of the two")
    elif link.level == NORMAL:
        yield Finding(f"differs from {link.where} in case, spacing or Unicode forms only; drop it from one of the two")
    elif link.level == NEAR:
        yield Finding(f"{link.similarity:.0%} of the words are those of {link.where}")
    elif link.level == PROMPT:
        yield Finding(f"asks the same as {link.where}, with another answer")
