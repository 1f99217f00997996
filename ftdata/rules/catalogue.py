"""Every rule there is, found by its file name."""

import importlib
import os
import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from types import ModuleType
from typing import Any, NamedTuple, Protocol, Self

from ftdata import bytecode, registry
from ftdata.errors import FtdataError, UsageError
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding, Severity

FAMILIES = {
    "file": "How the file is written",
    "structure": "The shape of rows and messages",
    "roles": "Who speaks, and in which order",
    "content": "What messages hold",
    "tools": "Tool definitions and calls",
    "vision": "Images",
    "preference": "Preference pairs",
    "reinforcement": "Graders and what they read",
    "limits": "Sizes and counts",
    "duplicates": "Repeated rows",
    "trainers": "What trainers do with rows",
    "quality": "What makes a worse model",
    "safety": "Personal data, secrets, risks",
    "model": "Target, method and model",
    "user": "Rules of your own",
}
KINDS = ("check_record", "check_row", "check_file", "check_destination", "check_link", "Fold")
_KIND = re.compile(rb"^(?:def|class) (%b)\b" % "|".join(KINDS).encode(), re.MULTILINE)
_SEES = re.compile(rb'^SEES = "(\w+)"$', re.MULTILINE)
_METHODS = re.compile(rb"^METHODS = \((.*)\)$", re.MULTILINE)
_NEEDS = re.compile(rb"^NEEDS = \((.*)\)$", re.MULTILINE)
_ASKS = re.compile(rb"^ASKS = \((.*)\)$", re.MULTILINE)
_FEWEST = re.compile(rb"^FEWEST = (\d+)$", re.MULTILINE)
_WORDS = re.compile(rb"^(?:\w+ = )*(?:MARKS|HINTS)\b", re.MULTILINE)
_WORD = re.compile(r'"([\w.-]+)"')
_ROOM = os.path.dirname(__file__)
_FILE = re.compile(r"([a-z])(\d{3})_(\w+)")


class Fold(Protocol):
    """What a rule that compares rows defines, as a class named ``Fold``."""

    def __init__(self, destination: Destination) -> None: ...

    def add(self, row: Row) -> None:
        """Take in the next row of the file."""
        ...

    def merge(self, later: Self, lines: int, rows: int) -> None:
        """Take in what another fold saw further down, whose lines and rows begin after this many."""
        ...

    def findings(self) -> Iterator[Finding]:
        """Say what was found, each finding with the place it belongs to."""
        ...


class Declared(NamedTuple):
    """What stands in the text of a rule's file, so that the rule is imported only when it runs."""

    kind: str
    sees: str
    fewest: int
    methods: tuple[str, ...]
    needs: tuple[str, ...]
    asks: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def _declared(text: bytes) -> Declared:
    """Find it in the text after the docstring, which is most of it."""
    text = text.split(b'"""', 2)[-1]
    kind, sees, fewest = _KIND.search(text), _SEES.search(text), _FEWEST.search(text)
    return Declared(
        kind[1].decode() if kind else "",
        sees[1].decode() if sees else "",
        int(fewest[1]) if fewest else 0,
        _words(_METHODS.search(text)),
        _words(_NEEDS.search(text)),
        _words(_ASKS.search(text)),
    )


def _words(constant: re.Match[bytes] | None) -> tuple[str, ...]:
    return tuple(_WORD.findall(constant[1].decode())) if constant else ()


