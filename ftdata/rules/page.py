r"""A rule's docstring as its page: title, headings, and fenced examples that run as tests.

Headings: ``## Why``, ``## Examples``, ``## Fix``, ``## Sources``. A fence opens with three backticks, a
language (``jsonl``, ``json``, ``csv``, ``bytes``), one of the words below, and options ``key=value``:

- ``bad``: exactly one problem, of this rule
- ``good``: none
- ``fixed``: what the fix makes of the ``bad`` fence just before it

Options: ``target`` (default azure), ``method``, ``model``, ``file`` (the name the rows pretend to have),
``format``, ``today``, ``ignore`` (rules left out besides, with commas); ``size`` (the bytes that the rule is told the
file has: only the rule itself is run),
``beside`` (the name of another file in the directory, which is then what is looked at); ``max_line`` (the bytes of
the longest line that is read) and ``max_values`` (objects and lists in a row), for what no docstring can hold;
``fact`` (``NAME:JSON``, a fact that no target has yet); ``set`` (``NAME:JSON``, an option of a
rule; the JSON without spaces); ``flags`` (a word: moderation is asked, and stands for a service that flags the texts
with this word); ``compare`` (``duplicates``: rows are compared with each other; ``benchmark`` or the name of a
file: with the last rows, as many as ``others`` says, which stand there); ``times`` (how often the character before
the first … is meant). A ``bytes`` fence is a
Python byte string without its quotes: ``\xff``, ``\r\n``.
"""

import re
from dataclasses import dataclass

from ftdata.rules.catalogue import Rule

HEADINGS = ("Why", "Examples", "Fix", "Sources")
_FENCE = re.compile(r"^```(\w+) (bad|good|fixed)((?: \w+=\S+)*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """One example.

    Attributes:
        kind: ``bad``, ``good`` or ``fixed``.
        content: Its bytes, as they would stand in a file.
        options: What its first line says besides.
    """

    kind: str
    content: bytes
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's page in parts.

    Attributes:
        title: First line of the docstring.
        sections: Text below each heading.
        fences: The examples, in order.
    """

    title: str
    sections: dict[str, str]
    fences: tuple[Fence, ...]


def page(rule: Rule) -> Page:
    """Take a rule's docstring apart."""
    text = (rule.module.__doc__ or "").strip()
    parts = _HEADING.split(text)
    sections = dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
    return Page(parts[0].strip(), sections, tuple(_fence(match) for match in _FENCE.finditer(text)))


def _fence(match: re.Match[str]) -> Fence:
    language, kind, options, content = match.groups()
    raw = content.encode()
    if language == "bytes":
        raw = content.removesuffix("\n").encode().decode("unicode_escape").encode("latin-1")
    pairs: dict[str, str] = dict(option.split("=", 1) for option in options.split())
    if "times" in pairs:
        before, _, after = raw.partition("…".encode())
        raw = before + before[-1:] * (int(pairs["times"]) - 1) + after
    return Fence(kind, raw, pairs)
