r"""Nous Research's function-calling conversations: ShareGPT turns whose texts hold calls and results between tags.

An answer's calls stand between ``<tool_call>`` and ``</tool_call>``, as JSON or, in some rows, as a Python literal;
what is said beside them is the text of the same turn. Results stand between ``<tool_response>`` tags, several in one
turn. Tools are read from the column ``tools`` or, where there is none, from between ``<tools>`` tags in the system
prompt. A system prompt that begins with the words of Hermes explains those tags and nothing else: it has no place in
other formats, which have tools of their own, and that is said where rows are converted. Any other system prompt stays.

Rows of this shape are read, and given back as they were; other formats are not written as Hermes.

```json row
{"conversations": [{"from": "system", "value": "You are a function calling AI model. <tools> [{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"parameters\": {}}}] </tools> Answer with <tool_call>."}, {"from": "human", "value": "Weather in Oslo?"}, {"from": "gpt", "value": "<tool_call>\n{\"arguments\": {\"city\": \"Oslo\"}, \"name\": \"weather\"}\n</tool_call>"}, {"from": "tool", "value": "<tool_response>\n4\n</tool_response>"}, {"from": "gpt", "value": "It is 4 degrees."}]}
```

```json row
{"id": "1", "conversations": [{"from": "human", "value": "Weather in Oslo?"}, {"from": "gpt", "value": "Let me look.\n<tool_call>\n{'name': 'weather', 'arguments': {'city': 'Oslo'}}\n</tool_call>"}], "tools": "[{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]"}
```

Sources:
- https://huggingface.co/datasets/NousResearch/hermes-function-calling-v1 (2026-11-23)
- https://github.com/NousResearch/Hermes-Function-Calling (2026-11-23)
"""  # noqa: E501

import re
from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered
from ftdata.formats._as_read import give_back
from ftdata.formats._columns import read_tools
from ftdata.formats._message import answer_start
from ftdata.formats._tagged import read_tagged_answer, read_tagged_results, value_of
from ftdata.formats._turns import SPEAKERS, is_turn, read_turn
from ftdata.types import Candidate, Example, Json, Message

NAME = "hermes"
TITLE = "Hermes function calling"
METHODS = ("sft",)
CORPUS = True
KEYS = ("conversations",)
MARKS = ("tools", "system", "tool")

_TOOLS = re.compile(r"<tools>((?:[^<]|<(?!/?tools>))*+)</tools>")
_EXPLAINS = "You are a function calling AI model"
_TAGS = ("<tool_call>", "<tool_response>", "<tools>")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with turns of which one holds a call, a result or the tools between tags."""
    turns = row.get("conversations")
    if not isinstance(turns, list) or any(key in row for key in ("chosen", "rejected")):
        return None
    texts = [turn["value"] for turn in turns if is_turn(turn) and isinstance(turn["value"], str)]
    tag = next((tag for tag in _TAGS if any(tag in text for text in texts)), None)
    known = "tools" in row or any(_is_marked(turn) for turn in turns)
    return Match(4, f"a turn holds {tag}") if tag and known else None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation, its calls and its tools."""
    if "conversations" not in row:
        raise FormatError((), "has no key conversations")
    turns = _turns(row["conversations"])
    system = turns[0].content if turns[0].role == "system" and len(turns) > 1 else None
    tools = _read_tools(row, system if isinstance(system, str) else "")
    further = {key: value for key, value in row.items() if key not in ("conversations", "tools")}
    if tools is not None and isinstance(system, str) and system.lstrip().startswith(_EXPLAINS):
        further["conversations.system"] = system
        turns = turns[1:]
    split = answer_start(turns)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        tools=tools,
        extras=further,
        format=NAME,
        style={"row": row},
    )


def render(example: Example) -> Rendered:
    """Give a row back as it was.

    Raises:
        FormatError: The example is of another format, or was changed.
    """
    return give_back(example, NAME, parse)


def _is_marked(turn: Json) -> bool:
    """Whether a turn is of a speaker that marks such a row: the system, or a tool."""
    return is_turn(turn) and turn.get("from") in ("system", "tool")


def _turns(value: Json) -> list[Message]:
    if not isinstance(value, list) or not value:
        raise FormatError(("conversations",), "is not a non-empty list of turns")
    made = []
    for place, turn in enumerate(value):
        path = ("conversations", place, "value")
        text = turn.get("value") if isinstance(turn, Mapping) else None
        speaker = SPEAKERS.get(str(turn.get("from")).lower()) if isinstance(text, str) else None
        if isinstance(text, str) and speaker == "assistant":
            made.append(read_tagged_answer(text, path))
        elif isinstance(text, str) and speaker == "tool":
            made += read_tagged_results(text, path)
        else:
            made.append(read_turn(turn, path[:-1]))
    return made


def _read_tools(row: Mapping[str, Json], system: str) -> list[Json] | None:
    """The tools of the column, else of the system prompt; None where neither has any."""
    if row.get("tools") not in (None, ""):
        return read_tools(row["tools"], ("tools",))
    found = _TOOLS.search(system)
    if not found:
        return None
    try:
        value = value_of(found[1], ("conversations", 0, "value"))
        return read_tools(value if isinstance(value, list) else [value], ("conversations", 0, "value"))
    except FormatError:
        return None
