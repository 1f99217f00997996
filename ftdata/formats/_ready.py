"""Making messages of other formats complete for OpenAI's schema: ids, argument text, nothing foreign.

Source: https://github.com/openai/openai-openapi, ChatCompletionRequestMessage (2026-08-21).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ftdata.errors import FormatError
from ftdata.formats._message import render_message
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Example, Json, Loss, Message, Path, ToolCall

OPENAI = ("chat", "preference")
"""Formats of OpenAI's own, whose messages are written as they were read."""
MESSAGES = (*OPENAI, "prompt-completion", "prompt-only", "chosen-rejected", "kto", "autotrain")
"""Formats made of OpenAI's message objects, whose further keys go along."""
GRADED = ("chat", "prompt-only")
"""Formats of prompts whose further columns a grader or a reward function reads, so that they go along."""


def graded(example: Example, taken: Iterable[str]) -> dict[str, Json]:
    """What a grader reads beside a prompt without an answer, for the formats in which that goes along.

    Args:
        example: The example.
        taken: Keys that the row has of its own.
    """
    if example.format not in GRADED or example.candidates:
        return {}
    return {key: value for key, value in example.extras.items() if key not in taken}


class Finisher:
    """Writes the messages of one example, in order.

    Attributes:
        example: The example.
        name: The format they are written in.
        losses: What a message could not take along.
        origins: Where each written message came from.
    """

    def __init__(self, example: Example, name: str) -> None:
        self.example = example
        self.name = name
        self.losses: list[Loss] = []
        self.origins: dict[Path, Path] = {}
        self._open: list[ToolCall] = []
        everything = [example.context, *(answer.messages for answer in example.candidates)]
        self._taken = {call.id for turns in everything for turn in turns for call in turn.tool_calls or () if call.id}

    def write(self, messages: Sequence[Message], path: Path) -> list[Json]:
        """Write a list of messages that will stand at ``path`` of the row."""
        written: list[Json] = []
        self.origins[path] = self._list_origin(messages)
        for message in messages:
            self.origins[*path, len(written)] = message.origin
            written.append(render_message(self._finished(message)))
        return written

    def branch(self, messages: Sequence[Message], path: Path) -> list[Json]:
        """Write one of several answers: what it leaves unanswered is no business of the next."""
        before = list(self._open)
        written = self.write(messages, path)
        self._open = before
        return written

    def tools(self, path: Path) -> dict[str, Json]:
        """The tools as a field that stands at ``path``; another format's empty list says none."""
        self.origins[path] = ("input", "tools") if self.example.format == "preference" else ("tools",)
        tools = self.example.tools
        if tools is None or (not tools and self.example.format not in MESSAGES):
            null = self.example.format == self.name and "null_tools" in self.example.style
            return {"tools": None} if null else {}
        return {"tools": tools}

    @staticmethod
    def _list_origin(messages: Sequence[Message]) -> Path:
        """Where the list of these messages was: the row itself where they were columns."""
        origin = messages[-1].origin if messages else ()
        return origin[:-1] if origin and isinstance(origin[-1], int) else ()

    def _finished(self, message: Message) -> Message:
        if self.example.format in (*OPENAI, self.name):
            return message
        message = self._weighed(self._clean(message))
        if message.tool_calls:
            calls = [self._call(call) for call in message.tool_calls]
            self._open = [call for call in calls if not call.legacy]
            return message._replace(tool_calls=calls)
        if message.role == "tool" and message.tool_call_id is ABSENT:
            answered = self._answered(message)
            return message._replace(tool_call_id=answered.id) if answered else message
        return message

    def _clean(self, message: Message) -> Message:
        """The message without the keys of a format that is not made of OpenAI's objects."""
        if not message.extras or (self.example.format in MESSAGES and "from" not in message.style):
            return message
        self.losses += lost_keys(message, self.name)
        return message._replace(extras={})

    def _weighed(self, message: Message) -> Message:
        """The message with OpenAI's weight, 0 or 1, or with none."""
        weight = message.weight
        if weight is ABSENT or (type(weight) is int and weight in (0, 1)) or self.example.format in MESSAGES:
            return message
        if isinstance(weight, float) and weight in (0, 1):
            return message._replace(weight=int(weight))
        self.losses.append(Loss(weight_of(message), f"{self.name} has no weights but 0 and 1"))
        return message._replace(weight=ABSENT)

    def _call(self, call: ToolCall) -> ToolCall:
        foreign = self.example.format not in MESSAGES
        unknown = list(call.function_extras) if foreign else []
        self.losses += [Loss(f"tool call: {key}", f"{self.name} has no place for it") for key in unknown]
        return call._replace(
            id=call.id or (None if call.legacy else self._new_id()),
            arguments=call.arguments if isinstance(call.arguments, str) else dumps(call.arguments).decode(),
            extras=call.extras if call.legacy else {"type": "function"} | call.extras,
            function_extras={} if foreign else call.function_extras,
        )

    def _new_id(self) -> str:
        number = len(self._taken) + 1
        while f"call_{number}" in self._taken:
            number += 1
        self._taken.add(f"call_{number}")
        return f"call_{number}"

    def _answered(self, message: Message) -> ToolCall | None:
        """The call that a result without an id answers: the first open one, of its name where it has one."""
        for index, call in enumerate(self._open):
            if not isinstance(message.name, str) or message.name == call.name:
                return self._open.pop(index)
        return None


