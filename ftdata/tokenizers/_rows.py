"""Counting a training row: messages, tools and images with their overheads, and what of it is trained.

A message costs a few tokens around it, its role, its texts and one for a name; a conversation costs three more, which
open the reply. For plain texts that is what OpenAI's service reports itself. What no overhead was published for is
counted as its words, and said in ``doubts``.

Source: https://github.com/openai/openai-cookbook, How_to_count_tokens_with_tiktoken.ipynb (2026-08).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ftdata.tokenizers._count import Count, Said
from ftdata.tokenizers._counter import Counter
from ftdata.tokenizers._images import ASSUMED, image_tokens
from ftdata.tokenizers._models import Family
from ftdata.tokenizers._tools import definition_tokens, functions_of
from ftdata.types import Json

_FIXED_ROLES = frozenset(("system", "developer"))
_DEFINITION = 7

CALLS = "tool calls have overheads that were not published"
PARTS = "audio and file parts are not counted"
TOOLS = "the overheads of tool definitions are those of gpt-4o, since none were published for this model"
NO_IMAGES = "images are not counted: how this model counts them was not published"
UNKNOWN_IMAGES = f"images whose size is not known count as {ASSUMED[0]} x {ASSUMED[1]}"


class Meter:
    """Counts training rows for a model.

    Attributes:
        counter: Counts texts.
        family: The overheads of the model.
        doubt: Why every count may be off; empty where plain texts are counted exactly.
    """

    def __init__(self, counter: Counter, family: Family, doubt: str = "") -> None:
        self.counter = counter
        self.family = family
        self.doubt = doubt or family.doubt
        self._always = (self.doubt,) if self.doubt else ()
        self._tools: dict[bytes, int] = {}

    @property
    def name(self) -> str:
        """What counts."""
        return self.counter.name

    @property
    def exact(self) -> bool:
        """Whether plain texts are counted exactly."""
        return not self._always

    def measure(self, row: Mapping[str, Json], *, method: str = "sft") -> Count:
        """Count a row: a conversation, a pair, or a prompt with its completion.

        Args:
            row: In the format that OpenAI takes for the method. What is odd in it counts as what can be read of it.
            method: Of ``rft``, no answer is trained on.
        """
        if "messages" in row:
            return self._chat(row, row["messages"], trains=method != "rft")
        if "preferred_output" in row or "non_preferred_output" in row:
            return self._pair(row)
        return self._completion(row)

    def text(self, text: str) -> int:
        """Count a text."""
        return self.counter.count(text)

    def _chat(self, row: Mapping[str, Json], messages: Json, *, trains: bool) -> Count:
        doubts: set[str] = set()
        said = tuple(self._messages(messages, doubts, trains=trains))
        return Count(said, self._definitions(row, doubts), self.family.reply, doubts=self._all(doubts))

    def _pair(self, row: Mapping[str, Json]) -> Count:
        doubts: set[str] = set()
        given = row.get("input")
        context: Mapping[str, Json] = given if isinstance(given, dict) else {}
        said = [*self._messages(context.get("messages"), doubts, trains=False)]
        said += self._messages(row.get("preferred_output"), doubts, trains=True)
        rejected = sum(each.tokens for each in self._messages(row.get("non_preferred_output"), doubts, trains=True))
        tools = self._definitions(context, doubts)
        return Count(tuple(said), tools, self.family.reply, rejected, self._all(doubts))

    def _completion(self, row: Mapping[str, Json]) -> Count:
        texts = [
            self.counter.count(row[key]) if isinstance(row.get(key), str) else 0 for key in ("prompt", "completion")
        ]
        prompt, completion = (Said(role, n, n, role == "completion", 0) for role, n in zip(_HALVES, texts, strict=True))
        return Count((prompt, completion), reply=0, doubts=self._always)

    def _all(self, doubts: Iterable[str]) -> tuple[str, ...]:
        return (*self._always, *sorted(doubts)) if doubts else self._always

    def _messages(self, messages: Json, doubts: set[str], *, trains: bool) -> Iterable[Said]:
        for message in messages if isinstance(messages, list) else ():
            if isinstance(message, dict):
                yield self._message(message, doubts, trains=trains)

    def _message(self, message: dict[str, Json], doubts: set[str], *, trains: bool) -> Said:
        role, content = message.get("role"), message.get("content")
        if not isinstance(role, str):
            role = ""
        tokens = self.family.message + self.counter.count_again(role)
        if isinstance(content, str):
            fixed = role in _FIXED_ROLES
            said = self.counter.count_again(content) if fixed else self.counter.count(content)
        else:
            said = self._parts(content, doubts)
        if len(message) > 2 or "content" not in message:
            tokens += self._named(message)
            said += self._beside(message, doubts)
        trained = trains and role == "assistant" and message.get("weight") != 0
        return Said(role, tokens + said, said, trained)

    def _named(self, message: dict[str, Json]) -> int:
        name = message.get("name")
        return self.family.name + self.counter.count_again(name) if isinstance(name, str) else 0

    def _beside(self, message: dict[str, Json], doubts: set[str]) -> int:
        """What a message says besides its content: a refusal, calls."""
        refusal, total = message.get("refusal"), 0
        if isinstance(refusal, str):
            total += self.counter.count(refusal)
        listed = message.get("tool_calls")
        calls = [each.get("function") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        for call in [*calls, message.get("function_call")]:
            if isinstance(call, dict):
                doubts.add(CALLS)
                total += sum(self._words(call.get(key)) for key in ("name", "arguments"))
        if "tool_call_id" in message:
            doubts.add(CALLS)
        return total

    def _words(self, value: Json) -> int:
        """Count a text; an object, which some trainers take for arguments, is counted as its JSON."""
        if isinstance(value, str):
            return self.counter.count(value)
        return 0 if value is None else self.counter.count(_json(value))

    def _parts(self, content: Json, doubts: set[str]) -> int:
        total = 0
        for part in content if isinstance(content, list) else ():
            kind = part.get("type") if isinstance(part, dict) else None
            if kind == "image_url":
                total += self._image(part, doubts)
            elif isinstance(part, dict):
                total += sum(self._words(part.get(key)) for key in ("text", "refusal"))
                if kind not in ("text", "refusal"):
                    doubts.add(PARTS)
        return total

    def _image(self, part: dict[str, Json], doubts: set[str]) -> int:
        if self.family.images is None:
            doubts.add(NO_IMAGES)
            return 0
        tokens, known = image_tokens(self.family.images, part)
        if not known:
            doubts.add(UNKNOWN_IMAGES)
        return tokens

    def _definitions(self, row: Mapping[str, Json], doubts: set[str]) -> int:
        if "tools" not in row and "functions" not in row:
            return 0
        functions = functions_of(row.get("tools"), row.get("functions"))
        if functions and self.family.definition is None:
            doubts.add(TOOLS)
        key = _key(functions)
        if key not in self._tools:
            if len(self._tools) >= _MOST_SETS:
                self._tools.clear()
            around = _DEFINITION if self.family.definition is None else self.family.definition
            self._tools[key] = definition_tokens(functions, self.counter.count, around)
        return self._tools[key]


_HALVES = ("prompt", "completion")
_MOST_SETS = 4096


def _json(value: Any) -> str:
    from ftdata.jsontext import dumps

    return dumps(value).decode("utf-8", "replace")


def _key(value: Any) -> bytes:
    import xxhash

    from ftdata.jsontext import dumps

    return xxhash.xxh3_128_digest(dumps(value))
