r"""ms-swift's messages, with tool turns of their own and columns for files, and LLaMA-Factory's and TRL's like them.

An assistant's calls are turns with the role ``tool_call`` (JSON text of a name and its arguments; several in a row are
made at once), results have ``tool_response`` or ``tool``. ``loss`` (true or false) or ``loss_scale`` (a number) says
how an answer is learned. The worse answer of a pair is in ``rejected_response`` (text or turns, in place of all that
follows the last question) or in ``rejected_messages`` (a whole conversation). ``images``, ``videos`` and ``audios`` are
matched with the tags ``<image>``, ``<video>`` and ``<audio>``, or with parts that name no file; without any tag they
stand before the first question, as ms-swift and TRL put them. ``objects`` (boxes) and other columns are carried.

Messages with a column of files are of this format whoever wrote them. Other rows of messages are ``chat``.

```json row
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "tool_call", "content": "{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}"}, {"role": "tool_response", "content": "4"}, {"role": "assistant", "content": "It is 4 degrees.", "loss": true}], "tools": "[{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]"}
```

```json row
{"messages": [{"role": "user", "content": "<image>What is it?"}, {"role": "assistant", "content": "A cat."}], "images": ["cat.png"]}
```

```json row
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}], "rejected_response": "5"}
```

Sources:
- https://github.com/modelscope/ms-swift, docs/source_en/Customization/Custom-dataset.md (2026-11-23)
- https://github.com/modelscope/ms-swift, swift/template/template_inputs.py (2026-11-26)
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md, multimodal datasets (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_tools, write_tools
from ftdata.formats._media import COLUMNS, own_media
from ftdata.formats._message import answer_start
from ftdata.formats._ready import trained_turns
from ftdata.formats._swift import PAIRED, SwiftWriter, read_turns
from ftdata.formats._tags import place_media, refuse_loose_tags
from ftdata.formats._verbatim import as_read, remember, shared_start
from ftdata.types import Candidate, Example, Json, Message

NAME = "ms-swift"
TITLE = "ms-swift messages, with columns for files"
METHODS = ("sft", "dpo")
KEYS = ("messages",)
MARKS = (
    "tool_call",
    "tool_response",
    "loss",
    "loss_scale",
    "rejected_response",
    "rejected_messages",
    "images",
    "image",
    "videos",
    "video",
    "audios",
    "audio",
)

_OTHER_FORMATS = ("chosen", "rejected", "label", "kto_tag")
_BESIDE = tuple(f"rejected_{name}" for name in COLUMNS)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows of messages with a role, a key or a column that ms-swift has and OpenAI does not."""
    messages = row.get("messages")
    if not isinstance(messages, list) or any(key in row for key in _OTHER_FORMATS):
        return None
    column = next((key for key in (*PAIRED, *COLUMNS) if row.get(key) is not None), None)
    said = [message for message in messages if isinstance(message, Mapping) and "role" in message]
    if column and said:
        return Match(4, f"there are messages and a column {column}")
    for message in said:
        if message["role"] in ("tool_call", "tool_response"):
            return Match(4, f"a message has the role {message['role']}")
        key = next((key for key in ("loss", "loss_scale") if key in message), None)
        if key:
            return Match(4, f"a message has a key {key}")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation, and the worse answer where there is one."""
    if "messages" not in row:
        raise FormatError((), "has no key messages")
    messages = read_turns(row["messages"], ("messages",))
    key = next((key for key in PAIRED if row.get(key) is not None), None)
    worse = _worse(row[key], key) if key else []
    split = _split(messages, worse, key)
    if key and split >= len(messages):
        raise FormatError((key,), "stands against no answer in messages")
    messages, worse = _with_files(row, messages, worse, key)
    rest = worse[split:] if key == PAIRED[1] else worse
    used = ("messages", "tools", *COLUMNS, *(_BESIDE if key == PAIRED[1] else ()), *([key] if key else ()))
    return Example(
        context=messages[:split],
        candidates=[Candidate(turns) for turns in (messages[split:], rest) if turns],
        tools=read_tools(row.get("tools"), ("tools",)),
        extras={name: value for name, value in row.items() if name not in used},
        format=NAME,
        style={"order": list(row), "columns": columns(row, ("tools", *COLUMNS, *_BESIDE)), "rejected": key},
    )


def render(example: Example) -> Rendered:
    """Write a conversation; of two answers, the worse one becomes a column.

    Raises:
        FormatError: A turn has a role that is not known.
    """
    own = example.format == NAME
    raw = own_columns(example, NAME)
    writer = SwiftWriter(example, NAME)
    turns = trained_turns(example)
    fields: dict[str, Json] = {"messages": writer.turns(turns)}
    fields |= _rejected(example, writer) if len(example.candidates) > 1 else {}
    if not own:
        refuse_loose_tags([turn for answer in example.candidates[1:2] for turn in answer.messages], writer.tagger)
        refuse_loose_tags(example.turns, writer.tagger)
    fields |= write_tools(raw, example.tools, bare=False) | writer.tagger.columns(own_media(raw))
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses = [*writer.losses, *second_answer(example, NAME, 2), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _worse(value: Json, key: str) -> list[Message]:
    if key == "rejected_response" and isinstance(value, str):
        return [Message("assistant", value, style={"turns": [value]}, origin=(key,))]
    return read_turns(value, (key,))


def _with_files(
    row: Mapping[str, Json], messages: list[Message], worse: list[Message], key: str | None
) -> tuple[list[Message], list[Message]]:
    """Put the files of the columns into the turns; a whole conversation has columns of its own."""
    if key == PAIRED[1]:
        beside = {name.removeprefix("rejected_"): row[name] for name in _BESIDE if name in row}
        worse = remember(place_media(worse, beside, implied=True))
    apart = [] if key == PAIRED[1] else worse
    placed = remember(place_media([*messages, *apart], own_media(row), implied=True))
    return placed[: len(messages)], placed[len(messages) :] if apart else worse


def _split(messages: list[Message], worse: list[Message], key: str | None) -> int:
    """Where the answer begins: after what both have, after the last question, or with the closing assistant turns."""
    if key == "rejected_messages":
        return shared_start(messages, worse)
    if key:
        return max((index for index, message in enumerate(messages, 1) if message.role == "user"), default=0)
    return answer_start(messages)


def _rejected(example: Example, writer: SwiftWriter) -> dict[str, Json]:
    answer = example.candidates[1].messages
    context = example.context
    answers = [turn.role for candidate in example.candidates[:2] for turn in candidate.messages]
    asked = bool(context) and context[-1].role == "user" and "user" not in answers
    key = example.style["rejected"] if writer.own else PAIRED[0] if asked else PAIRED[1]
    if key == PAIRED[1]:
        apart = SwiftWriter(example, NAME)
        turns = apart.turns([*context, *answer])
        writer.losses += apart.losses
        return {key: turns, **{f"rejected_{name}": files for name, files in apart.tagger.columns({}).items()}}
    raw = as_read(answer[0], own=writer.own) if len(answer) == 1 else None
    return {key: raw[0] if raw and isinstance(raw[0], str) else writer.turns(answer) if raw else writer.answer(answer)}
