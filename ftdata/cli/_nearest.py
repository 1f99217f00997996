"""Saying that a name is not known, and which one was probably meant."""

from collections.abc import Iterable

from ftdata.errors import UsageError

_FEW = 20


def unknown(kind: str, given: str, known: Iterable[str], where: str = "") -> UsageError:
    """Make the error for a name that is not known.

    Args:
        kind: What it should have named, e.g. ``rule``.
        given: The name as given.
        known: Every name there is; they are listed when they are few.
        where: What lists them all when they are many.
    """
    import difflib

    names = list(known)
    spelled = {name.lower(): name for name in names}
    close = [spelled[name] for name in difflib.get_close_matches(given.lower(), spelled, n=3, cutoff=0.55)]
    text = f"no {kind} is called {given[:60]!r}"
    if close:
        text += f"; did you mean {' or '.join(close)}?"
    if len(names) <= _FEW:
        text += f"{' T' if close else '; t'}here are: {', '.join(names)}"
    elif where:
        text += f" {where} lists them all" if close else f"; {where} lists them all"
    return UsageError(text)
