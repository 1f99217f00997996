r"""Messages in ``input`` and the answer's text in ``output``, as Llama-Nemotron's post-training set has them.

A column ``system_prompt`` is the system prompt (there ``detailed thinking on`` or ``off``, which turns the reasoning on
that ``output`` begins with). Columns such as ``category``, ``reasoning`` and ``generator`` have no place in other
formats.

These rows are read, not written.

```json row
{"version": "v1", "input": [{"role": "user", "content": "What is 2 + 2?"}], "output": "<think>\nTwo pairs.\n</think>\n\n4", "category": "math", "reasoning": "on", "system_prompt": "detailed thinking on"}
```

```json row
{"input": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Name a colour."}], "output": "Blue."}
```

Sources:
- https://huggingface.co/datasets/nvidia/Llama-Nemotron-Post-Training-Dataset (2025-05)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._message import parse_messages
from ftdata.formats._prompt import is_messages
from ftdata.formats._questions import read_text
from ftdata.types import Candidate, Example, Json, Message

NAME = "messages-output"
TITLE = "Messages in input, the answer in output"
METHODS = ("sft",)
KEYS = ("output",)
MARKS = ("role",)
render = None

_FIELDS = ("input", "output")
_SYSTEM = "system_prompt"


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of messages as input and a text as output."""
    if is_messages(row.get("input")) and isinstance(row.get("output"), str):
        return Match(4, "input is a list of objects with role, and output is text")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the output is the answer to learn."""
    if not is_messages(row.get("input")):
        raise FormatError(("input",), "is not a list of messages")
    if not isinstance(row.get("output"), str):
        raise FormatError(("output",), "is not text")
    system = read_text(row.get(_SYSTEM), (_SYSTEM,))
    told = [Message("system", system, origin=(_SYSTEM,))] if system else []
    return Example(
        context=[*told, *parse_messages(row["input"], ("input",))],
        candidates=[Candidate([Message("assistant", row["output"], origin=("output",))])],
        extras={key: value for key, value in row.items() if key not in (*_FIELDS, _SYSTEM)},
        format=NAME,
        style={"answer_only": True},
    )
