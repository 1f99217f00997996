r"""A chat template that does not say which words are the model's.

## Why
TRL learns only answers (`assistant_only_loss=True`) where the template marks them with `{% generation %}`. Without the
marks it ends with a RuntimeError: "at least one example has no assistant tokens".

## Examples
```jsonl bad target=any set=template:{"source":"{%for\nm\nin\nmessages%}{{m.content}}{%endfor%}"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any set=template:{"source":"{%for\nm\nin\nmessages%}{%generation%}{{m.content}}{%endgeneration%}{%endfor%}"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: use the template for training that TRL has for the model, or prompt and completion. Only with `--chat-template`.

## Sources
- https://github.com/huggingface/trl/issues/4879 (2026) and sft_trainer.py of TRL 1.16 (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.rendering import template_of
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
NEEDS = ("template",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Look for the tag in the template."""
    template = template_of(destination)
    if template is not None and not template.marks_answers:
        yield Finding(
            "the chat template has no {% generation %} around what the model says, so assistant_only_loss cannot work; "
            "learn completions instead, or add the marks"
        )
