"""Showing text of rows without the keys and the numbers of persons in it."""

import re

from ftdata.rules.masks import masked
from ftdata.rules.personal import numbers
from ftdata.rules.secrets import secrets

_ESCAPE = r"\\(?:u[0-9a-fA-F]{4}|.)"


def concealed(text: str, *, kinds: bool = False) -> str:
    r"""Replace keys and numbers of persons by their masks.

    Args:
        text: Text, or JSON text, in which an escape such as ``\n`` before a key is no letter that belongs to it.
        kinds: Whether to say what was there (``<an AWS key>``), not what the rules would write (``[SECRET]``): a
            row and what a fix made of it must not look alike.
    """
    for find in (secrets, numbers):
        for seen in (_plain, _without_escapes):
            if hits := find(seen(text)):
                text = masked(text, [hit._replace(mask=f"<{hit.kind}>") for hit in hits] if kinds else hits)
    return text


def _plain(text: str) -> str:
    return text


def _without_escapes(text: str) -> str:
    """A text of the same length with blanks in place of escapes; nothing where there are none."""
    return re.sub(_ESCAPE, _blank, text, flags=re.DOTALL) if "\\" in text else ""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
