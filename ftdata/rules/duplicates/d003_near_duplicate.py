r"""A row that is nearly the same as another.

## Why
A few changed words do not make a new example. Rows are compared by what is asked and what is answered, system prompts
and tools set aside, and the words that they have in common are counted, however often each stands there. Short texts are
alike only when they are the same, and what four rows or more share word for word, while each fills in something of its
own, counts as their template and not as likeness.

## Examples
```jsonl bad compare=duplicates
{"messages": [{"role": "user", "content": "Tell me about Oslo."}, {"role": "assistant", "content": "Oslo is the capital of Norway and lies at the end of a long fjord, with forests on three sides and islands in front of it."}]}
{"messages": [{"role": "user", "content": "Tell me about Oslo."}, {"role": "assistant", "content": "Oslo is the capital of Norway and lies at the end of a great fjord, with forests on three sides and islands in front of it."}]}
```
```jsonl good compare=duplicates
{"messages": [{"role": "user", "content": "Translate the word: house"}, {"role": "assistant", "content": "hus"}]}
{"messages": [{"role": "user", "content": "Translate the word: horse"}, {"role": "assistant", "content": "hest"}]}
```

## Fix
None here: `ftdata dedupe --near` leaves such rows out, and `--rethreshold` helps to choose how alike they have to be.

## Sources
- https://arxiv.org/abs/2107.06499, near duplicates in training data (2021-07-14)
- https://doi.org/10.1109/SEQUEN.1997.666900, resemblance of documents by what they share (1997)
"""

from collections.abc import Iterator

from ftdata.rules.link import NEAR, Link
from ftdata.types import Finding

SEVERITY = "info"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of rows of one side that are alike."""
    if link.level == NEAR and link.role == "train":
        yield Finding(f"{link.similarity:.0%} of the words are those of {link.where}; `ftdata dedupe --near` drops it")
