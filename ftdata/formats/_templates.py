"""Text that a chat template has rendered already, told by the marks that templates leave.

Sources: the templates of the models named, as their tokenizers hold them on the Hub (2026-11-23).
"""

import re

from ftdata.jsontext import dumps

_MARKS = {
    "ChatML": (r"<\|im_start\|>",),
    "Llama 2's or Mistral's template": (r"\[/?INST\]",),
    "Llama 3's template": (r"<\|start_header_id\|>",),
    "Llama 4's template": (r"<\|header_start\|>",),
    "Gemma's template": (r"<start_of_turn>|<\|turn>",),
    "harmony": (r"<\|start\|>[a-z]+(?:<\|channel\|>|<\|message\|>)",),
    "Zephyr's or Phi's template": (r"<\|(?:user|assistant)\|>",),
    "DeepSeek's template": (r"<｜(?:User|Assistant)｜>",),
    "Alpaca's wrapper": (r"### Instruction:", r"### Response:"),
    "Open Assistant's markers": (r"### (?:Human|Assistant):",),
    "Anthropic's markers": (r"\A\n\n(?:Human|Assistant): ",),
    "Vicuna's template": (r"(?:\A|\n| )USER: ", r"(?:\n| |</s>)ASSISTANT:"),
}
"""Patterns that each find something in a text that a template has rendered."""
_WORDS = (("]", "INST]"), ("|", "<|"), ("｜", "<｜"), ("_", "<start_of_turn>"), ("#", "### "), ("USER", "USER: "))
"""What one of the marks holds, after something seldom in it: nearly all texts are dismissed by this alone."""

MARKED = (b'"\\n\\n', *(dumps(word)[1:-1] for _, word in _WORDS))
"""The same as it stands in a row, where a text begins or within it."""


def template_of(*texts: object) -> str:
    """Name the template whose marks stand in one of some texts; empty where there are none."""
    for text in texts:
        if isinstance(text, str) and (
            text.startswith("\n\n") or any(rare in text and word in text for rare, word in _WORDS)
        ):
            found = next((name for name, marks in _MARKS.items() if all(re.search(mark, text) for mark in marks)), "")
            if found:
                return found
    return ""
