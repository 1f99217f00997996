"""Calls of known tools, about which no rule would say anything."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import orjson

from ftdata.jsontext import MAX_DEPTH, dumps, is_plain_object, literals_in_text, prove
from ftdata.rules.accept import Accepts
from ftdata.rules.calls import read_arguments
from ftdata.rules.glance import Called
from ftdata.rules.identity import tools_key
from ftdata.types import Json


class Tools(NamedTuple):
    """What is known of a text of tool definitions: its literals, its key, and quick tests for calls of each tool."""

    literals: int
    key: bytes
    quiet: dict[bytes, list[Accepts]]


NO_TOOLS = Tools(0, b"", {})


def tools_of(text: bytes, tools: Json, tests: Sequence[Callable[[dict[str, Json]], Accepts]]) -> Tools:
    """Get ready for calls of tools.

    Args:
        text: Their definitions as they stand in a row.
        tools: Their definitions.
        tests: Each makes a test for arguments from the definition of a function.
    """
    quiet = {dumps(each["name"]): [make(each) for make in tests] for each in _functions(tools)}
    return Tools(literals_in_text(text), tools_key(text), quiet)


def _functions(tools: Json) -> Iterator[dict[str, Json]]:
    """The functions among tool definitions that have a name."""
    for tool in tools if isinstance(tools, list) else ():
        function = tool.get("function") if isinstance(tool, dict) else None
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            yield function


def are_quiet(calls: Iterable[Called], tools: Tools) -> bool:
    """Whether all calls are of these tools, with arguments that every test takes."""
    for call in calls:
        tests = tools.quiet.get(call.name)
        arguments = None if tests is None else _arguments(orjson.loads(call.arguments))
        if arguments is None:
            return False
        for test in tests or ():
            if not test(arguments):
                return False
    return True


def _arguments(text: str) -> Json:
    """Read the arguments of a call; None where they are no object."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if isinstance(value, dict) and (is_plain_object(text, value) or all(prove(text.encode(), value, MAX_DEPTH))):
        return value
    return read_arguments(text)[0]
