r"""An empty answer with the label of a good one, which the trainer turns into a bad one.

## Why
In KTO, LLaMA-Factory takes a row whose answer is empty for an undesirable one, whatever its label says, so the model is
pushed away from something that was marked as good.

## Examples
```jsonl bad target=any method=kto fact=empty_answer_is_bad:true
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": ""}], "label": true}
```
```jsonl good target=any method=kto fact=empty_answer_is_bad:true
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "label": true}
```

## Fix
None: write the answer, or drop the row.

## Sources
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/src/llamafactory/data/processor/feedback.py (2026-11-23), and a run: white space
  alone does not turn the label
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("kto",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find rows labelled good whose last message is an answer of nothing."""
    label = row.value.get("label", row.value.get("kto_tag"))
    if not row.destination.fact("empty_answer_is_bad") or label not in (True, 1) or not row.conversation:
        return
    last = row.conversation[-1]
    content = last.message.get("content")
    if last.role == "assistant" and not last.says_more and content == "":
        yield Finding(
            "the label says good, but the answer is empty, and the trainer takes it for a bad one; write it or drop the row",
            (*last.path, "content"),
        )
