"""Row shapes: recognise one, read it into an Example, write an Example as one.

To add one: write a module here, named like its ``NAME`` (``prompt_completion.py`` is ``prompt-completion``), with what
the protocol ``Format`` lists. Its docstring is its page in the docs; its fenced rows tagged ``row`` are run as tests.
A module is imported only for rows that have one of its ``KEYS`` and, where it names any, one of its ``MARKS``.

It may also define:

- ``parse_plain(row) -> Turns | None`` and ``render_plain(turns) -> row | None``, a short way for rows of nothing but
  text: with None they leave a row to ``parse`` and ``render``, and otherwise the way over turns must give the very row
  that those give, without any loss.
- ``spread(row) -> list[row]`` where a row may hold several examples, such as the paths of a tree: rows of the same
  format that hold one each. ``parse`` reads only such rows.
- ``PER_ANSWER = True`` where a row holds one answer of several: an example with more is written as a row for each.
- ``render = None`` where rows of this kind are read and never written; ``CORPUS = True`` where they are given back as
  they were and never written from another format.
- ``KINDS`` where it writes other examples than turns, such as ``("text",)``; and ``LABELS = True`` where it says of an
  answer whether it is a good one, so that answers marked as bad may be written.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from os import path
from typing import Any, NamedTuple, Protocol

from ftdata import bytecode, registry
from ftdata.errors import FormatError, UsageError
from ftdata.types import ABSENT, Candidate, Example, Json, Loss, Path

Turns = list[tuple[str, str]]
"""Role (``system``, ``user`` or ``assistant``) and text of every turn of a conversation that holds nothing else."""

SAMPLE = 250
"""Rows looked at to tell a file's format."""

_SHORT = 32
_LIST = "[{"
"""What the text of a list begins with; it is a word that ``MARKS`` may name."""
_CONSTANT = re.compile(r"^(KEYS|MARKS) = \(([^)]*)\)", re.MULTILINE)
_WORD = re.compile(r'"([^"]*)"')


class Match(NamedTuple):
    """How well a row fits a format.

    Attributes:
        strength: What the match rests on; the strongest format wins the row. 1: a key that rows of this format have.
            2: the names of its columns. 3: the shape of their values. 4: the same, and something that a more general
            format does not know, such as ms-swift's role ``tool_call`` among messages. 5: a signature that nothing
            else has.
        evidence: What was seen, e.g. "messages is a list of objects with role".
    """

    strength: int
    evidence: str


class Rendered(NamedTuple):
    """An example written as a row.

    Attributes:
        row: The row.
        losses: What of the example it could not hold.
        origins: Where each place of the row that holds a message came from in the source row.
    """

    row: dict[str, Json]
    losses: tuple[Loss, ...] = ()
    origins: Mapping[Path, Path] = {}


class Format(Protocol):
    """What a module of this room defines."""

    NAME: str
    TITLE: str
    METHODS: tuple[str, ...]
    """Training methods its rows are for, the likeliest first."""
    KEYS: tuple[str, ...]
    """Top-level keys that carry the conversation; a row without any of them is not of this format."""
    # MARKS: tuple[str, ...], optional: further words; one of them is a key or a short text somewhere in every row;
    # a word that begins with a full stop, such as ".system", stands for that key at the top
    # fits(row) -> bool, optional: whether a row that looks like another format is of this one too, if its file is

    def detect(self, row: Mapping[str, Json]) -> Match | None:
        """Say whether a row looks like this format, from the shape of its keys and values."""
        ...

    def parse(self, row: Mapping[str, Json]) -> Example:
        """Read a row.

        Raises:
            FormatError: The row does not have this format's shape.
        """
        ...

    def render(self, example: Example) -> Rendered:
        """Write an example. ``render(parse(row)).row == row`` for every row that ``parse`` accepts.

        Raises:
            FormatError: The example cannot be said in this format at all.
        """
        ...


class Detection(NamedTuple):
    """The verdict over a sample of rows.

    Attributes:
        format: Name of the winner, or None when no row looks like any format.
        evidence: Why the winner won, from its first row; without a winner, what the rows are, where that is known.
        votes: Rows for each format; rows like none count under the empty name.
        tied: Formats that fit the very same rows equally well, when nothing decides between them.
        keys: The commonest set of top-level keys, for the message when nothing fits.
    """

    format: str | None
    evidence: str
    votes: Counter[str]
    tied: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@cache
def names() -> tuple[str, ...]:
    """Names of all formats, sorted; none is imported."""
    return tuple(stem.replace("_", "-") for stem in registry.names("ftdata.formats"))


def formats() -> dict[str, Format]:
    """Return every format by name."""
    return {name: get(name) for name in names()}


def get(name: str) -> Format:
    """Return a format by name.

    Raises:
        UsageError: There is none of that name; the message lists those there are.
    """
    if name not in names():
        raise UsageError(f"no format is called {name!r:.60}; there are: {', '.join(names())}")
    module: Format = registry.module("ftdata.formats", name.replace("-", "_"))
    return module


