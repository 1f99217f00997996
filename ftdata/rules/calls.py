"""Tool calls and tool definitions of a row as rules see them, in the present and in the legacy form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ftdata.jsontext import parse
from ftdata.rules.row import OUTPUT_LISTS, Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Json, Path

LISTS = ("tools", "functions")
"""Keys that hold tool definitions: the present one and the legacy one."""

_IDS = ("call_{}", "call{:05}", "{:09}")
_MOST_IDS = 100_000


class Call(NamedTuple):
    """One call that the assistant makes, sound enough to look into.

    Attributes:
        path: Where it is, e.g. ``("messages", 2, "tool_calls", 0)``.
        where: Where its name and arguments are.
        function: The object that holds them.
        id: Its id as written; None when there is none.
        legacy: Whether it is a ``function_call``.
    """

    path: Path
    where: Path
    function: Mapping[str, Json]
    id: Json = None
    legacy: bool = False

    @property
    def name(self) -> str | None:
        """Name of the tool, or None when it is missing or no string."""
        name = self.function.get("name")
        return name if isinstance(name, str) else None

    @property
    def arguments(self) -> Json:
        """Its arguments as written; None when there are none."""
        return self.function.get("arguments")


class Definition(NamedTuple):
    """One tool that a row declares.

    Attributes:
        list: Where the list is that holds it, e.g. ``("tools",)``.
        path: Where its name and parameters are.
        function: The object that holds them.
    """

    list: Path
    path: Path
    function: Mapping[str, Json]

    @property
    def name(self) -> str | None:
        """Name of the tool, or None when it is missing or no string."""
        name = self.function.get("name")
        return name if isinstance(name, str) else None


class Exchange(NamedTuple):
    """The calls of one message and what comes right after it.

    Attributes:
        calls: Its calls in the present form.
        answers: The tool messages that follow.
        last: Whether nothing follows these.
    """

    calls: list[Call]
    answers: list[Turn]
    last: bool

    @property
    def ids(self) -> list[Json]:
        """The ids of the calls as written."""
        return [call.id for call in self.calls]

    @property
    def named(self) -> list[Json]:
        """The ids that the answers name, as written."""
        return [turn.message.get("tool_call_id") for turn in self.answers]


def calls(row: Row) -> list[Call]:
    """The calls of all assistant messages, in order."""
    if "calls" not in row.memo:
        row.memo["calls"] = [call for turn in row.turns if turn.role == "assistant" for call in calls_of(turn)]
    found: list[Call] = row.memo["calls"]
    return found


def calls_of(turn: Turn) -> Iterator[Call]:
    """Yield the calls of one message."""
    listed = turn.message.get("tool_calls")
    for index, call in enumerate(listed if isinstance(listed, list) else ()):
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict):
            path = (*turn.path, "tool_calls", index)
            yield Call(path, (*path, "function"), function, call.get("id"))
    legacy = turn.message.get("function_call")
    if isinstance(legacy, dict):
        path = (*turn.path, "function_call")
        yield Call(path, path, legacy, legacy=True)


def dialogues(row: Row) -> list[tuple[Turn, ...]]:
    """The conversations a row holds: its context, or for a pair its context with each of the answers."""
    outputs = [tuple(row.turns_at(path)) for path in OUTPUT_LISTS if path in row.lists]
    return [row.conversation + output for output in outputs] or [row.conversation]


def exchanges(turns: Sequence[Turn]) -> Iterator[Exchange]:
    """Yield the messages with calls, in order."""
    for index, turn in enumerate(turns):
        called = [call for call in calls_of(turn) if not call.legacy] if turn.role == "assistant" else []
        if called:
            end = index + 1
            while end < len(turns) and turns[end].role == "tool":
                end += 1
            yield Exchange(called, list(turns[index + 1 : end]), end == len(turns))


def call_ids(row: Row) -> Iterator[tuple[Path, str]]:
    """Yield the ids of all calls and those that tool messages name, as far as they are text."""
    for turn in row.turns:
        if turn.role == "assistant":
            for call in calls_of(turn):
                if isinstance(call.id, str):
                    yield (*call.path, "id"), call.id
        elif turn.role == "tool" and isinstance(turn.message.get("tool_call_id"), str):
            yield (*turn.path, "tool_call_id"), turn.message["tool_call_id"]


def fresh_ids(row: Row, first: int = 1) -> Iterator[str]:
    """Yield ids that the row does not have yet, of the form that the destination wants; none if that is out of reach.

    Args:
        row: The row.
        first: The number to begin with.
    """
    pattern, taken = row.destination.fact("tool_id_pattern", ".*"), {identity for _, identity in call_ids(row)}
    form = next((form for form in _IDS if re.fullmatch(pattern, form.format(first))), None)
    for number in range(first, _MOST_IDS if form else 0):
        identity = str(form).format(number)
        if identity not in taken and re.fullmatch(pattern, identity):
            yield identity


def tool_lists(row: Row, *, null: bool = False) -> dict[Path, Json]:
    """Whatever the row holds where tools are declared, by its path; with ``null`` also where that is null."""
    root: Path = ("input",) if row.destination.format == "preference" else ()
    holder = row.value.get("input") if root else row.value
    if not isinstance(holder, dict):
        return {}
    return {(*root, key): holder[key] for key in LISTS if key in holder and (null or holder[key] is not None)}


def definitions(row: Row) -> list[Definition]:
    """The tools that the row declares, as far as they are objects."""
    if "definitions" not in row.memo:
        row.memo["definitions"] = list(_definitions(row))
    found: list[Definition] = row.memo["definitions"]
    return found


def _definitions(row: Row) -> Iterator[Definition]:
    for path, listed in tool_lists(row).items():
        inner: Path = () if path[-1] == "functions" else ("function",)
        for index, tool in enumerate(listed if isinstance(listed, list) else ()):
            function = tool.get("function") if inner and isinstance(tool, dict) else tool
            if isinstance(function, dict):
                yield Definition(path, (*path, index, *inner), function)


def strict(row: Row) -> bool:
    """Whether the destination publishes what a tool message holds, and so pairs it with its call by id.

    A trainer that goes by a chat template needs neither id nor type, and takes null for absent.
    """
    return "tool_call_id" in row.destination.fact("message_keys", {}).get("tool", ())


def read_arguments(text: str) -> tuple[dict[str, Json] | None, str]:
    """Read the arguments of a call.

    Returns:
        The JSON object they are, or None and why they are none.
    """
    if not text.strip():
        return None, "it is empty; a call without arguments has {}"
    value, why = read_json(text)
    return (value, why) if why or isinstance(value, dict) else (None, f"it is {shown(value)}, not an object")


def read_json(text: str) -> tuple[Json, str]:
    """Read JSON that stands in a text of the row.

    Returns:
        The value and nothing, or None and why it is none.
    """
    value, defects = parse(text.encode("utf-8", "replace"))
    fatal = next((defect for defect in defects if defect.fatal), None)
    if fatal is None:
        return value, ""
    return None, f"a key stands twice: {fatal.detail!r}" if fatal.kind == "duplicate-key" else fatal.detail
