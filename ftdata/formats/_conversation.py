"""Rows of a conversation in entries of blocks, its system prompt and its tools beside it.

Anthropic, Bedrock and Gemini are such. What they had beside the entries is remembered, so that a row gets back what
nothing changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ftdata.errors import FormatError
from ftdata.formats import Rendered, lost, ordered, second_answer
from ftdata.formats._blocks import Block, BlockWriter, Words, take_system
from ftdata.formats._entries import Read, read_entries, write_entries
from ftdata.formats._message import answer_start
from ftdata.formats._ready import field_of
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

Row = Mapping[str, Json]
Tools = tuple[list[Json] | None, dict[str, Json]]
"""Tools in OpenAI's shape, and what a row has of them that has no place there, by where it was."""


class Conversation(NamedTuple):
    """How rows of a format are laid out.

    Attributes:
        words: How it says the blocks of an entry.
        key: Under which the entries stand.
        system_keys: Under which the system prompt stands.
        tool_keys: Under which the tools stand.
        read_entry: Reads an entry.
        read_system: Reads the system prompt of a row.
        read_tools: Reads the tools of a row.
        write_system: Writes a system prompt, of which there are blocks.
        write_tool: Writes one tool that stands at a path; states what it leaves out.
        write_tools: Writes the tools, of which there are some.
        fixed: Settings of rows that are written anew.
    """

    words: Words
    key: str
    system_keys: tuple[str, ...]
    tool_keys: tuple[str, ...]
    read_entry: Read
    read_system: Callable[[Row], list[Message]]
    read_tools: Callable[[Row], Tools]
    write_system: Callable[[list[Block]], dict[str, Json]]
    write_tool: Callable[[Json, Path, list[Loss]], Json]
    write_tools: Callable[[list[Json]], dict[str, Json]]
    fixed: Mapping[str, Json] = {}

    def beside(self, row: Row) -> dict[str, Json]:
        """What of a row stands beside the entries."""
        return _picked(row, (*self.system_keys, *self.tool_keys, *self.fixed))


def parse_conversation(row: Row, layout: Conversation) -> Example:
    """Read a row; the turns after the last prompt are the answer.

    Raises:
        FormatError: It is not laid out so.
    """
    if layout.key not in row:
        raise FormatError((), f"has no key {layout.key}")
    turns = [*layout.read_system(row), *read_entries(row[layout.key], (layout.key,), layout.read_entry)]
    split = answer_start(turns)
    tools, further = layout.read_tools(row)
    beside = layout.beside(row)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        tools=tools,
        extras={key: value for key, value in row.items() if key not in (layout.key, *beside)} | further,
        format=layout.words.name,
        style={"order": list(row), "beside": beside},
    )


def render_conversation(example: Example, layout: Conversation) -> Rendered:
    """Write an example with its first answer.

    Raises:
        FormatError: A system prompt stands after the first turn, or something has no block.
    """
    name = layout.words.name
    own = example.format == name
    writer = BlockWriter(layout.words)
    system, turns = take_system(example.turns)
    if not turns:
        raise FormatError((), "has no turns beside the system prompt")
    beside = example.style["beside"] if own else layout.fixed
    fields = _picked(beside, layout.fixed) | _system(beside, system, writer, layout)
    fields[layout.key] = write_entries(turns, layout.read_entry if own else None, writer.entries)
    fields |= _tools(beside, example.tools, writer.losses, layout)
    if own:
        order: Sequence[str] = example.style["order"]
        fields = ordered(fields | {key: value for key, value in example.extras.items() if key in order}, order)
    losses = [*writer.losses, *second_answer(example, name), *lost(example, name)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _picked(row: Row, keys: Iterable[str]) -> dict[str, Json]:
    return {key: row[key] for key in keys if key in row}


def _system(beside: Row, messages: list[Message], writer: BlockWriter, layout: Conversation) -> dict[str, Json]:
    if layout.read_system(beside) == messages:
        return _picked(beside, layout.system_keys)
    name = layout.words.name
    for number, message in enumerate(messages):
        writer.lost(message)
        if number:
            writer.losses.append(
                Loss(field_of(message, "role"), f"{name} has one system prompt; they became its parts")
            )
    blocks = [block for message in messages for block in writer.blocks(message)]
    if messages and not blocks:
        writer.losses.append(Loss(field_of(messages[0], "content"), "is empty, so there is no system prompt"))
    return layout.write_system(blocks) if blocks else {}


def _tools(beside: Row, tools: list[Json] | None, losses: list[Loss], layout: Conversation) -> dict[str, Any]:
    if layout.read_tools(beside)[0] == tools:
        return _picked(beside, layout.tool_keys)
    made = [layout.write_tool(tool, ("tools", index), losses) for index, tool in enumerate(tools or ())]
    return layout.write_tools(made) if made else {}