def writes(name: str) -> bool:
    """Whether rows of a format can be written, not only read."""
    return gives_back(name) and not getattr(get(name), "CORPUS", False)


def gives_back(name: str) -> bool:
    """Whether a row of a format can be written again from what was read of it."""
    return getattr(get(name), "render", None) is not None


def check_goal(name: str) -> None:
    """Make sure that a format can be written.

    Raises:
        UsageError: There is none of that name, or it is read only; the message lists those that are written.
    """
    if not writes(name):
        goals = ", ".join(filter(writes, names()))
        raise UsageError(f"{name} is a format to read, which is not written; written are: {goals}")


def shortcut(source: str, goal: str, system: str | None = None) -> Callable[[Json], dict[str, Json] | None] | None:
    """Make the short way from one format to another.

    Args:
        source: The format that rows have.
        goal: The format that they are written in; rows that have it already stay the object that they are.
        system: A system prompt for conversations that have none.

    Returns:
        A function that gives a row, or None for a row that has to take the long way; None when there is no short way.
    """
    parse = getattr(get(source), "parse_plain", None)
    render = getattr(get(goal), "render_plain", None)
    if parse is None or render is None or (source == goal and system is not None):
        return None
    if source == goal:
        return lambda row: row if parse(row) is not None else None

    def convert(row: Json) -> dict[str, Json] | None:
        turns: Turns | None = parse(row)
        if turns is None:
            return None
        if system is not None and all(role != "system" for role, _ in turns):
            turns.insert(0, ("system", system))
        written: dict[str, Json] | None = render(turns)
        return written

    return convert


def possible(row: Mapping[str, Json]) -> tuple[str, ...]:
    """Name the formats that a row may have, by its keys and words alone, sorted."""
    found = {name for key in row for name in _by_key().get(key, ()) if name}
    marked = [name for name in found if _declared()[name][1]]
    words = {*_words(row), *(f".{key}" for key in row)} if marked else set()
    return tuple(sorted(found.difference(name for name in marked if words.isdisjoint(_declared()[name][1]))))


@cache
def _declared() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """``KEYS`` and ``MARKS`` of every format, and under the empty name those of strangers, read from their files."""
    folder = path.dirname(__file__)
    files = [f"{stem}.py" for stem in registry.names("ftdata.formats")] + ["_strangers.py"]
    sources = [*files, "__init__.py"]
    every = bytecode.remembered(
        folder, "formats", sources, lambda: [_read_declared(path.join(folder, f)) for f in files]
    )
    each = zip((*names(), ""), every, strict=True)
    return {name: (tuple(keys), tuple(marks)) for name, (keys, marks) in each}


def _read_declared(file: str) -> list[list[str]]:
    with open(file, encoding="utf-8") as stream:
        text = stream.read().split('"""', 2)[-1]
    found = dict(_CONSTANT.findall(text))
    return [_WORD.findall(found.get(constant, "")) for constant in ("KEYS", "MARKS")]


@cache
def _by_key() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, (keys, _) in _declared().items():
        for key in keys:
            found.setdefault(key, []).append(name)
    return found


def _words(value: Any) -> Iterator[str]:
    """Every key, every text that is as short as a key, and how each text begins, at any depth."""
    level = [value]
    while level:
        item = level.pop()
        if isinstance(item, str):
            yield item[: len(_LIST)]
            if len(item) <= _SHORT:
                yield item
        elif isinstance(item, dict):
            yield from item
            level += item.values()
        elif isinstance(item, list):
            level += item


def matches(row: Mapping[str, Json]) -> dict[str, Match]:
    """Every format that fits a row, and how well; none for rows that are well known and of no format."""
    if any("" in _by_key().get(key, ()) for key in row) and stranger(row):
        return {}
    return {name: match for name in possible(row) if (match := get(name).detect(row))}


def fits(row: Mapping[str, Json], name: str) -> bool:
    """Whether a row is of a format too, if the rest of its file is, though it looks more like another."""
    also: Callable[[Mapping[str, Json]], bool] | None = getattr(get(name), "fits", None)
    return also is not None and also(row)


def stranger(row: Mapping[str, Json]) -> str:
    """Say what a row is that is no training data though it is well known, and what to do; empty for any other."""
    said: str = registry.module("ftdata.formats", "_strangers").say(row)
    return said


def doubts(source: str) -> tuple[bytes, ...]:
    """Words as they stand in a row, of which one is in every text that the short way from a format looks closer at."""
    words: tuple[bytes, ...] = getattr(get(source), "DOUBTS", ())
    return words


def classify(row: Mapping[str, Json]) -> tuple[tuple[str, ...], str]:
    """Name the formats that fit a row best (several when they fit equally well), and the evidence.

    Where none fits, the evidence is what the row is, if it is well known.
    """
    found = matches(row)
    if not found:
        return (), stranger(row)
    best = max(match.strength for match in found.values())
    winners = tuple(name for name, match in found.items() if match.strength == best)
    return winners, found[winners[0]].evidence


