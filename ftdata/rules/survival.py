"""What of a conversation a chat template leaves out: every text gets a mark, and is looked for in what is rendered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ftdata.jsontext import dumps
from ftdata.rules.rendering import REASONING, Conversation, render
from ftdata.types import Json, Path

if TYPE_CHECKING:
    from ftdata.tokenizers.chat_template import Template

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"  # of Unicode's private area: in no text, and nothing that templates look for


class Lost(NamedTuple):
    """Something that is not in the rendered text.

    Attributes:
        path: Where it stands in the row.
        what: What it is, e.g. ``the content``.
        partly: Whether some of it is there.
    """

    path: Path
    what: str
    partly: bool = False


class _Text(NamedTuple):
    path: Path
    what: str
    text: str
    mark: str


def lost(conversation: Conversation, template: "Template") -> Iterator[Lost]:
    """Yield what the template leaves out of a conversation.

    Raises:
        RefusedError: The template refuses it.
    """
    marked: list[_Text] = []
    messages = [
        _mark(message, path, marked) for message, path in zip(conversation.messages, conversation.paths, strict=True)
    ]
    rendered = render(template, messages, conversation.tools)
    gone: list[Path] = []
    for each in marked:
        if any(each.path[: len(path)] == path for path in gone):
            continue  # with its call
        if each.mark not in rendered:
            gone.append(each.path)
            yield Lost(each.path, each.what)
        elif not _holds(rendered, each.text):
            yield Lost(each.path, each.what, partly=True)
    plain = rendered.replace(_OPEN, "").replace(_CLOSE, "")
    yield from (Lost(path, what) for path, what, name in _tools(conversation) if not _holds(plain, name))


def _holds(rendered: str, text: str) -> bool:
    """Whether a text is there: as it is, without white space around it, or as JSON writes it."""
    bare = text.strip()
    return bare in rendered or any(form in rendered for form in _forms(bare))


def _forms(text: str) -> Iterator[str]:
    import json

    yield dumps(text)[1:-1].decode()
    yield json.dumps(text)[1:-1]


def _mark(message: Any, path: Path, marked: list[_Text]) -> Json:
    """A message with a mark behind each of its texts."""
    copy = dict(message)
    role = copy.get("role")
    if isinstance(copy.get("content"), str):
        copy["content"] = _marked(copy["content"], (*path, "content"), f"the content of this {role} message", marked)
    elif isinstance(copy.get("content"), list):
        copy["content"] = [
            _mark_part(part, (*path, "content", number), marked) for number, part in enumerate(copy["content"])
        ]
    for key in REASONING:
        if role == "assistant" and isinstance(copy.get(key), str):
            copy[key] = _marked(copy[key], (*path, key), "the reasoning of this answer", marked)
    if isinstance(copy.get("tool_calls"), list):
        copy["tool_calls"] = [
            _mark_call(call, (*path, "tool_calls", number), marked) for number, call in enumerate(copy["tool_calls"])
        ]
    return copy


def _mark_part(part: Any, path: Path, marked: list[_Text]) -> Json:
    if not isinstance(part, dict) or not isinstance(part.get("text"), str):
        return part
    return part | {"text": _marked(part["text"], (*path, "text"), "the text of this part", marked)}


def _mark_call(call: Any, path: Path, marked: list[_Text]) -> Json:
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict) or not isinstance(function.get("name"), str):
        return call
    named: dict[str, Any] = {"name": _marked(function["name"], path, f"the call of {function['name'][:40]!r}", marked)}
    arguments = function.get("arguments")
    if isinstance(arguments, dict):
        place = (*path, "function", "arguments")
        named["arguments"] = {
            key: _marked(value, place, f"the argument {key[:40]!r}", marked) if isinstance(value, str) else value
            for key, value in arguments.items()
        }
    changed: dict[str, Json] = {**call, "function": {**function, **named}}
    return changed


def _marked(text: str, path: Path, what: str, marked: list[_Text]) -> str:
    if not text.strip():
        return text
    mark = f"{_OPEN}{len(marked)}{_CLOSE}"
    marked.append(_Text(path, what, text, mark))
    return text + mark


def _tools(conversation: Conversation) -> Iterator[tuple[Path, str, str]]:
    """The names of the declared tools, and where they stand."""
    for number, tool in enumerate(conversation.tools if isinstance(conversation.tools, list) else ()):
        name = _name(tool)
        if name:
            yield ("tools", number), f"the tool {name[:40]!r}", name


def _name(holder: Any) -> str:
    function = holder.get("function") if isinstance(holder, dict) else None
    name = function.get("name") if isinstance(function, dict) else None
    return name if isinstance(name, str) else ""
