r"""Conversations whose last answer has a label, good or bad, as LLaMA-Factory and ms-swift take them for KTO.

``messages`` with a ``label``, or ShareGPT turns with a ``kto_tag``; either is true or false, and the columns ``system``
(beside turns) and ``tools`` are read. An answer labelled false is never written as one to learn: formats without labels
refuse the row. LLaMA-Factory takes an empty answer for a bad one, whatever its label.

```json row
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "label": true}
```

```json row
{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "No."}], "kto_tag": false}
```

Sources:
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md, KTO (2026-11-23)
- https://github.com/modelscope/ms-swift, 4.6, docs, KTO rows (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, read_tools, write_system, write_tools
from ftdata.formats._labels import assumed, label_of
from ftdata.formats._message import answer_start, parse_messages
from ftdata.formats._prompt import is_messages
from ftdata.formats._ready import Finisher
from ftdata.formats._turns import is_turn, keys_of, parse_turns
from ftdata.types import Candidate, Example, Json

NAME = "kto-conversation"
TITLE = "Conversations with a label"
METHODS = ("kto", "sft")
LABELS = True
PER_ANSWER = True
KEYS = ("label", "kto_tag")

_LABELS = ("label", "kto_tag")
_OTHER_FORMATS = frozenset(("chosen", "rejected", "rejected_response", "rejected_messages"))


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a label of true or false beside a conversation."""
    label = _label(row)
    if not label or not _OTHER_FORMATS.isdisjoint(row):
        return None
    if is_messages(row.get("messages")):
        return Match(4, f"messages is a list of objects with role, and {label} is true or false")
    turns = row.get("conversations")
    if label == "kto_tag" and isinstance(turns, list) and turns and is_turn(turns[0]):
        return Match(4, f"conversations is a list of objects with {keys_of(turns)}, and {label} is true or false")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; its closing answer carries the label."""
    label = _label(row)
    key = next((key for key in ("messages", "conversations") if key in row), "")
    if not label or not key:
        raise FormatError((), f"has no {'messages' if label else 'label or kto_tag that is true or false'}")
    turns = parse_messages(row[key], (key,)) if key == "messages" else parse_turns(row[key], (key,))
    split = answer_start(turns)
    if split == len(turns):
        raise FormatError((key,), "does not end with an answer that the label could speak of")
    used = ("tools",) if key == "messages" else ("system", "tools")
    return Example(
        context=[*(read_system(row) if "system" in used else ()), *turns[:split]],
        candidates=[Candidate(turns[split:], label=row[label])],
        tools=read_tools(row.get("tools"), ("tools",)),
        extras={name: value for name, value in row.items() if name not in (key, label, *used)},
        format=NAME,
        style={"order": list(row), "key": key, "turns": row[key], "label": label, "columns": columns(row, used)},
    )


def render(example: Example) -> Rendered:
    """Write a conversation as messages, and the label of its answer.

    Raises:
        FormatError: There is no answer.
    """
    if not example.candidates:
        raise FormatError((), f"has no answer, and {NAME} says of an answer whether it is good")
    if example.turns[-1].role != "assistant":
        raise FormatError(example.turns[-1].origin, "is the last turn, and not an answer of the assistant")
    own = example.format == NAME
    finisher = Finisher(example, NAME)
    if own and example.style["key"] == "conversations":
        fields = _turns(example)
    else:
        fields = {"messages": finisher.write(example.turns, ("messages",))}
    raw = own_columns(example, NAME)
    fields[example.style["label"] if own else "label"] = bool(label_of(example.candidates[0]))
    fields |= write_tools(raw, example.tools) if "tools" in raw else finisher.tools(("tools",))
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses = [*finisher.losses, *assumed(example, NAME), *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def _turns(example: Example) -> dict[str, Json]:
    """The turns as they were, and the system prompt in its column."""
    first = example.context[0] if example.context else None
    column = first.content if first and first.role == "system" and len(first.origin) < 2 else None
    system = write_system(own_columns(example, NAME), column if isinstance(column, str) else None)
    return {"conversations": example.style["turns"], **system}


def _label(row: Mapping[str, Json]) -> str:
    return next((key for key in _LABELS if isinstance(row.get(key), bool)), "")
