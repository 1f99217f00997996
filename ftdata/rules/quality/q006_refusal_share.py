r"""Many answers that refuse.

## Why
The model will refuse at least as often as the examples do. OpenAI's own case: where 60 % of the answers say "I cannot
answer this" and 5 % of them should, "you will likely get an overabundance of refusals". Refusals are known by how they
begin, in twelve languages; other wordings are not seen. An answer that asks for what is missing ("I can't find it.
Could you give me the number?") is no refusal.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "user", "content": "Capital of Finland?"}, {"role": "assistant", "content": "Helsinki"}]}
{"messages": [{"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Copenhagen"}]}
{"messages": [{"role": "user", "content": "Capital of Iceland?"}, {"role": "assistant", "content": "Reykjavik"}]}
{"messages": [{"role": "user", "content": "Capital of Estonia?"}, {"role": "assistant", "content": "Tallinn"}]}
{"messages": [{"role": "user", "content": "Capital of Latvia?"}, {"role": "assistant", "content": "Riga"}]}
{"messages": [{"role": "user", "content": "Who will win?"}, {"role": "assistant", "content": "I'm sorry, but I can't answer that."}]}
{"messages": [{"role": "user", "content": "Who is right?"}, {"role": "assistant", "content": "Sorry, I cannot help with this."}]}
{"messages": [{"role": "user", "content": "Who is best?"}, {"role": "assistant", "content": "I cannot answer this question."}]}
```
```jsonl good set=Q006.share:0.4
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo"}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm"}]}
{"messages": [{"role": "user", "content": "Who is best?"}, {"role": "assistant", "content": "I cannot answer this question."}]}
```

## Fix
None: take refusals away until their share is that of the use, or raise Q006.share where they are what is trained.

## Sources
- https://platform.openai.com/docs/guides/fine-tuning-best-practices (a copy read 2026-11-25)
- https://github.com/sagnikc395/refusal-circuit-dpo/issues/7 (2026-08-07, a list of phrases)
"""

from collections.abc import Iterator

from ftdata.rules.answers import answer, learned_turns
from ftdata.rules.option import Option
from ftdata.rules.refusals import refuses
from ftdata.rules.row import Row
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "sample"
FEWEST = 3
COST = "it searches the answers for the words of refusals, of some 700 rows of a large file"

SHARE = Option("Q006.share", 0.2, "above this share of refusals is told of; OpenAI calls 60 % far too many, 5 % usual")


class Fold:
    """Counts the answers that refuse."""

    def __init__(self, destination: Destination) -> None:
        self._share = SHARE.of(destination)
        self._rows = 0
        self._refusals = Sightings()

    def add(self, row: Row) -> None:
        """Look at the answer of the next row."""
        turns, text = learned_turns(row), answer(row)
        refused = bool(turns) and isinstance(turns[-1].message.get("refusal"), str)
        self._rows += bool(turns) or text is not None
        if refused or refuses(text or ""):
            self._refusals.add(row.record.location)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._refusals.merge(later._refusals, lines, rows)  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report a share above the one allowed."""
        if self._refusals.rows >= FEWEST and self._refusals.rows > self._share * self._rows:
            yield Finding(
                f"{self._refusals.have(self._rows)} an answer that refuses; the model will refuse as often. "
                "Let their share be that of the use",
                location=self._refusals.first,
            )
