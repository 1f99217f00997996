r"""A role that the destination does not know.

## Why
Roles are exact words: "User" or "human" are refused where "user" is meant, and chat templates skip or break on them.

## Examples
```jsonl bad
{"messages": [{"role": "human", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "narrator", "content": "She waves."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Unsafe: write the role that is meant, for well-known other words and spellings only. It decides what is trained on.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
- https://github.com/hiyouga/LLaMA-Factory and https://github.com/modelscope/ms-swift for the other words (2026-11-23)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Path, SetValue

SEVERITY = "error"
SEES = "shape"

_MEANT = {
    "human": "user",
    "prompter": "user",
    "input": "user",
    "gpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "chatgpt": "assistant",
    "output": "assistant",
    "function_response": "tool",
    "observation": "tool",
    "tool_response": "tool",
    "ipython": "tool",
}


def check_row(row: Row) -> Iterator[Finding]:
    """Compare every role with the target's."""
    known = row.destination.fact("roles")
    for turn in row.turns if known else ():
        if turn.role is not None and turn.role not in known:
            yield _finding(turn.role, (*turn.path, "role"), known)


def _finding(role: str, path: Path, known: Sequence[str]) -> Finding:
    meant = _meant(role)
    if meant not in known:
        return Finding(f"there is no role {shown(role)}; use one of {', '.join(known)}", path)
    fix = Fix(f"write {meant!r} for the role {shown(role)}", False, (SetValue(path, meant),))
    return Finding(f"there is no role {shown(role)}; write {meant!r} if that is meant", path, fix)


def _meant(role: str) -> str:
    word = role.strip().casefold().replace("-", "_")
    return _MEANT.get(word, word)
