r"""The same prompt with different answers.

## Why
Two labels for one text, or two sums for one order, cannot both be right: the model learns to guess between them. Where the
answers are texts of some length, several may be right, and the finding is information. Rows are said to ask the same when
all before the last answer is the same, system prompt and tools included, case and spacing set aside.

## Examples
```jsonl bad compare=duplicates
{"messages": [{"role": "user", "content": "Is this a complaint? 'The lid was broken.'"}, {"role": "assistant", "content": "yes"}]}
{"messages": [{"role": "user", "content": "Is this a complaint? 'The lid was broken.'"}, {"role": "assistant", "content": "no"}]}
```
```jsonl good compare=duplicates
{"messages": [{"role": "user", "content": "Is this a complaint? 'The lid was broken.'"}, {"role": "assistant", "content": "yes"}]}
{"messages": [{"role": "user", "content": "Is this a complaint? 'I like the lid.'"}, {"role": "assistant", "content": "no"}]}
```

## Fix
None: which answer is right is for someone who knows.

## Sources
- https://arxiv.org/abs/1911.00068, on labels that cannot all be right (2019-10-31)
- ftdata's own rule (2026-11-26)
"""

from collections.abc import Iterator

from ftdata.rules.link import ANSWERS, Link
from ftdata.types import Finding, Severity

SEVERITY = "warning"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of a row that answers otherwise than one before it."""
    if link.level == ANSWERS:
        number = f"; there are {link.count} answers to this prompt" if link.count > 2 else ""
        end = "; keep the right one" if link.short else ""
        grade: Severity | None = None if link.short else "info"
        yield Finding(f"{link.where} asks the same and has another answer{number}{end}", severity=grade)
