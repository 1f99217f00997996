r"""Conversations that are the text of a list in one cell: JSON, Python's way of writing, or numpy's.

Tables cannot hold lists, so ``messages``, ``conversations`` or ``conversation`` is often a text: JSON text, what Python
prints for a list (``'role': None``), or what numpy prints for an array of objects, which has line breaks where commas
belong. ``messages_json``, ``conversations_json`` and ``conversation_json`` are such cells too, where no list stands
beside them; tools are then in ``tools`` or ``tools_json`` and, where the conversation ends with a question, the answer
in ``target_json``. The text is read, never executed. Rows of this kind are read and not written: every other format
holds the list itself.

```json row
{"messages": "[{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello!\"}]"}
```

```json row
{"id": 7, "conversations": "[{'from': 'human', 'value': 'Hi'}, {'from': 'gpt', 'value': 'It\\'s me.'}]"}
```

```json row
{"id": 7, "messages_json": "[{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello!\"}]"}
```

```json row
{"conversation": "[{'content': 'Hi', 'role': 'user'}\n {'content': 'Hello!', 'role': 'assistant'}]"}
```

Sources:
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, prompt_strategies/chat_template.py, JSON text in columns (2026-11-23)
- https://github.com/modelscope/ms-swift, 4.6, MessagesPreprocessor, texts of Python lists (2026-11-23)
- https://huggingface.co/datasets/lmsys/lmsys-chat-1m, dumps of its column conversation to CSV (2026-11-23)
"""  # noqa: E501

import re
from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._columns import columns, read_system, read_tools
from ftdata.formats._message import answer_start, parse_message, parse_messages
from ftdata.formats._turns import is_turn, parse_turns
from ftdata.jsontext import from_python
from ftdata.jsontext import parse as parse_json
from ftdata.types import Candidate, Example, Json, Message, Path

NAME = "chat-text"
TITLE = "Conversations as text in a cell"
METHODS = ("sft",)
KEYS = (
    "messages",
    "conversations",
    "conversation",
    "messages_json",
    "conversations_json",
    "conversation_json",
)
MARKS = ("[{",)

_TOOLS = ("tools", "tools_json")
_COLUMNS = ("system", *_TOOLS)
_TARGET = "target_json"
_OTHER_FORMATS = ("chosen", "rejected", "label", "kto_tag")
_QUOTED = r"'(?:[^'\\]|\\.)*'|" + r'"(?:[^"\\]|\\.)*"'
_BORDER = re.compile(rf"({_QUOTED})|\}}\s+\{{", re.DOTALL)

render = None


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a text that is a list of turns."""
    key = _key(row)
    if not isinstance(row.get(key), str) or any(other in row for other in _OTHER_FORMATS):
        return None
    try:
        turns = _read(row[key], (key,))
    except FormatError:
        return None
    if any(is_turn(turn) or (isinstance(turn, Mapping) and "role" in turn) for turn in turns):
        return Match(4, f"{key} is the text of a list of turns")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation from its text."""
    key = _key(row)
    if not isinstance(row.get(key), str):
        raise FormatError((key,) if key in row else (), "is not the text of a list of turns")
    turns = _read(row[key], (key,))
    read = parse_turns if any(is_turn(turn) for turn in turns) else parse_messages
    messages = [*read_system(row), *read(turns, (key,))]
    answer = _answer(row) if messages[-1:] and messages[-1].role != "assistant" else []
    used = (key, *_COLUMNS, *((_TARGET,) if answer else ()))
    tools = next((name for name in _TOOLS if row.get(name) is not None), _TOOLS[0])
    messages += answer
    split = answer_start(messages)
    return Example(
        context=messages[:split],
        candidates=[Candidate(messages[split:])] if split < len(messages) else [],
        tools=read_tools(row.get(tools), (tools,)),
        extras={name: value for name, value in row.items() if name not in used},
        format=NAME,
        style={"order": list(row), "columns": columns(row, _COLUMNS)},
    )


def _key(row: Mapping[str, Json]) -> str:
    listed = any(isinstance(row.get(key), list) for key in KEYS)
    return next((key for key in KEYS if isinstance(row.get(key), str) and not listed), KEYS[0])


def _answer(row: Mapping[str, Json]) -> list[Message]:
    """The answer that a row holds as JSON of one message beside the conversation."""
    text = row.get(_TARGET)
    value, defects = parse_json(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else (None, [])
    if any(defect.fatal for defect in defects) or not isinstance(value, Mapping):
        return []
    given = any(value.get(name) for name in ("content", "tool_calls"))
    return [parse_message({"role": "assistant", **value}, (_TARGET,))] if given else []


def _read(text: str, path: Path) -> list[Json]:
    """The list that a text says: as JSON, else as Python, with the commas that numpy leaves out."""
    raw = text.encode("utf-8", "surrogatepass")
    value, defects = parse_json(raw)
    if any(defect.fatal for defect in defects):
        try:
            value = from_python(_BORDER.sub(_comma, text).encode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise FormatError(path, f"is text but neither JSON nor Python's text of a list: {error}"[:160]) from error
    if not isinstance(value, list):
        raise FormatError(path, "is text but not of a list")
    return value


def _comma(match: re.Match[str]) -> str:
    return match[1] or "}, {"
