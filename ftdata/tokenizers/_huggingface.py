"""Counting as a Hugging Face trainer does: the conversation through the chat template, the text through the tokenizer.

The tokenizer is a folder as ``save_pretrained`` writes it, a ``tokenizer.json`` (what belongs to it lies beside it), or
a name on the hub, whose files are taken from its cache and fetched where they are not in it: naming it asks for that.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from ftdata.errors import FtdataError, UsageError
from ftdata.tokenizers._count import Count, Said
from ftdata.tokenizers._counter import Counter
from ftdata.tokenizers._files import located
from ftdata.tokenizers._models import Family
from ftdata.tokenizers._rows import Meter
from ftdata.tokenizers._template import RefusedError, Template
from ftdata.types import Json

_WORDS_ONLY = Family(("",), "", 0, message=0, name=0, reply=0)
_MOST = 64 << 20

NO_TEMPLATE = "the tokenizer has no chat template, so only words are counted"
REWRITES = "the template writes earlier turns anew, so trained tokens are those of the answers' texts"


def template_meter(name: str) -> Meter:
    """Make what counts rows with a Hugging Face tokenizer.

    Raises:
        UsageError: There is none of that name, or it cannot be read.
        VocabularyError: It is on the hub and cannot be had.
    """
    files = located(name)
    encode = _encoder(files["tokenizer.json"], name)
    config = _config(files)
    counter = Counter(name, "tokenizers", lambda text: len(encode(text).ids))
    source = _chat_template(files, config)
    if source is None:
        return Meter(counter, _WORDS_ONLY, NO_TEMPLATE)
    variables = {key: _token(value) for key, value in config.items() if key.endswith("_token")}
    templates = {key: Template(text, variables, name) for key, text in source.items()}
    return TemplateMeter(counter, encode, templates, str(variables.get("eos_token") or ""))


class TemplateMeter(Meter):
    """Counts rows through a chat template.

    Args:
        counter: Counts texts.
        encode: Encodes a text; special tokens in it are what they are, since trainers do not tell them apart. With
            ``special=True`` it adds those that the tokenizer puts around a text.
        templates: By name: ``default``, and perhaps ``tool_use``.
        end: The token that trainers put behind a text without a template; empty where the tokenizer names none.
    """

    def __init__(
        self, counter: Counter, encode: Callable[..., Any], templates: Mapping[str, Template], end: str = ""
    ) -> None:
        super().__init__(counter, _WORDS_ONLY)
        self._encode = encode
        self._templates = templates
        self._end = end

    def _chat(self, row: Mapping[str, Json], messages: Json, *, trains: bool) -> Count:
        turns = [_readable(each) for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
        try:
            return self._rendered(turns, row.get("tools"), trains=trains)
        except RefusedError as refusal:
            counted = super()._chat(row, messages, trains=trains)
            return counted._replace(doubts=(str(refusal), *counted.doubts))

    def _pair(self, row: Mapping[str, Json]) -> Count:
        given = row.get("input")
        context: Mapping[str, Json] = given if isinstance(given, dict) else {}
        preferred, rejected = (
            self._answered(context, row.get(key)) for key in ("preferred_output", "non_preferred_output")
        )
        asked = len(context["messages"]) if isinstance(context.get("messages"), list) else 0
        messages = tuple(
            each._replace(trained=each.trained and n >= asked) for n, each in enumerate(preferred.messages)
        )
        answer = sum(each.tokens for each in rejected.messages[asked:])
        return preferred._replace(messages=messages, rejected=answer, doubts=preferred.doubts or rejected.doubts)

    def _answered(self, context: Mapping[str, Json], answer: Json) -> Count:
        turns = [*_listed(context.get("messages")), *_listed(answer)]
        return self._chat(context, turns, trains=True)

    def _rendered(self, turns: list[Json], tools: Json, *, trains: bool) -> Count:
        template = self._templates.get("tool_use") if tools and "tool_use" in self._templates else None
        chosen = template or self._templates["default"]
        whole = chosen.render(turns, tools or None)
        found = self._encode(whole.text)
        starts = [start for start, _ in found.offsets]
        ends = [_prefix(chosen, turns[: number + 1], tools, whole.text) for number in range(len(turns) - 1)]
        answers, doubt = _answers(chosen, turns, tools, whole, [*ends, len(whole.text)])
        said, place = [], 0
        for number, end in enumerate([*ends, len(whole.text)]):
            last = place if end is None else _token_at(starts, end)
            first, behind = (_token_at(starts, mark) for mark in answers.get(number, (0, 0)))
            words = behind - first if number in answers else last - place
            trained = trains and turns[number].get("role") == "assistant" and turns[number].get("weight") != 0
            after = max(last - behind, 0) if number in answers else 0
            said.append(Said(str(turns[number].get("role")), last - place, words, trained, after))
            place = last
        return Count(tuple(said), reply=0, doubts=(doubt,) if doubt else ())

    def _completion(self, row: Mapping[str, Json]) -> Count:
        """Count both texts as one, as trainers encode them, with the end that they add and that is learned."""
        answer = row.get("completion", row.get("text"))
        prompt, completion = (text if isinstance(text, str) else "" for text in (row.get("prompt"), answer))
        end = "" if completion.endswith(self._end) else self._end
        whole = self._encode(prompt + completion + end, special=True).ids
        asked = _shared(self._encode(prompt, special=True).ids, whole) if prompt else 0
        said = len(whole) - asked
        return Count((Said("prompt", asked, asked, after=0), Said("completion", said, said, True, 0)), reply=0)


def _shared(one: list[int], other: list[int]) -> int:
    """How many tokens both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


