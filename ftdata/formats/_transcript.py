r"""Dialogues as one text, as Anthropic's sets hold them: ``\n\nHuman: ...\n\nAssistant: ...``.

Everything between two markers is a turn, its white space kept; the space after the colon belongs to the marker.
Misspelt markers are text like any other.

Source: https://github.com/anthropics/hh-rlhf (2022-04).
"""

import re
from collections.abc import Sequence

from ftdata.errors import FormatError
from ftdata.formats._plain import lost_fields, text_of
from ftdata.types import Json, Loss, Message, Path

_MARKER = re.compile(r"\n\n(Human|Assistant):( ?)")
_ROLES = {"Human": "user", "Assistant": "assistant"}
_NAMES = {role: name for name, role in _ROLES.items()}


def is_transcript(value: Json) -> bool:
    """Whether a text begins with a marker of the one who asks and holds one of the assistant."""
    return isinstance(value, str) and value.startswith("\n\nHuman:") and "\n\nAssistant:" in value


def read_transcript(text: Json, path: Path) -> list[Message]:
    """Read the turns of a dialogue.

    Raises:
        FormatError: It is no text that begins with a marker.
    """
    if not isinstance(text, str) or not _MARKER.match(text):
        raise FormatError(path, 'is not text that begins with "\\n\\nHuman:"')
    _, *pieces = _MARKER.split(text)
    return [
        Message(_ROLES[name], said, style={"space": space}, origin=path)
        for name, space, said in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    ]


def write_transcript(messages: Sequence[Message], name: str, losses: list[Loss]) -> str:
    """Write turns as one text.

    Args:
        messages: The turns.
        name: The format they are written in.
        losses: Gets what the text leaves out.

    Raises:
        FormatError: A turn is neither the user's nor the assistant's, makes calls, or holds a marker.
    """
    return "".join(_turn(message, name, losses) for message in messages)


def _turn(message: Message, name: str, losses: list[Loss]) -> str:
    if message.role not in _NAMES or message.tool_calls:
        raise FormatError(message.origin, f"is more than words of user or assistant, and {name} holds nothing else")
    losses += lost_fields(message, name)
    text = text_of(message, name, losses)
    space = message.style.get("space", " ")
    written = f"\n\n{_NAMES[message.role]}:{space}{text or ''}"
    if text is None or len(_MARKER.findall(written)) != 1 or (not space and str(text).startswith(" ")):
        raise FormatError(message.origin, f"has no text, or one that {name} would take for several turns")
    return written
