r"""A row that the model's chat template refuses.

## Why
Templates raise where a conversation is not as the model knows it: "Conversation roles must alternate
user/assistant/user/assistant/...", "System role not supported", "This model only supports single tool-calls at once!". The
trainer ends at the first such row, perhaps after hours of preparing the others.

## Examples
```jsonl bad target=any set=template:{"source":"{%for\nm\nin\nmessages%}{%if\nm.role=='system'%}{{raise_exception('System\u0020role\u0020not\u0020supported')}}{%endif%}{{m.content}}{%endfor%}"}
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any set=template:{"source":"{%for\nm\nin\nmessages%}{%if\nm.role=='system'%}{{raise_exception('System\u0020role\u0020not\u0020supported')}}{%endif%}{{m.content}}{%endfor%}"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: bring the row into the order that the template wants, or choose another template. Only with `--chat-template`.

## Sources
- https://huggingface.co/docs/transformers/chat_templating_writing (2026-09)
"""

from collections.abc import Iterator

from ftdata.rules.rendering import any_row, conversations, render, template_of
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "texts"
ASKS = ("template",)

marks = any_row


def check_row(row: Row) -> Iterator[Finding]:
    """Render the conversations of the row."""
    template = template_of(row.destination)
    if template is None:
        return
    from ftdata.tokenizers.chat_template import RefusedError

    for conversation in conversations(row):
        try:
            render(template, conversation.messages, conversation.tools)
        except RefusedError as error:
            yield Finding(f"{str(error)[:200]}; the trainer ends here", conversation.paths[0][:-1])
            return
