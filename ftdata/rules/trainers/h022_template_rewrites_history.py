r"""Earlier turns that the chat template writes in another way once more turns follow.

## Why
Trainers find out what is an answer by rendering the turns before it and taking what comes after. Templates that write
history anew, as those do that drop earlier reasoning, break this: the wrong words are learned, or none. At work the model
sees each turn as the last one, which it then was never trained on.

## Examples
```jsonl bad target=any set=template:{"source":"{{messages|length}}{%for\nm\nin\nmessages%}{{m.role}}:{{m.content}}\n{%endfor%}"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!"}]}
```
```jsonl good target=any set=template:{"source":"{%for\nm\nin\nmessages%}{{m.role}}:{{m.content}}\n{%endfor%}"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!"}]}
```

## Fix
None: train on the last answer of each row alone, one row an answer, or use a template for training. Only with
`--chat-template`.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/chat_template_utils.py, is_chat_template_prefix_preserving (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.rendering import any_row, conversations, render, template_of
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"
ASKS = ("template",)
ONCE = True

marks = any_row


def check_row(row: Row) -> Iterator[Finding]:
    """Hold the beginning of each conversation, up to each of its answers, against the whole."""
    template = template_of(row.destination)
    if template is None:
        return
    from ftdata.tokenizers.chat_template import RefusedError

    for messages, paths, tools in conversations(row):
        ends = [number for number, each in enumerate(messages, 1) if each.get("role") == "assistant"]
        try:
            whole = render(template, messages, tools)
            for end in ends[:-1]:
                if not whole.startswith(render(template, messages[:end], tools)):
                    yield Finding(
                        "the chat template writes this turn in another way when others follow, so trainers cannot tell the "
                        "answers; train on the last answer of a row alone",
                        paths[end - 1],
                    )
                    return
        except RefusedError:
            return
