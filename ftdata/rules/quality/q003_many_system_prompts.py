r"""System prompts that differ where one was meant.

## Why
The same instructions in every example are what providers advise. Two wordings of one prompt, a forgotten edit or a
second author's version, teach the model to expect either. Where nearly every row has a prompt of its own, or where
there is only one, nothing is said.

## Examples
```jsonl bad
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "system", "content": "answer  with one word"}, {"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
```
```jsonl good
{"messages": [{"role": "system", "content": "You are a pirate."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ahoy!"}]}
{"messages": [{"role": "system", "content": "You are a poet."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hail, bright day!"}]}
```

## Fix
None: which one is right is not known.

## Sources
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
- https://github.com/microsoft/azure-skills, validate_sft.py of 1a03acf (2026-08-21)
"""

import re
from collections.abc import Iterator

import xxhash

from ftdata.rules.answers import system_prompt
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
SEES = "sample"
METHODS = ("sft", "dpo", "rft", "kto", "reward", "grpo")

MOST = 1000
"""Different prompts that are followed; a file with more has prompts that are meant to differ."""

_ROWS_EACH = 10


class Fold:
    """Counts the rows of each system prompt, by a key of its text; beside it stands a key of its words alone."""

    def __init__(self, _: Destination) -> None:
        self._prompts: dict[int, tuple[int, Sightings]] = {}
        self._too_many = False

    def add(self, row: Row) -> None:
        """Count the prompt of the next row."""
        prompt = None if self._too_many else system_prompt(row)
        if prompt is None:
            return
        key = _key(prompt)
        if key not in self._prompts:
            self._prompts[key] = _key(_words(prompt)), Sightings()
        self._prompts[key][1].add(row.record.location)
        self._limit()

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._too_many |= later._too_many  # noqa: SLF001
        for key, (words, seen) in later._prompts.items():  # noqa: SLF001
            self._prompts.setdefault(key, (words, Sightings()))[1].merge(seen, lines, rows)
        self._limit()

    def findings(self) -> Iterator[Finding]:
        """Report other wordings of a prompt, else a few prompts that many rows share."""
        prompts = [seen for _, seen in self._prompts.values()]
        if len(prompts) < 2:
            return
        rows = sum(seen.rows for seen in prompts)
        usual = max(prompts, key=lambda seen: seen.rows)
        alike = len(prompts) - len({words for words, _ in self._prompts.values()})
        if alike or _few(len(prompts), rows, usual.rows):
            only = f", {alike} of them only in case, white space or punctuation" if alike else ""
            yield Finding(
                f"{len(prompts)} system prompts in {rows} rows looked at differ{only}; the commonest is on "
                f"{usual.rows}. Put one in every row if one is meant",
                location=next(seen.first for seen in prompts if seen is not usual),
            )

    def _limit(self) -> None:
        if self._too_many or len(self._prompts) > MOST:
            self._too_many = True
            self._prompts.clear()


def _few(prompts: int, rows: int, usual: int) -> bool:
    """Whether prompts are so few that rows share them, so that each row was not meant to have its own."""
    return prompts * _ROWS_EACH <= rows or usual * 2 >= rows > prompts


def _words(prompt: str) -> str:
    return " ".join(re.findall(r"\w+", prompt.casefold()))


def _key(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