def in_call_order(messages: Sequence[Message]) -> list[Message]:
    """The messages with the results of calls in the order of the calls, for formats without ids."""
    ordered = list(messages)
    for index, message in enumerate(messages):
        ids = [str(call.id) for call in message.tool_calls or () if call.id]
        results = ordered[index + 1 : index + 1 + len(ids)]
        answered = [str(result.tool_call_id) for result in results if _is_id(result)]
        if len(ids) > 1 and len(set(ids)) == len(ids) and sorted(ids) == sorted(answered):
            by_id = dict(zip(answered, results, strict=True))
            ordered[index + 1 : index + 1 + len(ids)] = [by_id[each] for each in ids]
    return ordered


def _is_id(result: Message) -> bool:
    return result.role == "tool" and isinstance(result.tool_call_id, str)


def trained_turns(example: Example) -> list[Message]:
    """The turns up to the first answer, with the weight 0 on those that the source does not train on."""
    if not example.style.get("answer_only"):
        return example.turns
    quiet = [turn._replace(weight=0) if _is_unweighted(turn) else turn for turn in example.context]
    return quiet + example.turns[len(quiet) :]


def _is_unweighted(turn: Message) -> bool:
    return turn.role == "assistant" and turn.weight is ABSENT


def lost_keys(message: Message, name: str) -> Iterator[Loss]:
    """State the loss of a message's further keys."""
    for key in message.extras:
        yield Loss(field_of(message, key), f"{name} has no place for it")


def field_of(message: Message, key: str) -> str:
    """Where a message's field is in its source row, indices left out, e.g. ``messages.name``."""
    return ".".join([*(str(step) for step in message.origin if isinstance(step, str)), key])


def weight_of(message: Message) -> str:
    """Where a message's loss weight is in its source row, under whatever key that is."""
    return field_of(message, str(message.style.get("weigher", "weight")))


def parse_tools(row: Mapping[str, Json], path: Path) -> list[Json] | None:
    """Read the tools of a row or of an object in it, which stands at ``path``; null counts as none.

    Raises:
        FormatError: They are something else than a list.
    """
    tools: Json = row.get("tools")
    if tools is not None and not isinstance(tools, list):
        raise FormatError((*path, "tools"), "is not a list")
    return None if tools is None else tools


def tools_style(row: Mapping[str, Json]) -> dict[str, Json]:
    """What to remember of the tools: the null that a table had to fill in."""
    return {"null_tools": True} if "tools" in row and row["tools"] is None else {}
