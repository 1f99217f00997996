r"""A pair whose answers hardly differ.

## Why
Where two answers share nearly every token, preference training has little to go by, and can even make the preferred
answer less likely, since both move down together. Where nothing but white space, capitals and punctuation differs, it
is a slip: the same answer saved twice. Where words differ, they may be just what is to be learned, so that is told as
information only.

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
None: whether the small difference is what should be learned is not known. As to words, only what is alike at the
beginning and at the end of both answers is counted; pairs that differ in many places are not found.

## Sources
- https://arxiv.org/abs/2402.13228, on pairs with a small edit distance (2024-02-20)
- ftdata, for what counts as a slip: of the pairs of Microsoft's and LLaMA-Factory's samples none is one, and one of 584
  differs in two words (2026-11-26)
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ftdata.rules.option import Option
from ftdata.rules.pairs import pair, said
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"
METHODS = ("dpo", "reward")
NEEDS = ("preferred_output",)
COST = "it compares two answers letter by letter, in every row"

SIMILARITY = Option(
    "P004.similarity",
    0.95,
    "Share of both answers that is alike; at 0.95 a letter in twenty differs, and short answers are left alone",
)


_PLACE = ("non_preferred_output",)
_END = 60
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(
    r"""(?<![.,;:!?'"()…“”‘’„`*_-])[.,;:!?'"()…“”‘’„`*_-]++(?=\s|$)|(?<=\s)['"(“‘„`*_]+|^['"(“‘„`*_]+"""
)


def marks(_: Destination) -> None:
    """Any two texts may be nearly the same."""


def check_row(row: Row) -> Iterator[Finding]:
    """Measure how much of both answers is alike; those that are the same have their own finding."""
    found = pair(row)
    if found is None or found.preferred == found.other:
        return
    texts = [text.strip() for text in said(row)]
    if 2 * min(map(len, texts)) < max(map(len, texts)):
        return  # most pairs: one answer is twice as long as the other
    preferred, other = (" ".join(text.casefold().split()) for text in texts)
    share = _alike(preferred, other) if preferred and other else 0
    if share < 1 and _ends(preferred) == _ends(other) and (letters := _letters(preferred)):
        share = 1 if letters == _letters(other) else share
    if share == 1:
        yield Finding(
            "the answers say the same, white space, capitals and punctuation set aside; "
            "write one that differs in what matters, or drop the row",
            _PLACE,
        )
    elif share >= SIMILARITY.of(row.destination):
        yield Finding(
            f"the answers are {int(100 * share)} % alike; if the words in which they differ are not what should be "
            "learned, drop the row",
            _PLACE,
            severity="info",
        )


def _ends(text: str) -> list[str]:
    """The first and the last word of a text: where they differ, so do the letters."""
    return [*_WORD.findall(text[:_END])[:1], *_WORD.findall(text[-_END:])[-1:]]


def _letters(text: str) -> str:
    """A text without what stands between its words; marks that make a number or a formula another one are kept."""
    return " ".join(_BETWEEN.sub(" ", text).split())


def _alike(one: str, two: str) -> float:
    """Share of two texts that is the same at both ends."""
    start = _common(one, two)
    end = _common(one[start:][::-1], two[start:][::-1])
    return 2 * (start + end) / (len(one) + len(two))


def _common(one: str, two: str) -> int:
    """Length of the common beginning."""
    return bisect_left(range(min(len(one), len(two))), True, key=lambda last: one[: last + 1] != two[: last + 1])
