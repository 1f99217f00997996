r"""Words that ask for a chain of thought, in data for reinforcement fine-tuning.

## Why
Microsoft's own check warns that phrases such as "chain of thought" or "let me think" can set off the moderation of
Azure when a reasoning model is tuned. It is a rule of thumb, so this is information only.

## Examples
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "Write down your chain of thought. What is 2 + 2?"}], "answer": "4"}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "What is 2 + 2? Give the number only."}], "answer": "4"}
```
```jsonl good target=openai method=rft
{"messages": [{"role": "user", "content": "Write down your chain of thought. What is 2 + 2?"}], "answer": "4"}
```

## Fix
None: a reasoning model thinks without being asked to; leave such words out of the prompt if the job is blocked.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/scripts/validate/validate_rft.py (2026-08-21)
"""

from collections.abc import Iterable, Iterator

from ftdata.rules.answers import written_texts
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
METHODS = ("rft",)
ONCE = True
SEES = "texts"


def marks(destination: Destination) -> Iterable[str]:
    """The phrases, in the ways in which capitals are used."""
    phrases: Iterable[str] = destination.fact("risk_phrases", ())
    return [form for each in phrases for form in (each, each.capitalize(), each.title(), each.upper())]


def check_row(row: Row) -> Iterator[Finding]:
    """Search all messages for the phrases that the target is said to mind."""
    phrases = marks(row.destination)
    for path, text in written_texts(row) if phrases else ():
        found = next((phrase for phrase in phrases if phrase in text), None)
        if found:
            said = f"{shown(found)} can set off the moderation of the service; leave it out if the job is blocked"
            yield Finding(said, path)
            return
