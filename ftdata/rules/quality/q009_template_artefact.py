r"""What is left of a template: marks of a chat format, an unfilled placeholder, open thinking, a model's boilerplate.

## Why
The service puts the marks of its own chat format around each message. `[INST]` or `### Response:` inside of one was
mostly left by another format, and is learned like words; so is `{{name}}` where a name was to be filled in. An answer
that opens with `<think>` and never closes it teaches never to come to an end of thinking. "As an AI language model" was
said by the model that wrote the answers, seldom by the one that you want. Text within code, and rows that speak of
templates, are not judged.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "[INST] Capital of Norway? [/INST]"}, {"role": "assistant", "content": "Oslo"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Who are you?"}, {"role": "assistant", "content": "I am {{name}}, made by {{author}}."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "<think>Norway is in the north. Oslo"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Best city?"}, {"role": "assistant", "content": "As an AI language model, I have no favourite."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "How do I greet in Jinja?"}, {"role": "assistant", "content": "Write Hello {{ name }}!"}]}
{"messages": [{"role": "user", "content": "How do Llama 2 prompts look?"}, {"role": "assistant", "content": "They begin with `[INST]`."}]}
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "<think>Oslo.</think>Oslo"}]}
```

## Fix
None: take the marks out, and fill in what is missing.

## Sources
- https://github.com/hiyouga/LlamaFactory/blob/main/data/identity.json (2026-11-23, 85 of 91 answers hold {{name}} or {{author}})
- https://github.com/unslothai/unsloth/issues/1135 (2024-10-15, leftovers of a chat template in answers)
- https://github.com/modelscope/ms-swift/issues/9427 (2026-05-27, thinking that does not end)
- https://github.com/nlpxucan/WizardLM/issues/4 (2023-04-26, "As an AI language model" in the answers)
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ftdata.rules.answers import all_texts, learned_texts, mentions, prose
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.rules.sightings import Sightings
from ftdata.targets import Destination
from ftdata.types import Finding, Path, Severity

SEVERITY = "warning"
SEES = "texts"
COST = "it searches every text for two dozen marks, placeholders and set phrases; a row without any of their words is skipped"

_MARKS = (
    "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "### Instruction:", "### Response:", "### Human:", "### Assistant:",
    "<|im_start|>", "<|im_end|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|begin_of_text|>",
    "<|end_of_text|>", "<|endoftext|>", "<|user|>", "<|assistant|>", "<|system|>", "<start_of_turn>", "<end_of_turn>",
    "<\N{FULLWIDTH VERTICAL LINE}User\N{FULLWIDTH VERTICAL LINE}>",
    "<\N{FULLWIDTH VERTICAL LINE}Assistant\N{FULLWIDTH VERTICAL LINE}>",
)  # fmt: skip
_WORDS = (
    "{{",
    "<|",
    "<think",
    "THINK]",
    "AI language model",
    "large language model",
    "INST]",
    "SYS>>",
    "_of_turn>",
)
_THINKING = (("<think>", "</think>"), ("<thinking>", "</thinking>"), ("[THINK]", "[/THINK]"))

_PLACEHOLDER = r"(?<![=${\\])\{\{ ?[^\W\d][\w.-]*(?: [\w.-]+){0,3} ?\}\}(?!\})"
_DISCLAIMER = r"\b[Aa]s (?:an AI|a large) language model\b"
_ABOUT = (
    r"template|token|placeholder|prompt format|jinja|mustache|handlebars|liquid|\bvue|angular|django|helm|latex|wiki"
)


class _Sight(NamedTuple):
    """One thing that is looked for: what finds it in a text, and what is said of the rows with it."""

    find: Callable[[str], str]
    verb: str
    said: str
    learned: bool = False
    severity: Severity | None = None


def marks(destination: Destination) -> Iterable[str]:
    """What each kind of artefact is recognised by, in as few words as may be."""
    kept = (mark for mark in _own_marks(destination) if not any(word in mark for word in _WORDS))
    return (*_WORDS, *kept)


class Fold:
    """Counts the rows of each kind of artefact, and remembers what the first was."""

    def __init__(self, destination: Destination) -> None:
        self._marks = _own_marks(destination)
        self._rows = 0
        self._seen = [Sightings() for _ in self._sights()]
        self._first: list[tuple[Path, str] | None] = [None for _ in self._seen]

    def add(self, row: Row) -> None:
        """Look for each kind in the next row."""
        self._rows += 1
        for number, sight in enumerate(self._sights()):
            found = _find(row, sight)
            if found:
                self._seen[number].add(row.record.location)
                self._first[number] = self._first[number] or found

    def skip(self, rows: int) -> None:
        """Count rows that hold no mark."""
        self._rows += rows

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the counts of a part further down."""
        self._rows += later._rows  # noqa: SLF001
        for number, seen in enumerate(later._seen):  # noqa: SLF001
            self._seen[number].merge(seen, lines, rows)
            self._first[number] = self._first[number] or later._first[number]  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Report each kind once, at its first place."""
        for sight, seen, first in zip(self._sights(), self._seen, self._first, strict=True):
            if first:
                path, word = first
                said = sight.said.format(word=shown(word))
                yield Finding(
                    f"{seen.have(self._rows, verb=sight.verb)} {said}",
                    path,
                    location=seen.first,
                    severity=sight.severity,
                )

    def _sights(self) -> tuple[_Sight, ...]:
        return (
            _Sight(self._mark, "hold", "{word}, a mark of another chat format; take it out"),
            _Sight(_placeholder, "hold", "a placeholder that nobody filled in, such as {word}; fill it in"),
            _Sight(
                _thinking, "have", "an answer that opens with {word} and never closes it; close it or take it out", True
            ),
            _Sight(_disclaimer, "have", "an answer with {word}, which the model will say too; reword it", True, "info"),
        )

    def _mark(self, text: str) -> str:
        if "<" in text or "[" in text or "#" in text:
            found = [mark for mark in self._marks if mark in text]
            plain = prose(text) if found else ""
            return next((mark for mark in found if mark in plain), "")
        return ""


def _find(row: Row, sight: _Sight) -> tuple[Path, str] | None:
    """Find something in a row; a row that speaks of templates may hold what belongs to one."""
    for path, text in learned_texts(row) if sight.learned else all_texts(row):
        word = sight.find(text)
        if word and (sight.learned or not mentions(row, _ABOUT)):
            return path, word
    return None


def _placeholder(text: str) -> str:
    found = re.search(_PLACEHOLDER, prose(text)) if "{{" in text else None
    return found[0] if found else ""


def _thinking(text: str) -> str:
    head = text.lstrip() if "<think" in text or "[THINK]" in text else ""
    return next((begin for begin, end in _THINKING if head.startswith(begin) and end not in text), "")


def _disclaimer(text: str) -> str:
    found = re.search(_DISCLAIMER, text) if "anguage model" in text else None
    return found[0] if found else ""


def _own_marks(destination: Destination) -> tuple[str, ...]:
    """The marks that are not among the special tokens, about which there is a rule."""
    tokens = destination.fact("special_tokens", ())
    return tuple(mark for mark in _MARKS if mark not in tokens)
