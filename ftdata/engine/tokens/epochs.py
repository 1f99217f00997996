"""How often a job goes over the examples when nobody says so."""

from typing import NamedTuple

from ftdata.errors import UsageError
from ftdata.targets import Destination

_USUAL = 3


class Epochs(NamedTuple):
    """A number of epochs and why.

    Attributes:
        number: How often the job goes over the examples.
        reason: Where the number comes from.
        source: Where that is written; empty for what the user said.
        as_of: The day the source said so (ISO).
        note: What a reader should know.
    """

    number: int
    reason: str
    source: str = ""
    as_of: str = ""
    note: str = ""


def epochs(rows: int, goal: Destination, given: int | None) -> Epochs:
    """Take what the user said, or follow the rule that the provider has.

    Raises:
        UsageError: There are more than the provider allows, or fewer than one.
    """
    most = goal.fact("max_epochs")
    if given is not None:
        if given < 1 or (most and given > most):
            raise UsageError(f"{given} epochs cannot be asked for; a job has 1 to {most or 'any number'}")
        return Epochs(given, "as you say")
    rule = goal.target.facts.get("auto_epochs")
    if rule is None:
        return Epochs(_USUAL, f"{_USUAL} are assumed, since no rule of this target is known; --epochs N says otherwise")
    number = by_rule(rows, rule.value)
    return Epochs(number, f"the automatic rule for {rows:,} examples", rule.source, rule.as_of.isoformat(), rule.note)


def by_rule(rows: int, rule: dict[str, int]) -> int:
    """Some epochs, more where they make few examples, fewer where they make many."""
    usual = rule["epochs"]
    if rows and rows * usual < rule["fewest"]:
        return min(rule["most_epochs"], rule["fewest"] // rows)
    if rows * usual > rule["most"]:
        return max(rule["least_epochs"], rule["most"] // rows)
    return usual
