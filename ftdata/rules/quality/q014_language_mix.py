r"""Answers in another script than nearly all others.

## Why
A few answers in Chinese or Cyrillic letters among English ones were mostly written by a generator that fell into
another language; the model will do so too. Only scripts are told apart, by the letters outside of code: English and
German look the same. Texts of fewer than 20 letters, and texts in several scripts, are not judged, nor are answers to
a question that holds letters of their script, or names a language or a translation.

## Examples
```jsonl bad set=Q014.share:0.5
{"messages": [{"role": "user", "content": "What is the capital of Norway?"}, {"role": "assistant", "content": "The capital of Norway is Oslo."}]}
{"messages": [{"role": "user", "content": "What is the capital of Sweden?"}, {"role": "assistant", "content": "The capital of Sweden is Stockholm."}]}
{"messages": [{"role": "user", "content": "What is the capital of Russia?"}, {"role": "assistant", "content": "Столица России — город Москва."}]}
```
```jsonl good set=Q014.share:0.5
{"messages": [{"role": "user", "content": "What is the capital of Norway?"}, {"role": "assistant", "content": "The capital of Norway is Oslo."}]}
{"messages": [{"role": "user", "content": "What is the capital of Sweden?"}, {"role": "assistant", "content": "The capital of Sweden is Stockholm."}]}
{"messages": [{"role": "user", "content": "Какой город — столица России?"}, {"role": "assistant", "content": "Столица России — город Москва."}]}
```

## Fix
None: translate the answers, or leave the rows out.

## Sources
- https://github.com/allenai/open-instruct/blob/eb00bf1/scripts/data/filtering_and_updates/filter_chinese.py (seen 2026-11-25)
- ftdata 2026, scripts by the Unicode names of letters
"""

import re
from collections import Counter
from collections.abc import Iterator

from ftdata.rules.answers import answer, question
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.scripts import has_script, script_of
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
SEES = "sample"

_WANTED = (
    r"translat|transcri|traduc|tradui|übersetz|翻译|翻訳|перев|language|"
    r"\b(?:english|french|german|spanish|russian|ukrainian|chinese|mandarin|japanese|korean|arabic|persian|farsi|hebrew|"
    r"hindi|bengali|urdu|tamil|telugu|marathi|gujarati|thai|greek|bulgarian|serbian|georgian|armenian|amharic|cyrillic)\b"
)

SHARE = Option("Q014.share", 0.1, "a script on more rows than this share was chosen, as for a translation")


class Fold:
    """Counts answers by their script, and those whose question has another one."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._scripts: Counter[str] = Counter()
        self._strays: dict[str, Sightings] = {}

    def add(self, row: Row) -> None:
        """Find the scripts of the next row."""
        told, asked = answer(row) or "", question(row) or ""
        script = script_of(told)
        if script:
            self._scripts[script] += 1
            if not (told.isascii() and asked.isascii()) and _is_stray(script, asked):
                self._strays.setdefault(script, Sightings()).add(row.record.location)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._scripts += later._scripts  # noqa: SLF001
        for script, seen in later._strays.items():  # noqa: SLF001
            self._strays.setdefault(script, Sightings()).merge(seen, lines, rows)

    def findings(self) -> Iterator[Finding]:
        """Report each script that few answers have, where their questions have another one."""
        rows = self._scripts.total()
        for script, seen in sorted(self._strays.items()):
            if self._scripts[script] <= self._share * rows:
                yield Finding(
                    f"{seen.have(rows)} an answer in {script} letters to a question in others, unlike nearly all "
                    "answers; see whether that is meant",
                    location=seen.first,
                )


def _is_stray(script: str, asked: str) -> bool:
    """Whether a question is in another script than its answer, and gives no reason for that."""
    other = script_of(asked) not in ("", script)
    return other and not has_script(asked, script) and not re.search(_WANTED, asked, re.IGNORECASE)
