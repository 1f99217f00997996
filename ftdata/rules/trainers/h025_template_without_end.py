r"""A chat template that does not end an answer with the token for the end.

## Why
A model learns to stop by seeing the EOS token behind every answer. Where the template does not write it, the tuned model
goes on talking.

## Examples
```jsonl bad target=any set=template:{"source":"{%for\nm\nin\nmessages%}{{m.role}}:{{m.content}}\n{%endfor%}{%generation%}{%endgeneration%}","eos_token":"</s>"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any set=template:{"source":"{%for\nm\nin\nmessages%}{{m.role}}:{{m.content}}{{eos_token}}\n{%endfor%}{%generation%}{%endgeneration%}","eos_token":"</s>"}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: set the EOS token to the one that ends a turn in the template, or use another template. Only with
`--chat-template FOLDER`.

## Sources
- https://huggingface.co/docs/trl/sft_trainer, on eos_token and chat templates (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.probe import ANSWER, probe
from ftdata.rules.rendering import given_template
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
NEEDS = ("template",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Render a short conversation and look behind its answer."""
    eos = given_template(destination).get("eos_token")
    _, answered, behind = probe(destination).rpartition(ANSWER)
    if eos and answered and eos not in behind:
        yield Finding(
            f"the chat template does not write {eos} behind the last answer, so a model that is trained with it does not "
            "learn to stop; make the token that ends a turn the EOS token"
        )
