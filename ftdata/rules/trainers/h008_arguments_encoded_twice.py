r"""Arguments of a call as text, which chat templates encode a second time.

## Why
OpenAI writes the arguments of a call as JSON text. Trainers that render a chat template want an object: most templates
write `arguments | tojson`, and of a text that makes `"{\"city\": \"Oslo\"}"`, in quotes and with backslashes. The model
then learns to call tools in this way. Templates that only paste text, as DeepSeek-V3's does, want the text instead.

## Examples
```jsonl bad target=huggingface
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl fixed target=huggingface
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"city":"Oslo"}}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"city": "Oslo"}}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Safe where the text is one JSON object that says no key twice: write the object. Another text is left alone.

## Sources
- https://huggingface.co/docs/trl/dataset_formats, tool calling (2026-11-23)
- https://huggingface.co/Qwen/Qwen2.5-7B-Instruct, tokenizer_config.json, chat_template (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.calls import calls, read_arguments
from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("tool_calls", "function_call")


def check_row(row: Row) -> Iterator[Finding]:
    """Find arguments that are text, where the target wants objects."""
    if row.destination.fact("tool_arguments") != "object" or row.origins:  # a conversion made them text
        return
    for call in calls(row):
        if not isinstance(call.arguments, str):
            continue
        path, (value, why) = (*call.where, "arguments"), read_arguments(call.arguments)
        fix = Fix("write the arguments as an object", True, (SetValue(path, value),)) if not why else None
        yield Finding(
            "the arguments are text, which most chat templates encode a second time; write an object", path, fix
        )
