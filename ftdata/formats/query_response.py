r"""Rows of a query and its response, as ms-swift has them since its beginning, and earlier pairs before it.

``system`` is the system prompt, ``history`` a list of earlier pairs, ``rejected_response`` the worse answer of a pair.
``images``, ``videos`` and ``audios`` are matched with the tags ``<image>``, ``<video>`` and ``<audio>`` of all turns;
without any tag they stand before the first question, where ms-swift puts them. Qwen's ``<img>file</img>`` is read too.

```json row
{"query": "What is 2 + 2?", "response": "4"}
```

```json row
{"system": "Be brief.", "query": "And in oil?", "response": "A ship.", "history": [["<image>What is it?", "A boat."]], "images": ["boat.png"]}
```

```json row
{"query": "<img>https://example.org/cat.png</img>What is it?", "response": "A cat.", "rejected_response": "A dog."}
```

Sources:
- https://github.com/modelscope/ms-swift, 4.6, swift/dataset/preprocessor/core.py, ResponsePreprocessor (2026-11-26)
- https://github.com/modelscope/ms-swift, docs/source_en/Customization/Custom-dataset.md (2026-11-23)
"""  # noqa: E501

from collections.abc import Iterator, Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, write_system
from ftdata.formats._media import COLUMNS, own_media
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._questions import history_column, read_history, read_text
from ftdata.formats._ready import field_of
from ftdata.formats._tags import Tagger, place_media, refuse_loose_tags
from ftdata.types import Candidate, Example, Json, Loss, Message

NAME = "query-response"
TITLE = "Query and response"
METHODS = ("sft", "dpo")
KEYS = ("query",)

_ANSWERS = ("response", "rejected_response")
_COLUMNS = ("system", "history", "rejected_response", *COLUMNS)
_OTHER_FORMATS = ("messages", "conversations", "conversation", "instruction", "chosen", "rejected", "tools")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a query and a response that are text."""
    if "response" not in row or any(key in row for key in _OTHER_FORMATS):
        return None
    if not isinstance(row.get("query"), str) or not isinstance(row["response"], str | None):
        return None
    return Match(2, "there are columns query and response")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; earlier pairs become earlier turns."""
    for key in ("query", "response"):
        if key not in row:
            raise FormatError((), f"has no key {key}")
    answers = [key for key in _ANSWERS if key in row and (key == "response" or row[key] is not None)]
    question = Message("user", read_text(row["query"], ("query",)), origin=("query",))
    replies = [Message("assistant", read_text(row[key], (key,)), origin=(key,)) for key in answers]
    turns = place_media([*read_history(row), question, *replies], own_media(row), implied=True)
    return Example(
        context=[*read_system(row), *turns[: -len(replies)]],
        candidates=[Candidate([turn]) for turn in turns[-len(replies) :]],
        extras={key: value for key, value in row.items() if key not in ("query", "response", *_COLUMNS)},
        format=NAME,
        style={"order": list(row), "columns": columns(row, _COLUMNS)},
    )


def render(example: Example) -> Rendered:
    """Write a conversation of user and assistant: its last pair in the columns, the earlier ones as history.

    Raises:
        FormatError: The turns are not a system prompt, then user and assistant in turn up to one answer of one turn.
    """
    losses: list[Loss] = []
    own = example.format == NAME
    system, turns = _turns(example)
    tagger = Tagger(example, NAME, losses)
    texts = [_text(turn, tagger, losses) for turn in turns]
    if not own:
        refuse_loose_tags(turns, tagger)
    raw = own_columns(example, NAME)
    worse = len(example.candidates) > 1
    answers = dict(zip(_ANSWERS, texts[-2:] if worse else texts[-1:], strict=False))
    query, *_ = texts[-2 - worse :]
    prompt = text_of(system, NAME, losses) if system else None
    fields: dict[str, Json] = {"query": query, **answers} | write_system(raw, prompt)
    fields |= history_column(raw, texts[: -2 - worse]) | tagger.columns(own_media(raw))
    if own:
        fields = ordered(fields | _nulls(raw, worse=worse) | example.extras, example.style["order"])
    if worse and texts[-1] is None:
        losses.append(Loss("rejected_response", f"{NAME} takes a null for no answer"))
    losses += [*_lost(example, system, turns), *second_answer(example, NAME, 2), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _lost(example: Example, system: Message | None, turns: list[Message]) -> Iterator[Loss]:
    for message in [system, *turns] if system else turns:
        yield from lost_fields(message, NAME)
    if system and system.content is None:
        yield Loss(field_of(system, "content"), "is empty, so there is no system prompt")
    if example.tools:
        yield Loss("tools", f"{NAME} has no tools")


def _turns(example: Example) -> tuple[Message | None, list[Message]]:
    """Part the system prompt from the turns, both answers included, and make sure that they alternate."""
    turns = example.turns
    system = turns.pop(0) if turns and turns[0].role in ("system", "developer") else None
    for index, message in enumerate(turns):
        if message.tool_calls or message.role != ("user", "assistant")[index % 2]:
            raise FormatError(message.origin, f"{NAME} holds only user and assistant in turn, without tool calls")
    if not turns or len(turns) % 2:
        raise FormatError((), "does not end with an answer")
    for answer in example.candidates[1:2]:
        if len(answer.messages) != 1 or len(example.candidates[0].messages) != 1 or answer.messages[0].tool_calls:
            raise FormatError((), f"has an answer of several turns or tool calls where {NAME} holds text")
        turns.append(answer.messages[0])
    return system, turns


def _text(message: Message, tagger: Tagger, losses: list[Loss]) -> Json:
    text = tagger.text_of(message)
    return text_of(message, NAME, losses) if text is None else text


def _nulls(raw: Mapping[str, Json], *, worse: bool) -> dict[str, Json]:
    """Columns that a table had to fill in."""
    return {"rejected_response": None} if "rejected_response" in raw and not worse else {}
