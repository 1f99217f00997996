"""What a target is, as data."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

STALE_DAYS = 180
"""Facts older than this many days are called stale."""


class Fact(NamedTuple):
    """One thing known about a target.

    Attributes:
        value: A TOML value.
        source: Where it is written (URL, or the document and its date).
        as_of: Day on which the source said so.
        note: What a reader should know about it.
    """

    value: Any
    source: str
    as_of: date
    note: str = ""


class Method(NamedTuple):
    """How a target takes one training method.

    Attributes:
        name: ``sft``, ``dpo``, ``rft``, ``kto`` or another.
        format: Row format in which rows are judged.
        facts: Facts that hold for this method only.
        written: Row format that the target is given; mostly the same.
    """

    name: str
    format: str
    facts: dict[str, Fact]
    written: str


class Model(NamedTuple):
    """A model that can (or could) be tuned.

    Attributes:
        name: Dated id, e.g. ``gpt-4.1-mini-2025-04-14``.
        aliases: Other names users give it.
        methods: Training methods offered for it.
        retires: Day from which it cannot be used, or None when no day is announced.
        vision: Whether training rows may hold images.
        encoding: Name of its token vocabulary, or empty.
        max_tokens: Longest training example in tokens, or None when unknown.
        source: Where this is written.
        as_of: Day on which the source said so.
        note: What a reader should know about it.
        prices: In US dollars for a million tokens: ``training`` (a number), and ``tuned`` and ``base`` inference
            (tables of ``input``, ``output`` and perhaps ``cached``); what is not here is not known.
    """

    name: str
    methods: tuple[str, ...]
    source: str
    as_of: date
    aliases: tuple[str, ...] = ()
    retires: date | None = None
    vision: bool = False
    encoding: str = ""
    max_tokens: int | None = None
    note: str = ""
    prices: Mapping[str, Fact] = {}


class Target:
    """A destination and all that is known about it. Loaded once, compared by identity.

    Attributes:
        name: Short name, as given to ``--target``.
        title: Name for people.
        as_of: Day on which its facts were last checked; None when it has none.
        description: What it is and when to choose it.
        methods: By name.
        models: What gives the models, by dated id.
        facts: That hold for every method.
        severities: Rules that this target grades differently, by code.
    """

    def __init__(
        self,
        name: str,
        title: str,
        as_of: date | None,
        description: str,
        methods: dict[str, Method],
        models: Callable[[], dict[str, Model]],
        facts: dict[str, Fact],
        severities: dict[str, Fact],
    ) -> None:
        self.name = name
        self.title = title
        self.as_of = as_of
        self.description = description
        self.methods = methods
        self._read_models = models
        self.facts = facts
        self.severities = severities

    @cached_property
    def models(self) -> dict[str, Model]:
        """Models by dated id; read when first asked for."""
        return self._read_models()


class Destination(NamedTuple):
    """Where rows go: a target, a method and, perhaps, a model. What rules are given.

    Attributes:
        target: The target.
        method: Training method.
        model_name: The model as the user named it, or None.
        today: The day that dates are compared with.
        options: What the user told rules, by name: thresholds such as ``Q006.share``, and what stands in files such
            as ``grader``.
    """

    target: Target
    method: str
    model_name: str | None
    today: date
    options: Mapping[str, Any] = {}

    @property
    def format(self) -> str | None:
        """Row format in which rows are judged here, or None when the target does not offer the method."""
        method = self.target.methods.get(self.method)
        return method.format if method else None

    @property
    def written(self) -> str | None:
        """Row format that the target is given, or None when it does not offer the method."""
        method = self.target.methods.get(self.method)
        return method.written if method else None

    @property
    def model(self) -> Model | None:
        """The model, when it was named and is known."""
        if self.model_name is None:
            return None
        bare = self.model_name.removeprefix("ft:").split(":")[0].split(".ft-")[0].lower()
        for model in self.target.models.values():
            if bare == model.name.lower() or bare in model.aliases:
                return model
        return None

    def fact(self, name: str, default: Any = None) -> Any:
        """Return the value of a fact, the method's own before the target's, or ``default`` when unknown."""
        method = self.target.methods.get(self.method)
        found = (method.facts.get(name) if method else None) or self.target.facts.get(name)
        return found.value if found else default
