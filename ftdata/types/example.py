"""The canonical form every format is parsed into and rendered from.

It grows with the formats at hand. Nothing a format's row holds is thrown away: what has no field here stays,
verbatim and in order, in ``extras`` or ``style``.
"""

from enum import Enum
from typing import Literal, NamedTuple

from ftdata.types.noun import Noun
from ftdata.types.places import Json, Path


class Absent(Enum):
    """The type of ABSENT, which tells "no such key" from null."""

    ABSENT = "absent"


ABSENT: Literal[Absent.ABSENT] = Absent.ABSENT


class ToolCall(Noun):
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

    __slots__ = ("arguments", "extras", "function_extras", "id", "legacy", "name", "style")

    def __init__(
        self,
        name: str,
        arguments: Json,
        id: str | None = None,  # noqa: A002 - what it is called in the data
        legacy: bool = False,
        extras: dict[str, Json] | None = None,
        function_extras: dict[str, Json] | None = None,
        style: dict[str, Json] | None = None,
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.id = id
        self.legacy = legacy
        self.extras = {} if extras is None else extras
        self.function_extras = {} if function_extras is None else function_extras
        self.style = {} if style is None else style


class Message(Noun):
    """One turn.

    Attributes:
        role: ``system``, ``developer``, ``user``, ``assistant``, ``tool``, ``function``.
        content: ABSENT, None (null), text, or a list of parts (OpenAI's part objects, verbatim).
        tool_calls: Calls the assistant makes; None when the key is absent, [] when it is empty.
        tool_call_id: Id of the call that a tool message answers.
        name: Name of the speaker, or of the function for a legacy function message.
        weight: Loss weight as written, 0 or 1 in OpenAI's rows; ABSENT when not given.
        reasoning: What the assistant thought before it answered, where the source keeps it apart; ABSENT when it does
            not.
        extras: Other keys, verbatim.
        style: How the source wrote it (raw role word, key order), so that its own format can write it back.
        origin: Path of the turn in the source row, for messages about it.
    """

    __slots__ = (
        "content",
        "extras",
        "name",
        "origin",
        "reasoning",
        "role",
        "style",
        "tool_call_id",
        "tool_calls",
        "weight",
    )

    def __init__(
        self,
        role: str,
        content: Json | Absent = ABSENT,
        tool_calls: list[ToolCall] | None = None,
        tool_call_id: Json | Absent = ABSENT,
        name: Json | Absent = ABSENT,
        weight: Json | Absent = ABSENT,
        extras: dict[str, Json] | None = None,
        style: dict[str, Json] | None = None,
        origin: Path = (),
        reasoning: Json | Absent = ABSENT,
    ) -> None:
        self.role = role
        self.content = content
        self.tool_calls = tool_calls
        self.tool_call_id = tool_call_id
        self.name = name
        self.weight = weight
        self.extras = {} if extras is None else extras
        self.style = {} if style is None else style
        self.origin = origin
        self.reasoning = reasoning


class Candidate(Noun):
    """One answer to the context: a list of turns and what the source says about it.

    Attributes:
        messages: The turns.
        extras: Keys of the answer that have no field here, verbatim.
        label: Whether it is a good answer, where the source says so of single answers (KTO); else ABSENT.
        score: A score or a rank as written; ABSENT when not given.
    """

    __slots__ = ("extras", "label", "messages", "score")

    def __init__(
        self,
        messages: list[Message],
        extras: dict[str, Json] | None = None,
        label: Json | Absent = ABSENT,
        score: Json | Absent = ABSENT,
    ) -> None:
        self.messages = messages
        self.extras = {} if extras is None else extras
        self.label = label
        self.score = score


class Example(Noun):
    """One training example.

    Attributes:
        context: The shared turns.
        candidates: Answers: none (prompt only), one (supervised), two (preference: the preferred one first) or more
            (ranked, the best one first).
        tools: Tool definitions in OpenAI's shape, verbatim; None when absent, [] when empty.
        options: Example-level settings of OpenAI's schema (``parallel_tool_calls``, ``functions``, ...), verbatim.
        extras: Unknown top-level keys of the source row, verbatim and in order.
        format: Name of the format it was parsed from.
        style: How the source wrote it (column names, key order), so that its own format can write it back.
        kind: ``chat`` for turns, ``text`` for text without any (its one candidate has one message, which holds it).
    """

    __slots__ = ("candidates", "context", "extras", "format", "kind", "options", "style", "tools")

    def __init__(
        self,
        context: list[Message],
        candidates: list[Candidate] | None = None,
        tools: list[Json] | None = None,
        options: dict[str, Json] | None = None,
        extras: dict[str, Json] | None = None,
        format: str = "",
        style: dict[str, Json] | None = None,
        kind: str = "chat",
    ) -> None:
        self.context = context
        self.candidates = [] if candidates is None else candidates
        self.tools = tools
        self.options = {} if options is None else options
        self.extras = {} if extras is None else extras
        self.format = format
        self.style = {} if style is None else style
        self.kind = kind

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
