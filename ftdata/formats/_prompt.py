"""Cells of TRL's rows: a prompt or an answer is text, one message, or a list of messages.

Text is what the trainer sees, without a template around it; messages go through the template of the model. So text
is written as text again where the other format has such cells too, and never becomes a turn where a template has
rendered it already.

Source: https://huggingface.co/docs/trl/dataset_formats, TRL 1.16 (2026-11-23).
"""

from collections.abc import Mapping, Sequence

from ftdata.errors import FormatError
from ftdata.formats._message import parse_message, parse_messages
from ftdata.formats._ready import Finisher
from ftdata.formats._templates import template_of
from ftdata.jsontext import dumps_sorted
from ftdata.types import Example, Json, Message, Path


def is_messages(value: Json) -> bool:
    """Whether a cell is a list that begins with an object with a role."""
    return isinstance(value, list) and bool(value) and is_message(value[0])


def is_message(value: Json) -> bool:
    """Whether this is an object with a role."""
    return isinstance(value, Mapping) and "role" in value


def read_cell(value: Json, role: str, path: Path) -> list[Message]:
    """Read a cell: text (or null) is one turn of the role that its column is for.

    Raises:
        FormatError: It is neither text nor made of messages.
    """
    if value is None or isinstance(value, str):
        return [Message(role, value, origin=path)]
    return [parse_message(value, path)] if isinstance(value, Mapping) else parse_messages(value, path)


def form_of(value: Json) -> str:
    """What a cell is made of: ``text``, ``message`` or ``messages``."""
    if value is None or isinstance(value, str):
        return "text"
    return "message" if isinstance(value, Mapping) else "messages"


def text_style(*cells: Json) -> dict[str, Json]:
    """What to remember of cells of text: that they are, and the template that rendered them."""
    template = template_of(*cells)
    return {"text": True} | ({"template": template} if template else {})


def kind_of(style: Mapping[str, Json]) -> str:
    """Kind of an example of such cells: rendered text has no turns any more."""
    return "text" if "template" in style else "chat"


def is_text(example: Example) -> bool:
    """Whether cells of text hold all of an example: it came from such cells, and no turn was added."""
    turns = [example.context, *(answer.messages for answer in example.candidates)]
    return (
        bool(example.style.get("text"))
        and all(len(side) == 1 for side in turns[1:])
        and len(example.context) <= 1
        and all(isinstance(turn.content, str | None) for side in turns for turn in side)
        and not example.tools
    )


def write_cell(finisher: Finisher, messages: Sequence[Message], path: Path, *, form: str) -> Json:
    """Write a cell that will stand at ``path`` of the row."""
    if form == "text":
        finisher.origins[path] = messages[0].origin
        return messages[0].content
    written = finisher.branch(messages, path)
    return written[0] if form == "message" else written


def shared(one: Sequence[Json], other: Sequence[Json]) -> int:
    """How many messages two conversations begin with alike, where each keeps an answer of its own.

    Messages are alike when they are the same JSON, whatever the order of keys. The last message of the shorter one is
    never shared: there would be nothing to prefer.
    """
    most = min(len(one), len(other)) - 1
    return next((i for i in range(most) if dumps_sorted(one[i]) != dumps_sorted(other[i])), max(most, 0))


def begins_with(value: Sequence[Json], prompt: Sequence[Json]) -> bool:
    """Whether a conversation begins with the messages of a prompt and goes on after them."""
    return len(value) > len(prompt) and all(
        dumps_sorted(mine) == dumps_sorted(theirs) for mine, theirs in zip(value, prompt, strict=False)
    )


def require(row: Mapping[str, Json], *keys: str) -> None:
    """Make sure that a row has some keys.

    Raises:
        FormatError: One is missing.
    """
    missing = next((key for key in keys if key not in row), None)
    if missing:
        raise FormatError((), f"has no key {missing}")
