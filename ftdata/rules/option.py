"""What a user may tell a rule: a threshold, or what stands in a file.

A rule that has an option defines it as a constant of its module, ``SHARE = Option("Q006.share", 0.2, "why this")``, and
asks ``SHARE.of(destination)``. The command line, the config and the pages find it there.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ftdata.errors import UsageError
from ftdata.rules.catalogue import Rule, rules
from ftdata.targets import Destination

GIVEN = ("grader", "answer-schema", "row-schema", "template", "validation")
"""Names of options that several rules read: what stands in a file, and whether there is validation data at all."""


class Option(NamedTuple):
    """One option of a rule.

    Attributes:
        name: Code of the rule and a word: ``Q006.share``.
        default: What holds when the user says nothing; also tells the type.
        reason: What it means, and why the default is what it is.
        by_hand: Whether a config counts only where the user named it: what calls somebody must not be set by a file
            that came with the data.
        call: Whether a Python function may be given instead.
    """

    name: str
    default: Any
    reason: str
    by_hand: bool = False
    call: bool = False

    def of(self, destination: Destination) -> Any:
        """What the user said, or the default."""
        return destination.options.get(self.name, self.default)


def options_of(rule: Rule) -> list[Option]:
    """The options that a rule has."""
    return [value for value in vars(rule.module).values() if isinstance(value, Option)]


def check_options(given: Mapping[str, Any]) -> None:
    """Make sure that every name is an option of a rule and every value has its type.

    Raises:
        UsageError: One is not.
    """
    for name, value in given.items():
        if name == "validation" and not isinstance(value, bool):
            raise UsageError(f"validation has to be true or false, not {str(value)[:60]!r}")
        if name == "template" and not isinstance(value, str | Mapping):
            raise UsageError("template has to be a path, the text of a chat template, or what read_template gives")
        if name not in GIVEN:
            _check(name, value)


def by_hand(name: str) -> bool:
    """Whether an option counts only where the user gave it by hand."""
    rule = rules().get(name.partition(".")[0].upper())
    return rule is not None and any(option.name == name and option.by_hand for option in options_of(rule))


def _check(name: str, value: Any) -> None:
    rule = rules().get(name.partition(".")[0].upper())
    known = {option.name: option for option in options_of(rule)} if rule else {}
    option = known.get(name)
    if option is None:
        there = f"{rule.code} has: {', '.join(known) or 'none'}" if rule else "write CODE.NAME, as in Q006.share"
        raise UsageError(f"no rule has an option {name[:60]!r}; {there}")
    if option.call and callable(value):
        return
    wanted = type(option.default)
    if type(value) is not wanted and not (wanted is float and type(value) is int):
        raise UsageError(f"{name} has to be like {option.default!r}, not {str(value)[:60]!r}")
