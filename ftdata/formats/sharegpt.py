r"""ShareGPT rows: turns with ``from`` (or ``role``) and ``value``.

The shape of FastChat, LLaMA-Factory and many sets on the Hub, with LLaMA-Factory's tool turns (``function_call``,
``observation``), its columns ``system`` and ``tools``, and its pairs (``chosen`` and ``rejected``, one turn or text
each). Pairs of ``human`` and ``assistant``, ``user`` and ``bot`` or ``input`` and ``output`` are read too. A speaker is ``system``, ``human`` or
``user``, ``gpt``, ``assistant``, ``chatgpt``, ``bing``, ``bard`` or ``bot``, ``function_call`` or ``tool_call``,
``observation``, ``observations``, ``tool``, ``tool_response`` or ``function_response``; any other word is refused,
never guessed. What is said is kept as it is, the HTML of early dumps too.

Tags ``<image>``, ``<video>`` and ``<audio>`` stand for the files in the columns ``images``, ``videos`` and ``audios``
(or ``image``, as LLaVA has it); there have to be as many of one as of the other. Qwen's ``<img>file</img>`` is read
too. An answer's ``weight`` of 0 or 1, or Axolotl's ``train``, says whether it is learned.

```json row
{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]}
```

```json row
{"conversations": [{"from": "human", "value": "Weather in Oslo?"}, {"from": "function_call", "value": "{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}"}, {"from": "observation", "value": "4"}, {"from": "gpt", "value": "It is 4 degrees."}], "system": "Be brief.", "tools": "[{\"name\": \"weather\", \"parameters\": {}}]"}
```

```json row
{"conversations": [{"from": "human", "value": "2 + 2?"}], "chosen": {"from": "gpt", "value": "4"}, "rejected": {"from": "gpt", "value": "5"}}
```

```json row
{"conversations": [{"from": "human", "value": "<image>What is it?"}, {"from": "gpt", "value": "A cat."}], "images": ["cat.png"]}
```

```json row
{"system": "Be brief.", "conversation": [{"human": "Hi", "assistant": "Hello!"}]}
```

```json row
{"source": "example", "conversation": [{"input": "Hi", "output": "Hello!"}]}
```

```json row
{"conversations": [{"role": "user", "value": "Hi"}, {"role": "assistant", "value": "Hello!"}]}
```

Sources:
- https://github.com/lm-sys/FastChat, data/dummy_conversation.json (2026-11-23)
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md (2026-11-23)
- https://github.com/haotian-liu/LLaVA, docs/Finetune_Custom_Data.md, column image (2026-11-23)
- https://github.com/modelscope/ms-swift, 4.6, swift/dataset/preprocessor/core.py (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, Turns, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, read_tools, write_system, write_tools
from ftdata.formats._media import COLUMNS, own_media
from ftdata.formats._message import answer_start
from ftdata.formats._tags import INLINE, place_media, refuse_loose_tags
from ftdata.formats._turns import PLAIN_SPEAKERS, PLAIN_WORDS, Writer, is_pair, keys_of, parse_turns, read_turn
from ftdata.types import Candidate, Example, Json, Message

NAME = "sharegpt"
TITLE = "ShareGPT conversations"
METHODS = ("sft", "dpo", "reward")
KEYS = ("conversations", "conversation")

_LISTS = ("conversations", "conversation")
_COLUMNS = ("system", "tools", *COLUMNS)
_ANSWERS = ("chosen", "rejected")
_PLAIN_KEYS = ("from", "value")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of turns that say from whom they are, or of pairs of human and assistant."""
    key = _list_key(row)
    turns = row.get(key)
    if not isinstance(turns, list):
        return None
    keys = keys_of(turns)
    return Match(3, f"{key} is a list of objects with {keys}") if keys else None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; where there are chosen and rejected turns, they are its two answers."""
    key = _list_key(row)
    if key not in row:
        raise FormatError((), "has no key conversations")
    said = [*parse_turns(row[key], (key,)), *_answers(row)]
    turns = [*read_system(row), *place_media(said, own_media(row))]
    answers = [Candidate([turn]) for turn in turns if turn.origin[0] in _ANSWERS]
    split = len(turns) - len(answers) if answers else answer_start(turns)
    used = (key, *_COLUMNS, *(_ANSWERS if answers else ()))
    return Example(
        context=turns[:split],
        candidates=answers or ([Candidate(turns[split:])] if split < len(turns) else []),
        tools=read_tools(row.get("tools"), ("tools",)),
        extras={name: value for name, value in row.items() if name not in used},
        format=NAME,
        style={"order": list(row), "key": key, "columns": columns(row, _COLUMNS), "pairs": is_pair(row[key][0])},
    )


def render(example: Example) -> Rendered:
    """Write a conversation; two answers become chosen and rejected.

    Raises:
        FormatError: A turn cannot be said, or one of two answers is more than one turn.
    """
    own = example.format == NAME
    style = example.style if own else {}
    writer = Writer(example, NAME)
    ranked = len(example.candidates) > 1
    turns = list(example.context if ranked else example.turns)
    if not turns:
        raise FormatError((), "has no turns before its answers")
    raw = own_columns(example, NAME)
    prompt = _take_column(turns, in_column="system" in raw or bool(style.get("pairs")))
    pairs = writer.pairs(turns) if style.get("pairs") else None
    fields: dict[str, Json] = {style.get("key", _LISTS[0]): writer.turns(turns) if pairs is None else pairs}
    if ranked:
        fields |= {key: writer.answer(answer) for key, answer in zip(_ANSWERS, example.candidates, strict=False)}
    if not own:
        refuse_loose_tags(example.turns, writer.tagger)
    fields |= write_system(raw, prompt) | write_tools(raw, example.tools) | writer.tagger.columns(own_media(raw))
    if own:
        fields = ordered(fields | example.extras, style["order"])
    losses = [*writer.losses, *second_answer(example, NAME, 2), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row that holds nothing but turns of text, spelled in the common way."""
    listed = row.get("conversations")
    if not listed or listed.__class__ is not list or len(row) > 1:
        return None
    turns: Turns = []
    for turn in listed:
        if turn.__class__ is not dict or tuple(turn) != _PLAIN_KEYS:
            return None
        word, text = turn.values()
        role = PLAIN_SPEAKERS.get(word) if word.__class__ is str else None
        if role is None or text.__class__ is not str or INLINE in text:
            return None
        turns.append((role, text))
    return turns


