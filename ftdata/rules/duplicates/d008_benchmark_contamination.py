r"""A row that holds a question of a benchmark.

## Why
A model that was trained on the questions of a benchmark scores better on it than it is. As in the evaluation harness of
EleutherAI and in the paper on GPT-3, a question counts as known when any n-gram of its words stands in a row, case and
punctuation set aside. n is the length of the shortest twentieth of the questions, but 8 at least and 13 at most; shorter
questions count when a turn is that question. n-grams that three questions or more share ("which of the following …")
are set aside.

## Examples
```jsonl bad compare=benchmark others=1
{"messages": [{"role": "user", "content": "Solve: Ann packs nine red apples into each box, and she has seven boxes and two bags left. How many?"}, {"role": "assistant", "content": "63"}]}
{"question": "Ann packs nine red apples into each box, and she has seven boxes and two bags left. How many apples does she pack?", "answer": "63"}
```
```jsonl good compare=benchmark others=1
{"messages": [{"role": "user", "content": "Solve: Ann packs nine red apples. Bob has seven boxes. Who has more?"}, {"role": "assistant", "content": "Nobody knows."}]}
{"question": "Ann packs nine red apples into each box, and she has seven boxes and two bags left. How many apples does she pack?", "answer": "63"}
```

## Fix
None: leave the row out, or name the benchmark with every score.

## Sources
- https://arxiv.org/abs/2005.14165, appendix C (2020-05-28)
- https://github.com/EleutherAI/lm-evaluation-harness/blob/main/docs/decontamination.md (seen 2026-11-26)
"""

from collections.abc import Iterator

from ftdata.rules.link import QUESTION, Link
from ftdata.types import Finding

SEVERITY = "warning"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of a question that was found."""
    if link.level == QUESTION:
        share = f"{link.similarity:.0%} of its {link.count}-grams are" if link.count else "all of it is"
        yield Finding(f"holds the benchmark question at {link.where}: {share} in this row")
