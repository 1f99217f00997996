r"""Nectar's rows: a prompt and several answers, each with its rank.

The answers become candidates, the one of the lowest rank first; formats of pairs take the first two. Nectar's prompt is
a transcript (``\n\nHuman: ...\n\nAssistant: ``) that ends where the answer begins; any other text is one question. An
answer's further keys, such as ``model``, are carried.

```json row
{"prompt": "\n\nHuman: What is 2 + 2?\n\nAssistant: ", "answers": [{"answer": "4", "model": "a", "rank": 1.0}, {"answer": "22", "model": "b", "rank": 2.0}]}
```

```json row
{"prompt": "Name a colour.", "answers": [{"answer": "Seven.", "rank": 3}, {"answer": "Blue.", "rank": 1}, {"answer": "Sky.", "rank": 2}], "num_responses": 3}
```

Sources:
- https://huggingface.co/datasets/berkeley-nest/Nectar (2023-11)
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, prompt_strategies/dpo/zephyr.py, nectar (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._prompt import require
from ftdata.formats._transcript import is_transcript, read_transcript, write_transcript
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

NAME = "nectar"
TITLE = "Prompt and ranked answers"
METHODS = ("dpo", "reward")
KEYS = ("answers",)

_KEYS = ("answer", "rank")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt and a list of answers with ranks."""
    answers = row.get("answers")
    if "prompt" in row and isinstance(answers, list) and answers and all(_is_ranked(each) for each in answers):
        return Match(4, "answers is a list of objects with answer and rank")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its answers are put in the order of their ranks."""
    require(row, "prompt", "answers")
    prompt, answers = row["prompt"], row["answers"]
    if not isinstance(prompt, str):
        raise FormatError(("prompt",), "is not text")
    if not isinstance(answers, list) or not answers:
        raise FormatError(("answers",), "is not a list of at least one answer")
    for number, answer in enumerate(answers):
        if not _is_ranked(answer):
            raise FormatError(("answers", number), "is not an object with an answer of text and a rank")
    places = sorted(range(len(answers)), key=lambda place: answers[place]["rank"])
    dialogue = is_transcript(prompt) and not prompt.rpartition("\n\nAssistant:")[2].strip(" ")
    turns = read_transcript(prompt, ("prompt",)) if dialogue else [Message("user", prompt, origin=("prompt",))]
    return Example(
        context=turns[:-1] if dialogue else turns,
        candidates=[_candidate(answers[place], place) for place in places],
        extras={key: value for key, value in row.items() if key not in ("prompt", "answers")},
        format=NAME,
        style={"order": list(row), "prompt": prompt, "turns": len(turns) - dialogue},
    )


def render(example: Example) -> Rendered:
    """Write a prompt and its answers, the best one as number 1.

    Raises:
        FormatError: Something is not text of user and assistant, or there is no prompt or no answer.
    """
    if not example.candidates or not example.context:
        raise FormatError(
            (), f"has no {'prompt' if example.candidates else 'answers'}, and {NAME} ranks answers to one"
        )
    own = example.format == NAME
    if example.tools:
        raise FormatError(("tools",), f"{NAME} has no tools")
    losses: list[Loss] = []
    kept = own and len(example.context) == example.style["turns"]
    head = write_transcript(example.context, NAME, losses) + "\n\nAssistant: " if not kept else example.style["prompt"]
    written = [_answer(answer, number, losses) for number, answer in enumerate(example.candidates)]
    if own:
        written = [
            answer for _, answer in sorted(zip(_places(example), written, strict=True), key=lambda pair: pair[0])
        ]
    fields: dict[str, Json] = {"prompt": head, "answers": written}
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    origins: dict[Path, Path] = {("prompt",): example.context[-1].origin}
    return Rendered(fields, tuple(dict.fromkeys([*losses, *lost(example, NAME)])), origins)


def _candidate(answer: Mapping[str, Json], place: int) -> Candidate:
    said = Message(
        "assistant",
        answer["answer"],
        style={"order": list(answer), "place": place, "rank": answer["rank"]},
        origin=("answers", place, "answer"),
    )
    return Candidate([said], extras={key: value for key, value in answer.items() if key not in _KEYS})


def _places(example: Example) -> list[int]:
    return [answer.messages[0].style["place"] for answer in example.candidates]


def _answer(answer: Candidate, number: int, losses: list[Loss]) -> dict[str, Json]:
    if len(answer.messages) != 1 or answer.messages[0].role != "assistant" or answer.messages[0].tool_calls:
        raise FormatError((), f"has an answer that is more than one text, and {NAME} holds texts")
    said = answer.messages[0]
    losses += lost_fields(said, NAME)
    text = text_of(said, NAME, losses)
    if text is None:
        raise FormatError(said.origin, f"is no text, and {NAME} holds nothing else")
    rank = said.style.get("rank", number + 1)
    return ordered(
        {"answer": text, "rank": rank} | (answer.extras if "place" in said.style else {}), said.style.get("order", ())
    )


def _is_ranked(value: Json) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("answer"), str):
        return False
    return isinstance(value.get("rank"), int | float) and not isinstance(value["rank"], bool)
