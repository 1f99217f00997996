"""The language of a text where py3langid is installed (extra ``languages``), else the script it is written in."""

from collections.abc import Callable
from functools import cache

_ENOUGH = 1500
_LEAST = 20


@cache
def namer() -> tuple[str, Callable[[str], str]]:
    """Return what is told of a text, ``language`` or ``script``, and what tells it; nothing of a text too short."""
    try:
        from py3langid import classify
    except ImportError:
        from ftdata.rules.scripts import script_of

        return "script", script_of

    def language_of(text: str) -> str:
        text = text[:_ENOUGH].strip()
        return str(classify(text)[0]) if len(text) >= _LEAST else ""

    return "language", language_of
