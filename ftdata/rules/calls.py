"""Tool calls and tool definitions of a row as rules see them, in the present and in the legacy form."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ftdata.jsontext import parse
from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Json, Path

LISTS = ("tools", "functions")
"""Keys that hold tool definitions: the present one and the legacy one."""


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


def calls(row: Row) -> Iterator[Call]:
    """Yield the calls of all assistant messages, in order."""
    for turn in row.turns:
        if turn.role == "assistant":
            yield from calls_of(turn)


def calls_of(turn: Turn) -> Iterator[Call]:
    """Yield the calls of one message."""
    listed = turn.message.get("tool_calls")
    for index, call in enumerate(listed if isinstance(listed, list) else ()):
        function = call.get("function") if isinstance(call, Mapping) else None
        if isinstance(function, Mapping):
            path = (*turn.path, "tool_calls", index)
            yield Call(path, (*path, "function"), function, call.get("id"))
    legacy = turn.message.get("function_call")
    if isinstance(legacy, Mapping):
        path = (*turn.path, "function_call")
        yield Call(path, path, legacy, legacy=True)


def tool_lists(row: Row, *, null: bool = False) -> dict[Path, Json]:
    """Whatever the row holds where tools are declared, by its path; with ``null`` also where that is null."""
    root: Path = ("input",) if row.destination.format == "preference" else ()
    holder = row.value.get("input") if root else row.value
    if not isinstance(holder, Mapping):
        return {}
    return {(*root, key): holder[key] for key in LISTS if key in holder and (null or holder[key] is not None)}


def definitions(row: Row) -> Iterator[Definition]:
    """Yield the tools that the row declares, as far as they are objects."""
    for path, listed in tool_lists(row).items():
        inner: Path = () if path[-1] == "functions" else ("function",)
        for index, tool in enumerate(listed if isinstance(listed, list) else ()):
            function = tool.get("function") if inner and isinstance(tool, Mapping) else tool
            if isinstance(function, Mapping):
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
    value, defects = parse(text.encode("utf-8", "replace"))
    fatal = next((defect for defect in defects if defect.fatal), None)
    if fatal:
        return None, f"a key stands twice: {fatal.detail!r}" if fatal.kind == "duplicate-key" else fatal.detail
    return (value, "") if isinstance(value, dict) else (None, f"it is {shown(value)}, not an object")