def detect(rows: Iterable[Mapping[str, Json]]) -> Detection:
    """Let rows vote on their format. The result depends on nothing but the rows."""
    votes: Counter[str] = Counter()
    keys: Counter[tuple[str, ...]] = Counter()
    evidence: dict[str, str] = {}
    unsure = False
    for row in rows:
        names, why = classify(row)
        unsure |= len(names) > 1
        keys[tuple(row)] += 1
        for name in names or ("",):
            votes[name] += 1
            evidence.setdefault(name, why)
    named = {name: count for name, count in votes.items() if name}
    commonest = max(keys, key=keys.__getitem__) if keys else ()
    if not named:
        return Detection(None, evidence.get("", ""), votes, keys=commonest)
    most = max(named.values())
    winners = tuple(name for name, count in named.items() if count == most)  # the format seen first comes first
    tied = tuple(sorted(winners)) if unsure and len(winners) > 1 else ()
    return Detection(winners[0], evidence[winners[0]], votes, tied, commonest)


def holds_several(name: str) -> bool:
    """Whether one row of a format may hold several examples."""
    return hasattr(get(name), "spread")


def rows_of(name: str, row: dict[str, Json]) -> list[dict[str, Json]]:
    """The rows, one an example, that a row of a format stands for: itself, where it holds one."""
    spread: Callable[[dict[str, Json]], list[dict[str, Json]]] | None = getattr(get(name), "spread", None)
    return spread(row) if spread else [row]


def takes_one_answer(name: str) -> bool:
    """Whether a row of a format holds one of several answers."""
    return getattr(get(name), "PER_ANSWER", False)


def render(example: Example, name: str) -> Rendered:
    """Write an example in a format, which need not be the one it was read from.

    Raises:
        FormatError: It cannot be said in this format at all.
    """
    module = get(name)
    if example.format != name:
        _fit(example, module)
    return module.render(example)


def _fit(example: Example, module: Format) -> None:
    """Refuse what a format would say wrongly: text as a turn, a bad answer as one to learn."""
    if not writes(module.NAME):
        raise FormatError((), f"is read as {module.NAME}, which is not written")
    if example.kind not in getattr(module, "KINDS", ("chat",)):
        raise FormatError((), _no_turns(example, module.NAME))
    if any(answer.label in (False, 0) for answer in example.candidates) and not getattr(module, "LABELS", False):
        raise FormatError((), f"holds an answer that is marked as bad, and {module.NAME} would train on it")


def _no_turns(example: Example, name: str) -> str:
    if example.kind == "chat":
        return f"is made of turns, and what a tokenizer's template would make of them for {name} is not known here"
    if example.kind == "tokens":
        return f"holds token ids, and {name} holds the text that they stand for, which only its tokenizer can give"
    template = example.style.get("template")
    rendered = f" that {template} has rendered already" if template else ""
    return f"is text without turns{rendered}, and {name} is made of turns"


def lost(example: Example, name: str, *, options: bool = False, carried: Iterable[str] = ()) -> tuple[Loss, ...]:
    """State what of an example beside its turns the format ``name`` has no room for.

    Args:
        example: An example that may come from another format.
        name: The format it is written in.
        options: Whether that format takes OpenAI's settings, such as ``parallel_tool_calls``.
        carried: Further top-level keys of the source that the row was given.
    """
    keys = [] if options else list(example.options)
    if example.format == name:
        return tuple(Loss(key, f"{name} has no place for it") for key in keys)
    keys += [key for key in example.extras if key not in carried]
    for answer in example.candidates:
        keys += [f"{_place(answer)}.{key}" for key in answer.extras]
        if answer.label is not ABSENT and not getattr(get(name), "LABELS", False):
            keys.append(str(example.style.get("label", "label")))
    return tuple(Loss(key, f"{name} has no place for it") for key in dict.fromkeys(keys))


def ordered(fields: Mapping[str, Json], order: Iterable[str]) -> dict[str, Json]:
    """Put fields in the order their source had them; new ones follow."""
    if [*order] == [*fields]:
        return dict(fields)
    known = {key: fields[key] for key in order if key in fields}
    return {**known, **fields}


def second_answer(example: Example, name: str, holds: int = 1) -> tuple[Loss, ...]:
    """State the loss of every answer after those that a format ``holds``, one or two."""
    number = ("one answer", "two answers")[holds - 1]
    return tuple(Loss(_place(answer), f"{name} holds {number}") for answer in example.candidates[holds:])


def _place(answer: Candidate) -> str:
    """Where an answer was, e.g. ``rejected``."""
    origin = answer.messages[0].origin if answer.messages else ()
    return str(origin[0]) if origin else "rejected answer"
