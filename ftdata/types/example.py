"""The canonical form every format is parsed into and rendered from.

It grows with the formats at hand. Nothing a format's row holds is thrown away: what has no field here stays,
verbatim and in order, in ``extras`` or ``style``.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, NamedTuple

from ftdata.types.places import Json, Path


class Absent(Enum):
    """The type of ABSENT, which tells "no such key" from null."""

    ABSENT = "absent"


ABSENT: Literal[Absent.ABSENT] = Absent.ABSENT


@dataclass(slots=True)
class ToolCall:
    """A call that the assistant makes.

    Attributes:
        name: Name of the tool.
        arguments: JSON text as written (str), or a JSON value where the source held an object.
        id: The call's id, or None where the format has none.
        legacy: True for OpenAI's deprecated ``function_call``.
        extras: Keys of the call that have no field here, verbatim (``type`` among them).
        function_extras: The same for the inner ``function`` object.
        style: How the source wrote it (key orders), so that its own format can write it back.
    """

    name: str
    arguments: Json
    id: str | None = None
    legacy: bool = False
    extras: dict[str, Json] = field(default_factory=dict)
    function_extras: dict[str, Json] = field(default_factory=dict)
    style: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Message:
    """One turn.

    Attributes:
        role: ``system``, ``developer``, ``user``, ``assistant``, ``tool``, ``function``.
        content: ABSENT, None (null), text, or a list of parts (OpenAI's part objects, verbatim).
        tool_calls: Calls the assistant makes; None when the key is absent, [] when it is empty.
        tool_call_id: Id of the call that a tool message answers.
        name: Name of the speaker, or of the function for a legacy function message.
        weight: Loss weight 0 or 1 as written; ABSENT when not given.
        extras: Other keys, verbatim.
        style: How the source wrote it (raw role word, key order), so that its own format can write it back.
        origin: Path of the turn in the source row, for messages about it.
    """

    role: str
    content: Json | Absent = ABSENT
    tool_calls: list[ToolCall] | None = None
    tool_call_id: Json | Absent = ABSENT
    name: Json | Absent = ABSENT
    weight: Json | Absent = ABSENT
    extras: dict[str, Json] = field(default_factory=dict)
    style: dict[str, Json] = field(default_factory=dict)
    origin: Path = ()


@dataclass(slots=True)
class Candidate:
    """One answer to the context: a list of turns and what the source says about it."""

    messages: list[Message]
    extras: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Example:
    """One training example.

    Attributes:
        context: The shared turns.
        candidates: Answers: none (prompt only), one (supervised) or two (preference: the preferred one first).
        tools: Tool definitions in OpenAI's shape, verbatim; None when absent, [] when empty.
        options: Example-level settings of OpenAI's schema (``parallel_tool_calls``, ``functions``, ...), verbatim.
        extras: Unknown top-level keys of the source row, verbatim and in order.
        format: Name of the format it was parsed from.
        style: How the source wrote it (column names, key order), so that its own format can write it back.
    """

    context: list[Message]
    candidates: list[Candidate] = field(default_factory=list)
    tools: list[Json] | None = None
    options: dict[str, Json] = field(default_factory=dict)
    extras: dict[str, Json] = field(default_factory=dict)
    format: str = ""
    style: dict[str, Json] = field(default_factory=dict)

    @property
    def turns(self) -> list[Message]:
        """The context followed by the first (preferred or only) answer."""
        return self.context + (self.candidates[0].messages if self.candidates else [])


class Loss(NamedTuple):
    """Something of the source that the written row cannot hold.

    Attributes:
        path: Where it was in the source row, indices left out where many rows share it.
        reason: Why it could not go along.
    """

    path: str
    reason: str
