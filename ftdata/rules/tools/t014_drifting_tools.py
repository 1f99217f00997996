r"""A tool that is defined in one way on some rows and in another on others, or tools on some rows only.

## Why
Both OpenAI and Microsoft advise to keep tool definitions the same in all examples and at use. Where the definition of a
tool changes from row to row, the model learns to guess which one is meant; where only some rows have tools, it learns
them less than it seems, which may be what you want. Where S011 speaks of the key tools, this rule leaves that to it.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]}
{"messages": [{"role": "user", "content": "Weather in Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}}}]}
```
```jsonl bad target=any
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]}
{"messages": [{"role": "user", "content": "Weather in Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]}
```

## Fix
None: which definition is right is not known.

More than ten tools that change are told together, as information: such a file may be about tools in general. Of a file
with more than 500 different tools nothing is said.

## Sources
- https://platform.openai.com/docs/guides/supervised-fine-tuning (2026-03-19)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-functions (2026-02-11)
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import xxhash

from ftdata.jsontext import dumps_sorted
from ftdata.rules.calls import LISTS, definitions, tool_lists
from ftdata.rules.row import Row
from ftdata.rules.shown import listed, shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json, Location

SEVERITY = "warning"
SEES = "keys"

MOST_TOOLS = 500
"""Different names that are followed, which bounds the memory."""

_MOST_TOLD = 10


class _Tool(NamedTuple):
    """What is known of one name: its first definition, and where the first other one is."""

    definition: bytes
    place: Location
    other: Location | None = None


class Fold:
    """Remembers the first definition of each tool, and where rows with tools and rows without begin.

    A row is skimmed only when the text of its definitions was looked at before, so none is missed.
    """

    def __init__(self, destination: Destination) -> None:
        keys = destination.fact("top_level_keys", ())
        self._told_elsewhere = "tools" in keys or bool(destination.fact("grader_fields"))
        self._tools: dict[str, _Tool] = {}
        self._too_many = False
        self._rows = self._with = 0
        self._first_with: Location | None = None
        self._first_without: Location | None = None
        self._seen: set[bytes] = set()

    def add(self, row: Row) -> None:
        """Take in the definitions of the next row; a name that it declares twice has another rule."""
        lists = tool_lists(row, null=True)
        self._rows += 1
        if not lists:
            self._first_without = self._first_without or row.record.location
            return
        self._with += 1
        self._first_with = self._first_with or row.record.location
        if not self._too_many and self._is_new(list(lists.values())):
            declared = list(definitions(row))
            names = Counter(each.name for each in declared)
            for each in declared:
                if each.name is not None and names[each.name] == 1:
                    self._take(each.name, _Tool(_digest(each.function), row.record.location))

    def repeat(self, keys: Sequence[str], times: int) -> None:
        """Count rows whose keys are those of a row before them."""
        self._rows += times
        self._with += times * any(key in LISTS for key in keys)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Take in what a part further down has, its places moved."""
        if later._too_many:  # noqa: SLF001
            self._give_up()
        for name, tool in later._tools.items():  # noqa: SLF001
            place = tool.place.shifted(lines, rows)
            self._take(name, _Tool(tool.definition, place, tool.other and tool.other.shifted(lines, rows)))
        first_with, first_without = later._first_with, later._first_without  # noqa: SLF001
        self._first_with = self._first_with or (first_with and first_with.shifted(lines, rows))
        self._first_without = self._first_without or (first_without and first_without.shifted(lines, rows))
        self._rows += later._rows  # noqa: SLF001
        self._with += later._with  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report each tool with more than one definition, and tools that only some rows have."""
        drifting = {name: tool for name, tool in self._tools.items() if tool.other}
        for name, tool in drifting.items() if len(drifting) <= _MOST_TOLD else ():
            yield Finding(
                f"the tool {shown(name)} is defined here in another way than {_where(tool.place, tool.other)}; "
                "give all rows the definition that is in use",
                location=tool.other,
            )
        if len(drifting) > _MOST_TOLD:
            yield Finding(
                f"{len(drifting)} of {len(self._tools)} tools ({listed(drifting)}) are defined in more than one way; "
                "unless the file is about tools in general, give all rows the definitions that are in use",
                severity="info",
            )
        if 0 < self._with < self._rows and not self._told_elsewhere:
            yield self._partly()

    def _partly(self) -> Finding:
        usual = self._with * 2 > self._rows
        here = "here they are missing" if usual else "here they appear first"
        have = "has" if self._with == 1 else "have"
        said = f"{self._with} of {self._rows} rows {have} tools, {here}; give tools to every row that the model will see with them"
        return Finding(said, severity="info", location=self._first_without if usual else self._first_with)

    def _is_new(self, lists: list[Json]) -> bool:
        """Whether definitions were not seen before in this very form, as far as that is remembered."""
        digest = _digest(lists)
        if digest in self._seen:
            return False
        if len(self._seen) < MOST_TOOLS:
            self._seen.add(digest)
        return True

    def _take(self, name: str, tool: _Tool) -> None:
        first = self._tools.get(name)
        if first is None:
            if self._too_many or len(self._tools) >= MOST_TOOLS:
                self._give_up()
            else:
                self._tools[name] = tool
        elif first.other is None:
            self._tools[name] = first._replace(other=tool.place if tool.definition != first.definition else tool.other)

    def _give_up(self) -> None:
        self._too_many = True
        self._tools.clear()


def _digest(value: Json) -> bytes:
    return xxhash.xxh3_128_digest(dumps_sorted(value))


def _where(place: Location, other: Location | None) -> str:
    return ("on " if place.line else "in ") + place.told(other.file if other else "")
