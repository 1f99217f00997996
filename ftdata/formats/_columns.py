"""Columns that several formats have beside the turns: a system prompt, and tools as a list or as JSON text.

The raw values are remembered in ``style["columns"]``, so that a row gets back what it had.
"""

from collections.abc import Mapping, Sequence

from ftdata.errors import FormatError
from ftdata.jsontext import dumps, parse
from ftdata.types import Example, Json, Message, Path


def columns(row: Mapping[str, Json], names: Sequence[str]) -> dict[str, Json]:
    """The columns of these names that a row has, as written."""
    return {name: row[name] for name in names if name in row}


def own_columns(example: Example, name: str) -> dict[str, Json]:
    """The raw columns of an example that comes from the format ``name``; nothing for any other."""
    raw: dict[str, Json] = example.style.get("columns", {}) if example.format == name else {}
    return raw


def read_system(row: Mapping[str, Json]) -> list[Message]:
    """Read the column ``system``; null and empty text are no system prompt.

    Raises:
        FormatError: It is no text.
    """
    text = row.get("system")
    if text is None or text == "":
        return []
    if not isinstance(text, str):
        raise FormatError(("system",), "is not text")
    return [Message("system", text, style={"column": True}, origin=("system",))]


def write_system(raw: Mapping[str, Json], text: str | None) -> dict[str, Json]:
    """The column ``system`` for a row: as it was where nothing changed, else the text, else none.

    Args:
        raw: The columns that the row had.
        text: The system prompt, or None.
    """
    if "system" in raw and (raw["system"] or None) == text:
        return {"system": raw["system"]}
    return {} if text is None else {"system": text}


def read_tools(value: Json, path: Path) -> list[Json] | None:
    """Read tools given as a list or as JSON text, bare functions or OpenAI's tools, into OpenAI's shape.

    Null and blank text are no tools.

    Raises:
        FormatError: They are nothing of that.
    """
    if isinstance(value, str):
        value = _from_text(value, path) if value.strip() else None
    if value is None:
        return None
    if not isinstance(value, list):
        raise FormatError(path, "is neither a list nor the JSON text of one")
    return [_tool(tool, (*path, index)) for index, tool in enumerate(value)]


def write_tools(raw: Mapping[str, Json], tools: list[Json] | None, *, bare: bool = True) -> dict[str, Json]:
    """The column ``tools`` as JSON text; as it was where nothing changed.

    Args:
        raw: The columns that the row had.
        tools: The tools in OpenAI's shape, or None.
        bare: Whether functions are written alone, not as tools with a function.

    Raises:
        FormatError: A tool holds no function.
    """
    if "tools" in raw and read_tools(raw["tools"], ("tools",)) == tools:
        return {"tools": raw["tools"]}
    if tools is None:
        return {}
    functions = [_bare(tool) for tool in read_tools(tools, ("tools",)) or ()]
    return {"tools": dumps(functions if bare and None not in functions else tools).decode()}


def _from_text(text: str, path: Path) -> Json:
    value, defects = parse(text.encode("utf-8", "surrogatepass"))
    if any(defect.fatal for defect in defects):
        raise FormatError(path, f"is text but not JSON: {defects[0].detail}"[:120])
    return value


def _tool(tool: Json, path: Path) -> Json:
    if isinstance(tool, Mapping) and isinstance(tool.get("function"), Mapping):
        return tool
    if isinstance(tool, Mapping) and isinstance(tool.get("name"), str):
        return {"type": "function", "function": tool}
    raise FormatError(path, "is neither a function with a name nor a tool with a function")


def _bare(tool: Json) -> Json:
    """The function in a tool that holds nothing else; None for any other."""
    function = tool["function"]
    plain = set(tool) == {"type", "function"} and tool["type"] == "function"
    return function if plain and isinstance(function.get("name"), str) and "function" not in function else None
