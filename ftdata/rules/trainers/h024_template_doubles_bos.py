r"""A chat template that writes the token for the beginning, which the tokenizer adds as well.

## Why
Where the template begins with the BOS token and the tokenizer adds one of its own, a trainer that renders first and
tokenizes then begins every example with two of them. The model has never seen that, and is worse for it.

## Examples
```jsonl bad target=any set=template:{"source":"{{bos_token}}{%for\nm\nin\nmessages%}{{m.content}}{%endfor%}{%generation%}{%endgeneration%}","bos_token":"<s>","add_bos_token":true}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any set=template:{"source":"{{bos_token}}{%for\nm\nin\nmessages%}{{m.content}}{%endfor%}{%generation%}{%endgeneration%}","bos_token":"<s>","add_bos_token":false}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: hand the trainer messages, not text, or tokenize with `add_special_tokens=False`. Only with `--chat-template FOLDER`.

## Sources
- https://huggingface.co/docs/transformers/chat_templating, on special tokens (2026-09)
- https://huggingface.co/docs/tokenizers/api/post-processors, TemplateProcessing, as Llama 3 has it, and a run (2026-11-27)
"""

from collections.abc import Iterator

from ftdata.rules.probe import probe
from ftdata.rules.rendering import given_template
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
NEEDS = ("template",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Render a short conversation and look at its beginning."""
    given = given_template(destination)
    bos = given.get("bos_token")
    if bos and given.get("add_bos_token") and probe(destination).startswith(bos):
        yield Finding(
            f"the chat template begins with {bos} and the tokenizer adds one more, so rendered text gets two; tokenize it "
            "with add_special_tokens=False, or hand the trainer messages"
        )