def render_plain(turns: Turns) -> dict[str, Json] | None:
    """Write turns of text."""
    if any(INLINE in text for _, text in turns):
        return None
    return {"conversations": [{"from": PLAIN_WORDS[role], "value": text} for role, text in turns]}


def _list_key(row: Mapping[str, Json]) -> str:
    return next((key for key in _LISTS if key in row), _LISTS[0])


def _answers(row: Mapping[str, Json]) -> list[Message]:
    """The chosen and the rejected answer; none where both columns are missing or null."""
    given = [key for key in _ANSWERS if row.get(key) is not None]
    if not given:
        return []
    if len(given) < len(_ANSWERS):
        raise FormatError((), f"has {given[0]} but nothing to set against it")
    return [_answer(row[key], key) for key in _ANSWERS]


def _answer(value: Json, key: str) -> Message:
    if isinstance(value, str):
        return Message("assistant", value, style={"bare": True}, origin=(key,))
    return read_turn(value, (key,))


def _take_column(turns: list[Message], *, in_column: bool) -> str | None:
    """Take the system prompt that belongs in the column out of the turns."""
    first = turns[0] if turns else None
    if first is None or first.role != "system" or not isinstance(first.content, str):
        return None
    if first.style.get("column") or (in_column and not first.origin):
        turns.pop(0)
        return first.content
    return None
