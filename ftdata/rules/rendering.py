"""The conversations of a row as a chat template renders them, which a user gave to the rules."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ftdata.rules.calls import calls, read_arguments
from ftdata.rules.row import CONTEXT_LISTS, OUTPUT_LISTS, Row
from ftdata.targets import Destination
from ftdata.types import Json, Path

if TYPE_CHECKING:
    from ftdata.tokenizers.chat_template import Template

OPTION = "template"
REASONING = ("reasoning_content", "thinking", "reasoning")
"""Names under which the thoughts of an answer stand; transformers hands them to templates under the first two."""


class Conversation(NamedTuple):
    """A conversation of a row, as templates take it.

    Attributes:
        messages: Its messages; arguments of calls are objects, as templates want them.
        paths: Where each stands in the row.
        tools: Tool definitions, or None.
    """

    messages: list[Json]
    paths: list[Path]
    tools: Json


def template_of(destination: Destination) -> "Template | None":
    """The template that the user gave, ready to render; None where there is none."""
    given = given_template(destination)
    if not given:
        return None
    from ftdata.tokenizers.chat_template import ready

    return ready(given)


def given_template(destination: Destination) -> Mapping[str, Any]:
    """The template that the user gave, as it was read; nothing where there is none."""
    given: Any = destination.options.get(OPTION) or {}
    if not isinstance(given, str):
        return given  # type: ignore[no-any-return]
    from ftdata.tokenizers.chat_template import read_template

    return {"source": given} if "{" in given else read_template(given)


def render(template: "Template", messages: list[Json], tools: Json) -> str:
    """Render a conversation as transformers does.

    Raises:
        RefusedError: The template refuses it.
    """
    return template.render([_aliased(message) for message in messages], tools).text


def _aliased(message: Any) -> Json:
    thought = next((message[key] for key in REASONING if message.get(key) is not None), None)
    return message if thought is None else {"thinking": thought, **message, "reasoning_content": thought}


def any_row(destination: Destination) -> tuple[str, ...] | None:
    """What rules about templates answer for ``marks``: any row, where there is a template."""
    return None if destination.options.get(OPTION) else ()


def conversations(row: Row) -> Iterator[Conversation]:
    """Yield what is rendered of a row: its conversation, or for a pair the two that its answers make of it."""
    if not row.sound:
        return
    context = [(turn.path, turn.message) for path in CONTEXT_LISTS for turn in row.turns_at(path)]
    holder = row.value.get("input") if row.destination.format == "preference" else row.value
    tools = holder.get("tools") if isinstance(holder, dict) else None
    answers = [[(turn.path, turn.message) for turn in row.turns_at(path)] for path in OUTPUT_LISTS if path in row.lists]
    objects = _objects(row)
    for answer in answers or [[]]:
        turns = context + answer
        messages = [_plain(message, path, objects) for path, message in turns]
        yield Conversation(messages, [path for path, _ in turns], tools or None)


def _objects(row: Row) -> dict[Path, Json]:
    """The arguments of all calls that are the text of an object, by their place."""
    found: dict[Path, Json] = {}
    for call in calls(row):
        value = read_arguments(call.arguments)[0] if isinstance(call.arguments, str) else None
        if value is not None:
            found[call.where] = value
    return found


def _plain(message: Mapping[str, Any], path: Path, objects: Mapping[Path, Json]) -> Json:
    """A message without its nulls, as transformers hands it to templates, and with arguments as objects."""
    plain = {key: value for key, value in message.items() if value is not None}
    called = plain.get("tool_calls")
    if isinstance(called, list):
        places = [(*path, "tool_calls", number, "function") for number in range(len(called))]
        plain["tool_calls"] = [_called(call, objects.get(place)) for call, place in zip(called, places, strict=True)]
    return plain


def _called(call: Json, arguments: Json) -> Json:
    return call if arguments is None else call | {"function": call["function"] | {"arguments": arguments}}
