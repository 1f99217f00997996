"""Which rules run: by code, by the beginning of a code, or by name."""

import re
from collections.abc import Iterable, Sequence

from ftdata.errors import UsageError
from ftdata.rules.catalogue import Rule, rules

_CODE = re.compile(r"[A-Za-z]\d{0,3}")


def matches(rule: Rule, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns (``R001``, ``R``, ``R00``, ``no-assistant``) means this rule."""
    return any(rule.code.startswith(pattern.upper()) or rule.name == pattern.lower() for pattern in patterns)


def select(chosen: Sequence[str] = (), ignored: Sequence[str] = (), own: Sequence[Rule] = ()) -> tuple[Rule, ...]:
    """Return the rules to run.

    Args:
        chosen: Patterns of the rules wanted; empty for all.
        ignored: Patterns of the rules left out. The longer pattern wins: ``--select R001 --ignore R`` runs R001.
        own: Rules of the user's that run too, unless they are left out.

    Raises:
        UsageError: A pattern means no rule at all. To ignore a code that this version does not have is no mistake:
            the same settings serve several versions.
    """
    every = [rule for rule in rules().values() if rule.family != "user" or rule in own]
    named = [pattern for pattern in ignored if not _CODE.fullmatch(pattern)]
    for pattern in (*chosen, *named):
        if not any(matches(rule, [pattern]) for rule in every):
            raise UsageError(f"no rule matches {pattern!r}; give a code, its beginning, or a name: `ftdata rule`")
    return tuple(rule for rule in every if _runs(rule, chosen, ignored))


def _runs(rule: Rule, chosen: Sequence[str], ignored: Sequence[str]) -> bool:
    wanted = max((_weight(rule, pattern) for pattern in chosen), default=0 if chosen else 1)
    unwanted = max((_weight(rule, pattern) for pattern in ignored), default=0)
    return wanted > 0 and wanted >= unwanted if chosen else not unwanted


def _weight(rule: Rule, pattern: str) -> int:
    """How precisely a pattern means a rule: 0 not at all, else the letters of the code it spells."""
    if rule.name == pattern.lower():
        return len(rule.code)
    return len(pattern) if rule.code.startswith(pattern.upper()) else 0