class Rule:
    """One rule, as its file describes it. There is one object for each, so that they are compared by identity.

    What decides whether it runs is read from the text of its file: a rule is imported only when it runs.

    Attributes:
        code: e.g. ``R001``.
        name: e.g. ``no-assistant``; reads well after "allow".
        family: Name of its folder.
        file: The file it stands in, imported when first needed.
    """

    def __init__(self, code: str, name: str, family: str, file: str) -> None:
        self.code = code
        self.name = name
        self.family = family
        self.file = file

    @cached_property
    def module(self) -> ModuleType:
        """The module that holds it."""
        return bytecode.load(self.path, self.file, _every_module)

    @property
    def path(self) -> str:
        """Dotted name of its module."""
        return f"ftdata.rules.{self.family}.{os.path.basename(self.file)[:-3]}"

    @property
    def kind(self) -> str:
        """What it looks at: one of KINDS."""
        if not self.declared.kind:
            raise FtdataError(f"{self.path} defines none of {', '.join(KINDS)}")
        return self.declared.kind

    @cached_property
    def check(self) -> Callable[..., Any]:
        """The function or class named by its kind."""
        check: Callable[..., Any] = getattr(self.module, self.kind)
        return check

    @property
    def severity(self) -> Severity:
        """Its own grade, before target and user regrade it."""
        severity: Severity = self.module.SEVERITY
        return severity

    @cached_property
    def declared(self) -> "Declared":
        """What the text of its file says of it."""
        return _read(self.file)

    @property
    def methods(self) -> tuple[str, ...]:
        """Methods it is for; empty for all."""
        return self.declared.methods

    @cached_property
    def needs(self) -> tuple[bytes, ...]:
        """Words, as JSON strings, of which one stands in every row that it finds something in; empty for none.

        They are keys, or values that it looks for: a rule about calls is silent about a row without any.
        """
        return tuple(b'"%b"' % word.encode() for word in self.declared.needs)

    @cached_property
    def marks(self) -> tuple[bytes, ...]:
        """Words of which one stands in every row that it finds something in, whatever the destination; as in JSON."""
        return tuple(word.encode() for word in self.declared.marks)

    @cached_property
    def hints(self) -> tuple[bytes, ...]:
        """The same for a rule that looks at bytes, as they are in a row."""
        return tuple(word.encode() for word in self.declared.hints)

    def is_asked(self, destination: Destination) -> bool:
        """Whether the destination has one of the facts, or the user gave one of the options, that it is about."""
        asks = self.declared.asks
        return not asks or any(destination.fact(name) or destination.options.get(name) for name in asks)

    @property
    def fewest(self) -> int:
        """Rows below which a rule that compares rows says nothing; such a rule is not even imported before."""
        return self.declared.fewest

    @property
    def sees(self) -> str:
        """What its verdict depends on, see ``rules/skim.py``; empty when it does not say."""
        return self.declared.sees

    @property
    def once(self) -> bool:
        """Whether it reports once a file."""
        return getattr(self.module, "ONCE", False)

    @property
    def url(self) -> str:
        """Where its page is, within the repository."""
        return f"docs/rules/{self.code}.md"


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by code, in the order of the families and numbers. No rule module is imported.

    Rules of the user's own are among them once they were loaded (``rules/plugins.py``).
    """
    return {rule.code: rule for family in FAMILIES for rule in _family(family)}


def get(code_or_name: str) -> Rule:
    """Return a rule by code or name.

    Raises:
        UsageError: There is none.
    """
    wanted = code_or_name.strip()
    for rule in rules().values():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    raise UsageError(f"no rule is called {code_or_name!r}; `ftdata rule` lists them all")


def _every_module() -> dict[str, str]:
    """Dotted names of all modules that came with this package, and their files."""
    return {rule.path: rule.file for rule in rules().values() if rule.family != "user"}


def _family(family: str) -> Iterator[Rule]:
    folder = os.path.join(_ROOM, family)
    files = [name + ".py" for name in registry.names_in(folder) if named_by(name)] if os.path.isdir(folder) else []
    sources = [*files, "../catalogue.py"]
    every = bytecode.remembered(folder, family, sources, lambda: [_all_of(family, file) for file in files])
    for file, declared in zip(files, every, strict=True):
        code, name = named_by(file[:-3]) or ("", "")
        rule = Rule(code, name, family, os.path.join(folder, file))
        rule.declared = Declared(*map(_tupled, declared))
        yield rule


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _all_of(family: str, file: str) -> Declared:
    """What a file declares; where it names marks or hints, which may be made of others, it is imported for them."""
    with open(os.path.join(_ROOM, family, file), "rb") as stream:
        text = stream.read()
    declared = _declared(text)
    if not _WORDS.search(text):
        return declared
    from ftdata.jsontext import dumps

    module = importlib.import_module(f"ftdata.rules.{family}.{file[:-3]}")
    return declared._replace(
        marks=tuple(dumps(word)[1:-1].decode() for word in getattr(module, "MARKS", ())),
        hints=tuple(word.decode() for word in getattr(module, "HINTS", ())),
    )


def _read(file: str) -> Declared:
    with open(file, "rb") as stream:
        return _declared(stream.read())


def named_by(stem: str) -> tuple[str, str] | None:
    """Code and name of the rule in a file called ``stem``, or None where it is named after no rule."""
    match = _FILE.fullmatch(stem)
    return (match[1].upper() + match[2], match[3].replace("_", "-")) if match else None
