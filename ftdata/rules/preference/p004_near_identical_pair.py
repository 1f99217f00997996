r"""A pair whose answers hardly differ.

## Why
Where two answers share nearly every token, preference training has little to go by, and can even make the preferred
answer less likely, since both move down together. Such a pair is often a slip: the same answer saved twice with a
space more.

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "Where is Oslo?"}]}, "preferred_output": [{"role": "assistant", "content": "Oslo is the capital of Norway and lies at the end of a fjord."}], "non_preferred_output": [{"role": "assistant", "content": "Oslo is the capital of Norway and lies at the end of a fjord!"}]}
```
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "Where is Oslo?"}]}, "preferred_output": [{"role": "assistant", "content": "In Norway."}], "non_preferred_output": [{"role": "assistant", "content": "in  Norway.\n"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "Where is Oslo?"}]}, "preferred_output": [{"role": "assistant", "content": "Oslo is the capital of Norway."}], "non_preferred_output": [{"role": "assistant", "content": "Oslo is the capital of Sweden."}]}
```

## Fix
None: whether the small difference is what should be learned is not known. Only what is alike at the beginning and at
the end of both answers is counted, white space and case set aside; pairs that differ in many places are not found.

## Sources
- https://arxiv.org/abs/2402.13228, on pairs with a small edit distance (2024-02-20)
"""

from bisect import bisect_left
from collections.abc import Iterator

from ftdata.rules.option import Option
from ftdata.rules.pairs import pair, said
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"
METHODS = ("dpo",)
NEEDS = ("preferred_output",)

SIMILARITY = Option(
    "P004.similarity",
    0.95,
    "Share of both answers that is alike; at 0.95 a letter in twenty differs, and short answers are left alone",
)


def marks(_: Destination) -> None:
    """Any two texts may be nearly the same."""


def check_row(row: Row) -> Iterator[Finding]:
    """Measure how much of both answers is alike; those that are the same have their own finding."""
    found = pair(row)
    if found is None or found.preferred == found.other:
        return
    preferred, other = (" ".join(text.casefold().split()) for text in said(row))
    share = _alike(preferred, other) if preferred and other else 0
    if share >= SIMILARITY.of(row.destination):
        yield Finding(
            f"the answers are nearly the same ({int(100 * share)} % alike, white space and case set aside); "
            "write one that differs in what matters, or drop the row",
            ("non_preferred_output",),
        )


def _alike(one: str, two: str) -> float:
    """Share of two texts that is the same at both ends."""
    start = _common(one, two)
    end = _common(one[start:][::-1], two[start:][::-1])
    return 2 * (start + end) / (len(one) + len(two))


def _common(one: str, two: str) -> int:
    """Length of the common beginning."""
    return bisect_left(range(min(len(one), len(two))), True, key=lambda last: one[: last + 1] != two[: last + 1])
