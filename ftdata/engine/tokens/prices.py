"""What is known of prices: from the dated facts of the target, and from the user. What is not known stays unknown."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ftdata.errors import UsageError
from ftdata.targets import Destination, Fact

KINDS = ("training", "tuned-input", "tuned-output", "base-input", "base-output", "hosting", "hour")
"""Prices that a user can give: per million tokens; hosting and an hour of training per hour."""

_UNITS = {"hosting": "an hour", "hour": "an hour of training"}
_PER_MILLION = "a million tokens"


class Price(NamedTuple):
    """A price and where it comes from.

    Attributes:
        kind: One of KINDS.
        value: In US dollars.
        source: Where it is written.
        as_of: The day the source said so (ISO), or empty for one that the user gave.
        note: What a reader should know.
    """

    kind: str
    value: float
    source: str
    as_of: str = ""
    note: str = ""

    @property
    def unit(self) -> str:
        """What the price is for."""
        return _UNITS.get(self.kind, _PER_MILLION)


def prices(goal: Destination, given: Mapping[str, float]) -> dict[str, Price]:
    """Put together what is known, by kind; what the user gave counts before what the target says.

    Raises:
        UsageError: A price that was given is of no kind there is, or below nothing.
    """
    for kind, value in given.items():
        if kind not in KINDS:
            raise UsageError(f"no price is called {kind!r:.40}; there are: {', '.join(KINDS)}")
        if value < 0:
            raise UsageError(f"the price {kind} is below nothing: {value}")
    found = {price.kind: price for price in _known(goal)}
    found |= {kind: Price(kind, value, "given with --price") for kind, value in given.items()}
    as_base = goal.target.facts.get("tuned_as_base")
    for side in ("input", "output") if as_base and as_base.value else ():
        base = found.get(f"base-{side}")
        if base and f"tuned-{side}" not in found and as_base:
            found[f"tuned-{side}"] = _price(f"tuned-{side}", base.value, as_base)
    return found


def _known(goal: Destination) -> Iterator[Price]:
    model = goal.model
    for name, fact in model.prices.items() if model else ():
        if name == "training":
            yield _price("training", fact.value, fact)
            continue
        for side in ("input", "output"):
            if side in fact.value:
                yield _price(f"{name}-{side}", fact.value[side], fact)
    for kind, name in (("hosting", "hosting_per_hour"), ("hour", "training_per_hour")):
        method = goal.target.methods.get(goal.method)
        found = (method.facts.get(name) if method else None) or goal.target.facts.get(name)
        if found:
            yield _price(kind, found.value, found)


def _price(kind: str, value: float, fact: Fact) -> Price:
    return Price(kind, float(value), fact.source, fact.as_of.isoformat(), fact.note)
