r"""Chat messages under the key ``conversations`` or ``conversation``, as Unsloth, Axolotl and LMSYS have them.

The messages are OpenAI's, only their key is another. ``conversations`` is what Unsloth's notebooks work on and what many
sets on the Hub were renamed to; ``conversation`` is the key of LMSYS-Chat-1M. A column ``system`` is a system prompt.

```json row
{"conversations": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

```json row
{"conversation_id": "7", "conversation": [{"content": "Hi", "role": "user"}, {"content": "Hello!", "role": "assistant"}], "language": "English"}
```

Sources:
- https://docs.unsloth.ai/basics/datasets-guide (2026-11-23)
- https://huggingface.co/datasets/lmsys/lmsys-chat-1m (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, Turns, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, read_tools, write_system, write_tools
from ftdata.formats._message import answer_start, parse_messages
from ftdata.formats._plain import plain_messages
from ftdata.formats._ready import Finisher, trained_turns
from ftdata.types import Candidate, Example, Json

NAME = "conversations"
TITLE = "Chat messages under the key conversations"
METHODS = ("sft",)
KEYS = ("conversations", "conversation")
MARKS = ("role",)

_LISTS = ("conversations", "conversation")
_COLUMNS = ("system", "tools")
_OTHER_FORMATS = ("messages", "chosen", "rejected", "kto_tag", "label")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of objects that have a role and content or calls."""
    turns = row.get(_key(row))
    if not isinstance(turns, list) or any(key in row for key in _OTHER_FORMATS):
        return None
    if any(
        isinstance(turn, Mapping) and "role" in turn and ("content" in turn or "tool_calls" in turn) for turn in turns
    ):
        return Match(3, f"{_key(row)} is a list of objects with role and content")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the closing turns of the assistant are the answer."""
    key = _key(row)
    if key not in row:
        raise FormatError((), "has no key conversations")
    messages = [*read_system(row), *parse_messages(row[key], (key,))]
    split = answer_start(messages)
    return Example(
        context=messages[:split],
        candidates=[Candidate(messages[split:])] if split < len(messages) else [],
        tools=read_tools(row.get("tools"), ("tools",)),
        extras={name: value for name, value in row.items() if name not in (key, *_COLUMNS)},
        format=NAME,
        style={"order": list(row), "key": key, "columns": columns(row, _COLUMNS)},
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer."""
    own = example.format == NAME
    finisher = Finisher(example, NAME)
    raw = own_columns(example, NAME)
    turns = trained_turns(example)
    column = turns.pop(0).content if own and turns and turns[0].style.get("column") else None
    key = example.style["key"] if own else _LISTS[0]
    fields: dict[str, Json] = {key: finisher.write(turns, (key,))}
    fields |= write_system(raw, column if isinstance(column, str) else None)
    fields |= write_tools(raw, example.tools) if "tools" in raw else finisher.tools(("tools",))
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses = [*finisher.losses, *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row that holds nothing but messages of role and text, in this order."""
    return plain_messages(row, "conversations")


def render_plain(turns: Turns) -> dict[str, Json]:
    """Write turns of text."""
    return {"conversations": [{"role": role, "content": text} for role, text in turns]}


def _key(row: Mapping[str, Json]) -> str:
    return next((key for key in _LISTS if key in row), _LISTS[0])
