"""Chat templates: a conversation as the one text that a trainer tokenizes, and where in it the answers are.

Templates are programs that come with a model, so they run in Jinja's sandbox, as transformers has it. What they may use
is what transformers gives them: https://huggingface.co/docs/transformers/chat_templating_writing (2026-09).
"""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ftdata.errors import UsageError
from ftdata.types import Json


class Rendered(NamedTuple):
    """A conversation as text.

    Attributes:
        text: The text.
        answers: Where in it the template says that the model generates, as pairs of places.
    """

    text: str
    answers: tuple[tuple[int, int], ...] = ()


class RefusedError(ValueError):
    """The template refuses a conversation, or fails on it; so will the trainer."""


class Template:
    """A chat template, ready to render.

    Args:
        source: Its text.
        variables: What it knows besides the conversation: ``bos_token`` and its like.
        name: Where it comes from, for messages.

    Raises:
        UsageError: It is no template, or Jinja is not installed.
    """

    def __init__(self, source: str, variables: Mapping[str, Json], name: str) -> None:
        self._mark = secrets.token_hex(8)
        self._marked = re.compile(f"\x02{self._mark}(.*?)\x03{self._mark}", re.DOTALL)
        self._variables = dict(variables)
        self.marks_answers = re.search(r"\{%-?\s*generation\b", source) is not None
        self._template = _compiled(source, self._wrap, name)

    def render(self, messages: list[Json], tools: Json = None, *, reply: bool = False) -> Rendered:
        """Render a conversation.

        Args:
            messages: Its messages.
            tools: Its tool definitions, or None.
            reply: Whether to end where the reply begins.

        Raises:
            RefusedError: The template refuses it.
        """
        given = self._variables | {"messages": messages, "tools": tools, "add_generation_prompt": reply}
        try:
            text = self._template.render(**given)
        except Exception as error:
            raise RefusedError(f"the chat template refuses it: {error}") from error
        return self._unwrapped(text) if self._mark in text else Rendered(text)

    def _wrap(self, text: str) -> str:
        return f"\x02{self._mark}{text}\x03{self._mark}"

    def _unwrapped(self, text: str) -> Rendered:
        pieces: list[str] = []
        answers: list[tuple[int, int]] = []
        place = length = 0
        for match in self._marked.finditer(text):
            before = text[place : match.start()]
            answers.append((length + len(before), length + len(before) + len(match[1])))
            pieces += [before, match[1]]
            length = answers[-1][1]
            place = match.end()
        return Rendered("".join([*pieces, text[place:]]), tuple(answers))


def _compiled(source: str, wrap: Callable[[str], str], name: str) -> Any:
    try:
        from jinja2 import TemplateError
        from jinja2.ext import loopcontrols
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise UsageError("chat templates need Jinja: pip install 'ftdata[huggingface]'") from error
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[_generation(), loopcontrols]
    )
    environment.filters["tojson"] = _to_json
    environment.globals |= {"raise_exception": _raise, "strftime_now": _now, "wrap_answer": wrap}
    try:
        return environment.from_string(source)
    except TemplateError as error:
        raise UsageError(f"{name}: the chat template cannot be read: {error}") from error


def _generation() -> Any:
    """The tag that templates put around what the model generates."""
    from jinja2 import nodes
    from jinja2.ext import Extension

    class Generation(Extension):
        tags = {"generation"}  # noqa: RUF012 - as Jinja has it

        def parse(self, parser: Any) -> Any:
            line = next(parser.stream).lineno
            body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
            return nodes.CallBlock(self.call_method("_kept"), [], [], body).set_lineno(line)

        def _kept(self, caller: Callable[[], str]) -> str:
            wrap: Any = self.environment.globals["wrap_answer"]
            return str(wrap(caller()))

    return Generation


def _to_json(value: Any, ensure_ascii: bool = False, indent: int | None = None, **options: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, **options)


def _raise(message: str) -> None:
    from jinja2 import TemplateError

    raise TemplateError(message)


def _now(form: str) -> str:
    from datetime import datetime

    return datetime.now().astimezone().strftime(form)
