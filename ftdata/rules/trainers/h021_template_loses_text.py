r"""Something that the model's chat template leaves out, so that the model never sees it.

## Why
Templates write what they know of and nothing else. Llama 3's leaves calls out; Qwen3's writes empty turns for content in
parts, and drops the reasoning of all answers but the last; many know no tools. Nothing is said: the model learns to
answer without what was asked.

## Examples
```jsonl bad target=any set=template:{"source":"{{tools|tojson}}{%for\nm\nin\nmessages%}{{m.role}}:{{m.content}}\n{%endfor%}"}
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "I look.", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "forecast", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "forecast"}}]}
```
```jsonl bad target=any set=template:{"source":"{%for\nm\nin\nmessages%}{{m.content.split('</think>')[-1]}}\n{%endfor%}"}
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "<think>Two and two.</think>4"}]}
```
```jsonl good target=any set=template:{"source":"{%for\nm\nin\nmessages%}{{m.role}}:{{m.content|trim}}\n{%endfor%}"}
{"messages": [{"role": "user", "content": " Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: choose a template that writes it, or write it where the template does. Only with `--chat-template`.

## Sources
- https://huggingface.co/docs/transformers/chat_templating_writing (2026-09)
- https://github.com/hiyouga/LlamaFactory/issues/8634 and https://github.com/OpenRLHF/OpenRLHF/issues/1080 (2025, on reasoning)
"""

from collections.abc import Iterator

from ftdata.rules.rendering import any_row, conversations, template_of
from ftdata.rules.row import Row
from ftdata.rules.survival import lost
from ftdata.types import Finding

SEVERITY = "error"
SEES = "texts"
ASKS = ("template",)

marks = any_row


def check_row(row: Row) -> Iterator[Finding]:
    """Look for every text, call and tool of the row in what is rendered; a refusal has its own finding."""
    template = template_of(row.destination)
    if template is None:
        return
    from ftdata.tokenizers.chat_template import RefusedError

    seen = set()
    for conversation in conversations(row):
        try:
            found = list(lost(conversation, template))
        except RefusedError:
            return
        for each in found:
            if (each.path, each.what) not in seen:
                seen.add((each.path, each.what))
                said = "some of " if each.partly else ""
                yield Finding(f"the chat template leaves out {said}{each.what}; the model would not see it", each.path)
