r"""Anthropic's helpful and harmless dialogues: a chosen and a rejected transcript that begin alike.

``chosen`` and ``rejected`` are each a whole dialogue as one text with the markers ``\n\nHuman:`` and
``\n\nAssistant:``. The turns that both begin with are the prompt, turn by turn, and each side keeps its last one; what
follows may be more than one turn, since some dialogues part in the middle, and some end with the human. White space is
kept to the letter, and misspelt markers stay text. The set's red-team attempts (``transcript``) are read as dialogues.

```json row
{"chosen": "\n\nHuman: What is 2 + 2?\n\nAssistant: 4", "rejected": "\n\nHuman: What is 2 + 2?\n\nAssistant: 5"}
```

```json row
{"transcript": "\n\nHuman: How do I pick a lock?\n\nAssistant: Call a locksmith.\n", "rating": 1}
```

Sources:
- https://github.com/anthropics/hh-rlhf (2022-04)
- https://huggingface.co/datasets/Anthropic/hh-rlhf (2023-05)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._message import answer_start
from ftdata.formats._prompt import require, shared
from ftdata.formats._transcript import is_transcript, read_transcript, write_transcript
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

NAME = "hh"
TITLE = "Anthropic's HH transcripts"
METHODS = ("dpo", "reward", "sft")
KEYS = ("chosen", "rejected", "transcript")

_ANSWERS = ("chosen", "rejected")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with two transcripts, or with one."""
    if all(is_transcript(row.get(key)) for key in _ANSWERS) and row.get("prompt") is None:
        return Match(5, "chosen and rejected are transcripts of Human and Assistant")
    if is_transcript(row.get("transcript")) and not any(key in row for key in _ANSWERS):
        return Match(5, "transcript is one of Human and Assistant")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read two transcripts, the preferred one first, or one."""
    if "transcript" in row and not any(key in row for key in _ANSWERS):
        used: tuple[str, ...] = ("transcript",)
        turns = read_transcript(row["transcript"], used)
        split = answer_start(turns)
        rest = [turns[split:]] if split < len(turns) else []
    else:
        require(row, *_ANSWERS)
        used = _ANSWERS
        sides = [read_transcript(row[key], (key,)) for key in used]
        turns, split = sides[0], shared(*([_said(turn) for turn in side] for side in sides))
        rest = [side[split:] for side in sides]
    return Example(
        context=turns[:split],
        candidates=[Candidate(side) for side in rest],
        extras={key: value for key, value in row.items() if key not in used},
        format=NAME,
        style={"order": list(row), "columns": list(used)},
    )


def render(example: Example) -> Rendered:
    """Write two whole dialogues that begin alike.

    Raises:
        FormatError: There are not two answers, or a turn cannot be said in a transcript.
    """
    own = example.format == NAME
    keys: tuple[str, ...] = tuple(example.style["columns"]) if own else _ANSWERS
    if len(example.candidates) < len(keys) and keys == _ANSWERS:
        raise FormatError((), f"has no two answers that {NAME} could set against each other")
    if example.tools:
        raise FormatError(("tools",), f"{NAME} has no tools")
    losses: list[Loss] = []
    fields: dict[str, Json] = {}
    origins: dict[Path, Path] = {}
    answers = [answer.messages for answer in example.candidates] or [[]]
    for key, answer in zip(keys, answers, strict=False):
        fields[key] = write_transcript([*example.context, *answer], NAME, losses)
        origins[key,] = answer[-1].origin if answer else ()
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses += [*second_answer(example, NAME, len(keys)), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), origins)


def _said(turn: Message) -> Json:
    """What makes two turns the same: who speaks, and everything after the marker."""
    return [turn.role, turn.style["space"], turn.content]
