r"""Conversations that a template has rendered into one text, where the turns can be told from it exactly.

Five templates are read: ChatML (``<|im_start|>user\n...<|im_end|>\n``), Llama 3's
(``<|start_header_id|>user<|end_header_id|>\n\n...<|eot_id|>``), Gemma's (``<start_of_turn>user\n...<end_of_turn>\n``), Llama
2's and Mistral's (``<s>[INST] ... [/INST] ... </s>``, where each answer is closed) and Open Assistant's markers
(``### Human: ...### Assistant: ...``, as in openassistant-guanaco). A text that is not built of turns alone, begins with
an answer, or in which two speakers of a kind follow each other, stays ``text``: in it, a marker is probably part of what
somebody said. Each turn keeps its white space, save for one space beside a marker, so the text that was read
can be written again; other conversations are not written so, for that is what the tokenizer's template is for.

```json row
{"text": "### Human: Name a colour.### Assistant: Blue."}
```

```json row
{"text": "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello!<|im_end|>\n", "id": 7}
```

```json row
{"text": "<bos><start_of_turn>user\nName a colour.<end_of_turn>\n<start_of_turn>model\nBlue.<end_of_turn>\n"}
```

Sources:
- https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-3 (2024-04)
- https://ai.google.dev/gemma/docs/core/prompt-structure (2025-03)
- https://huggingface.co/datasets/timdettmers/openassistant-guanaco (2023-05)
- https://github.com/openai/openai-python/blob/v0.28.1/chatml.md (2023-03)
"""  # noqa: E501

import re
from collections.abc import Mapping
from functools import cache

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, ordered
from ftdata.formats._message import answer_start
from ftdata.types import Candidate, Example, Json, Message

NAME = "templated"
TITLE = "Rendered conversations"
METHODS = ("sft", "pretrain")
KEYS = ("text",)

_SPEAKERS = {
    "system": "system",
    "user": "user",
    "assistant": "assistant",
    "model": "assistant",
    "Human": "user",
    "Assistant": "assistant",
}
_INSIDE = r"(?P<said>(?s:(?!\[/?INST\]|<s>).)*?)"
_TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "Open Assistant's markers": {
        "": r"(?P<open>### (?P<who>Human|Assistant): ?)(?P<said>(?s:.*?))(?P<close>(?=### (?:Human|Assistant):)|\Z)"
    },
    "ChatML": {
        "": r"(?P<open><\|im_start\|>(?P<who>system|user|assistant)\n)(?P<said>(?s:(?!<\|im_start\|>).)*?)"
        r"(?P<close><\|im_end\|>\n?)"
    },
    "Llama 3's template": {
        "": r"(?P<open>(?:<\|begin_of_text\|>)?<\|start_header_id\|>(?P<who>system|user|assistant)"
        r"<\|end_header_id\|>\n\n)(?P<said>(?s:(?!<\|start_header_id\|>).)*?)(?P<close><\|eot_id\|>(?:<\|end_of_text\|>\Z)?)"
    },
    "Gemma's template": {
        "": r"(?P<open>(?:<bos>)?<start_of_turn>(?P<who>user|model)\n)"
        r"(?P<said>(?s:(?!<start_of_turn>).)*?)(?P<close><end_of_turn>\n?(?:<eos>\Z)?)"
    },
    "Llama 2's or Mistral's template": {
        "system": rf"(?P<open>(?:<s>)?\[INST\] <<SYS>>\n){_INSIDE}(?P<close>\n<</SYS>>\n\n)",
        "user": rf"(?P<open>(?:<s>)?\[INST\] (?!<<SYS>>)|(?<=<</SYS>>\n\n)){_INSIDE}(?P<close> ?\[/INST\])",
        "assistant": rf"(?P<open>(?<=\[/INST\]) ?){_INSIDE}(?P<close> ?</s>)",
    },
}
"""Patterns of a turn, by who speaks; under the empty word those in which that stands."""


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a text that is built of turns."""
    text = row.get("text")
    if not isinstance(text, str) or "rejected_text" in row or "instruction" in row:
        return None
    found = _read(text)
    return Match(2, f"text is a conversation rendered with {found[0]}, whose turns can be told") if found else None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a text; its closing answer is the answer."""
    if "text" not in row:
        raise FormatError((), "has no key text")
    found = _read(row["text"])
    if not found:
        raise FormatError(("text",), f"is not built of the turns of {', '.join(_TEMPLATES)}")
    template, turns = found
    split = answer_start(turns)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        extras={key: value for key, value in row.items() if key != "text"},
        format=NAME,
        style={"order": list(row), "template": template},
    )


def render(example: Example) -> Rendered:
    """Write a conversation that was rendered with the template that it had.

    Raises:
        FormatError: It had none, or a turn was added.
    """
    if example.format != NAME or not all("open" in turn.style for turn in example.turns):
        raise FormatError((), f"is not rendered; {NAME} is what a tokenizer's template makes of chat rows in training")
    text = "".join(f"{turn.style['open']}{turn.content}{turn.style['close']}" for turn in example.turns)
    return Rendered(ordered({"text": text} | example.extras, example.style["order"]))


def _read(text: Json) -> tuple[str, list[Message]] | None:
    """The template of a text and its turns, when it is built of turns that take turns."""
    if not isinstance(text, str):
        return None
    for template in _TEMPLATES:
        turns: list[Message] = []
        place = 0
        while found := _turn(template, text, place):
            turns.append(found[0])
            place = found[1]
        if turns and place == len(text) and _in_turn(turns):
            return template, turns
    return None


def _turn(template: str, text: str, place: int) -> tuple[Message, int] | None:
    """The turn that begins at a place, and where it ends."""
    for role, pattern in _patterns(template):
        found = pattern.match(text, place)
        if found and found.end() > place:
            style: dict[str, Json] = {"open": found["open"], "close": found["close"]}
            who = role or _SPEAKERS[found["who"]]
            return Message(who, found["said"], style=style, origin=("text",)), found.end()
    return None


@cache
def _patterns(template: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(role, re.compile(pattern)) for role, pattern in _TEMPLATES[template].items()]


def _in_turn(turns: list[Message]) -> bool:
    """Whether user and assistant speak in turn, perhaps after a system prompt, and at least one of each speaks."""
    roles = [turn.role for turn in turns]
    spoken = roles[1:] if roles[0] == "system" else roles
    return len(spoken) > 1 and all(role == ("user", "assistant")[place % 2] for place, role in enumerate(spoken))