def _answers(
    template: Template, turns: list[Json], tools: Json, whole: Any, ends: list[int | None]
) -> tuple[dict[int, tuple[int, int]], str]:
    """Where in the text the answers are, by the number of their message, and what is doubtful about it."""
    speaking = [number for number, turn in enumerate(turns) if turn.get("role") == "assistant"]
    learned = [number for number in speaking if turns[number].get("weight") != 0]
    for marked in (speaking, learned):  # a template may heed weights
        if template.marks_answers and len(whole.answers) == len(marked):
            return dict(zip(marked, whole.answers, strict=True)), ""
    found: dict[int, tuple[int, int]] = {}
    place, doubt = 0, ""
    for number in speaking:
        start = _prefix(template, turns[:number], tools, whole.text, reply=True)
        end = ends[number]
        if start is None or end is None or end < start:
            words = _words(turns[number])
            start = max(whole.text.find(words, place), place) if words else place
            end, doubt = start + len(words), REWRITES
        found[number] = (start, end)
        place = end
    return found, doubt


def _prefix(template: Template, turns: list[Json], tools: Json, text: str, *, reply: bool = False) -> int | None:
    """How long the beginning of a conversation is in the text of all of it; None where it is not its beginning."""
    try:
        begun = template.render(turns, tools or None, reply=reply).text
    except RefusedError:
        return None
    return len(begun) if text.startswith(begun) else None


def _token_at(starts: list[int], place: int) -> int:
    return bisect_left(starts, place)


def _words(turn: Mapping[str, Json]) -> str:
    content = turn.get("content")
    return content.strip() if isinstance(content, str) else ""


def _listed(messages: Json) -> list[Json]:
    return [each for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []


def _readable(message: dict[str, Json]) -> dict[str, Json]:
    """A message as templates take it: the arguments of calls as objects, which OpenAI's format has as text."""
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        return message
    return message | {"tool_calls": [_with_object(call) for call in calls]}


def _with_object(call: Json) -> Json:
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict) or not isinstance(function.get("arguments"), str):
        return call
    try:
        return call | {"function": function | {"arguments": json.loads(function["arguments"])}}
    except ValueError:
        return call


def _encoder(path: str, name: str) -> Callable[..., Any]:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise UsageError("Hugging Face tokenizers need a package: pip install 'ftdata[huggingface]'") from error
    try:
        loaded = Tokenizer.from_file(path)
    except Exception as error:
        raise UsageError(f"{name}: the tokenizer cannot be read: {str(error)[:200]}") from error
    loaded.no_truncation()
    loaded.no_padding()
    return lambda text, special=False: loaded.encode(
        text.encode("utf-8", "replace").decode(), add_special_tokens=special
    )


def _config(files: Mapping[str, str]) -> dict[str, Json]:
    return _object(files.get("special_tokens_map.json")) | _object(files.get("tokenizer_config.json"))


def _object(path: str | None) -> dict[str, Json]:
    if path is None:
        return {}
    try:
        value = json.loads(_text(path))
    except ValueError as error:
        raise UsageError(f"{path}: is not valid JSON: {error}") from error
    return value if isinstance(value, dict) else {}


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read(_MOST)
    except (OSError, UnicodeDecodeError) as error:
        raise FtdataError(f"{path}: cannot be read: {error}") from error


def _chat_template(files: Mapping[str, str], config: Mapping[str, Json]) -> dict[str, str] | None:
    """The templates by name; None where there is none."""
    if "chat_template.jinja" in files:
        return {"default": _text(files["chat_template.jinja"])}
    found = config.get("chat_template") or _object(files.get("chat_template.json")).get("chat_template")
    if isinstance(found, str):
        return {"default": found}
    named = {
        each["name"]: each["template"]
        for each in found or ()
        if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("template"), str)
    }
    return named if "default" in named else None


def _token(value: Json) -> Json:
    return value.get("content") if isinstance(value, dict) else value
