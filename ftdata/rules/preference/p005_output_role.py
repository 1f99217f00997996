r"""An answer of a pair that is not the assistant's.

## Why
Both outputs are answers of the model. A question of the user in them, or a tool's reply alone, is refused, for there
is nothing that could be preferred.

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "user", "content": "5"}]}
```
```jsonl bad target=openai
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "system", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```

## Fix
None: who said what is not for a tool to decide.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-direct-preference-optimization (2026-03-20)
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTunePreferenceRequestInput (2025-05-20)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.row import OUTPUT_LISTS, Row, Turn
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo",)
NEEDS = ("preferred_output", "non_preferred_output")


def check_row(row: Row) -> Iterator[Finding]:
    """Compare the roles of every answer with those that the target takes.

    Unknown roles have their own finding, and so has an answer of more messages than can be compared.
    """
    taken: Sequence[str] = row.destination.fact("output_roles", ())
    known = row.destination.fact("roles", ())
    most = row.destination.fact("max_output_messages")
    for path in OUTPUT_LISTS if taken else ():
        turns, count = list(row.turns_at(path)), len(row.lists.get(path, ()))
        if most is not None and count > most:
            continue
        wrong = [turn for turn in turns if turn.role in known and turn.role not in taken]
        yield from (_wrong(turn, taken) for turn in wrong)
        sound = turns and len(turns) == count and all(turn.role in taken for turn in turns)
        if sound and all(turn.role != "assistant" for turn in turns):
            yield Finding(f"no message of {path[0]} is from the assistant; add its answer", path)


def _wrong(turn: Turn, taken: Sequence[str]) -> Finding:
    said = f"{turn.path[0]} holds a message of role {turn.role}; only {' and '.join(taken)} can stand in an answer"
    return Finding(said, (*turn.path, "role"))
