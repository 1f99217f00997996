r"""ToolACE's conversations: tools as JSON in the system prompt, and calls in Python's way of writing them.

An answer of nothing but calls in brackets, such as ``[Get Weather(city="Oslo", days=2), Time()]``, is read as calls; a
function's name may have blanks in it. What looks so and cannot be read is an error that names the turn, since it would
be trained on as text otherwise. Results come in a turn of the tool, a list with a result for each call or any text.
The system prompt lists the tools and explains how to write calls: it has no place in other formats, which have tools of
their own, and that is said where rows are converted. Types such as ``dict`` become JSON Schema's words.

Rows of this shape are read, and given back as they were; other formats are not written as ToolACE.

```json row
{"system": "You have these functions:\n[{\"name\": \"Get Weather\", \"parameters\": {\"type\": \"dict\", \"properties\": {\"city\": {\"type\": \"string\"}}, \"required\": [\"city\"]}, \"required\": null}]\nCall them like this: [func1(params_name=params_value), func2(params)]", "conversations": [{"from": "user", "value": "Weather in Oslo?"}, {"from": "assistant", "value": "[Get Weather(city=\"Oslo\")]"}, {"from": "tool", "value": "[{\"name\": \"Get Weather\", \"results\": {\"degrees\": 4}}]"}, {"from": "assistant", "value": "It is 4 degrees."}]}
```

```json row
{"system": "Functions: [{\"name\": \"now\", \"parameters\": {}}] Use [func_name1(a=b)].", "conversations": [{"from": "user", "value": "Time?"}, {"from": "assistant", "value": "[now()]"}]}
```

Sources:
- https://huggingface.co/datasets/Team-ACE/ToolACE (2026-11-23)
- https://github.com/hao-ai-lab, https://github.com/thunlp/ToLeaP, scripts that read it (2026-11-26)
"""  # noqa: E501

import json
import re
from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered
from ftdata.formats._as_read import give_back
from ftdata.formats._columns import read_tools
from ftdata.formats._message import answer_start
from ftdata.formats._pycalls import looks_like_calls, read_python_calls
from ftdata.formats._schemas import plain_types
from ftdata.formats._turns import SPEAKERS, is_turn, read_turn
from ftdata.jsontext import locate
from ftdata.jsontext import parse as read_json
from ftdata.types import ABSENT, Candidate, Example, Json, Message, Path

NAME = "toolace"
TITLE = "ToolACE function calling"
METHODS = ("sft",)
CORPUS = True
KEYS = ("conversations",)
MARKS = (".system",)

_EXPLAINS = re.compile(r"\[\s*func\w*\(")
_LIST = re.compile(r"\[\s*\{")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows whose system prompt lists functions and says that calls are written in brackets."""
    system, turns = row.get("system"), row.get("conversations")
    if not isinstance(system, str) or not isinstance(turns, list) or not any(is_turn(turn) for turn in turns):
        return None
    if not _EXPLAINS.search(system) or _listed(system) is None:
        return None
    return Match(4, "system lists functions that are called in brackets")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation, its calls and its tools."""
    for key in ("system", "conversations"):
        if key not in row:
            raise FormatError((), f"has no key {key}")
    system = row["system"]
    listed = _listed(system) if isinstance(system, str) else None
    if listed is None:
        raise FormatError(("system",), "lists no functions as JSON")
    turns = _turns(row["conversations"])
    split = answer_start(turns)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        tools=[_described(tool) for tool in read_tools(listed, ("system",)) or ()],
        extras={key: value for key, value in row.items() if key != "conversations"},
        format=NAME,
        style={"row": row},
    )


def render(example: Example) -> Rendered:
    """Give a row back as it was.

    Raises:
        FormatError: The example is of another format, or was changed.
    """
    return give_back(example, NAME, parse)


def _listed(system: str) -> list[Json] | None:
    """The first JSON list of functions in a text; None where there is none."""
    for found in _LIST.finditer(system):
        try:
            _, end = json.JSONDecoder().raw_decode(system, found.start())
        except (ValueError, RecursionError):
            continue
        value, defects = read_json(system[found.start() : end].encode("utf-8", "surrogatepass"))
        if not any(defect.fatal for defect in defects) and _are_functions(value):
            functions: list[Json] = value
            return functions
    return None


def _are_functions(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, Mapping) and isinstance(each.get("name"), str) for each in value
    )


def _described(tool: Any) -> Json:
    """A tool in JSON Schema's words; null says nothing."""
    function = {key: value for key, value in tool["function"].items() if value is not None}
    parameters = function.get("parameters")
    return {**tool, "function": function | ({"parameters": plain_types(parameters)} if parameters is not None else {})}


def _turns(value: Json) -> list[Message]:
    if not isinstance(value, list) or not value:
        raise FormatError(("conversations",), "is not a non-empty list of turns")
    made: list[Message] = []
    for place, turn in enumerate(value):
        path: Path = ("conversations", place)
        text = turn.get("value") if isinstance(turn, Mapping) else None
        speaker = SPEAKERS.get(str(turn.get("from")).lower()) if isinstance(text, str) else None
        if isinstance(text, str) and speaker == "assistant" and looks_like_calls(text):
            calls = read_python_calls(text, (*path, "value"))
            made.append(Message("assistant", ABSENT, tool_calls=calls, origin=path))
        elif isinstance(text, str) and speaker == "tool":
            made += [Message("tool", result, origin=path) for result in _results(text)]
        else:
            made.append(read_turn(turn, path))
    return made


def _results(text: str) -> list[str]:
    """Results one by one where they are a list of such, else the text."""
    raw = text.encode("utf-8", "surrogatepass")
    value, defects = read_json(raw)
    if any(defect.fatal for defect in defects) or not _are_functions(value) or not value:
        return [text]
    spans = [locate(raw, (place,)) for place in range(len(value))]
    return [raw[span.start : span.end].decode("utf-8", "surrogatepass") for span in spans if span]
