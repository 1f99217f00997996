r"""A pair whose input already ends with an answer.

## Why
The outputs answer the last message of the input. Where that is the assistant's, they answer nobody: mostly the
preferred answer was left in the input, so that the model is shown it before it is asked.

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}, {"role": "user", "content": "And 3 more?"}]}, "preferred_output": [{"role": "assistant", "content": "7"}], "non_preferred_output": [{"role": "assistant", "content": "8"}]}
```
```jsonl good target=any
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "Let me see:"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```

## Fix
None: whether the message is to be dropped, or the user's next one is missing, is not known.

## Sources
- https://developers.openai.com/api/docs/guides/direct-preference-optimization (2026-03-20)
- https://github.com/microsoft-foundry/fine-tuning (284 of 284 inputs of the sample end with the user, measured by ftdata 2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.calls import calls_of
from ftdata.rules.row import OUTPUT_LISTS, Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo",)
NEEDS = ("input",)


def check_row(row: Row) -> Iterator[Finding]:
    """Look at the last message of the input, where the target says that matters; calls may be answered by a tool."""
    if not row.sound or row.destination.fact("input_before_answer") != "user":
        return
    last = row.conversation[-1]
    if last.role != "assistant" or (any(calls_of(last)) and _begins_with_tool(row)):
        return
    yield Finding(
        "the input ends with a message of the assistant, so the two answers answer nobody; "
        "take it out, or add what the user said next",
        last.path,
    )


def _begins_with_tool(row: Row) -> bool:
    firsts = [next(row.turns_at(path), None) for path in OUTPUT_LISTS]
    return any(turn and turn.role == "tool" for turn in firsts)
