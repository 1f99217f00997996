r"""A weight on a row of a method that has no use for weights.

## Why
Weights say which answers of a conversation are trained on, in supervised fine-tuning. Of a pair the two answers are
compared and nothing else is learned; in reinforcement fine-tuning the model writes the answers itself. A weight of 0 on
an answer of a pair does not take it out, and the schema of such answers has no weight at all.

## Examples
```jsonl bad method=dpo
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4", "weight": 1}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl fixed
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4", "weight": 0}, {"role": "user", "content": "And 2 + 3?"}], "answer": "5"}
```
```jsonl good method=dpo
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4", "weight": 1}]}
```

## Fix
Unsafe: take the weight out, since whoever wrote it may have meant another method.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTunePreferenceRequestInput and FineTuneReinforcementRequestInput (2025-05-20)
- ftdata, for what a weight could do there (2026-11-23; no provider says)
"""

from collections.abc import Iterator

from ftdata.rules.row import OUTPUT_LISTS, Row
from ftdata.types import Finding, Fix, RemoveKey

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("weight",)
METHODS = ("dpo", "rft")


def check_row(row: Row) -> Iterator[Finding]:
    """Find weights that are sound; those that are not have their own rule."""
    if not row.destination.fact("weights_idle"):
        return
    for turn in row.turns:
        weight = turn.message.get("weight")
        if turn.role != "assistant" or type(weight) is not int or weight not in row.destination.fact("weights", ()):
            continue
        path, answer = (*turn.path, "weight"), turn.path[:1] in OUTPUT_LISTS
        said = (
            "both answers of a pair are always used" if answer else "nothing is trained on what comes before the answer"
        )
        fix = Fix("remove the weight", False, (RemoveKey(path),))
        yield Finding(f"the weight has no effect here: {said}; take it out", path, fix, None if answer else "info")
