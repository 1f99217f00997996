"""What the word ``format`` of a JSON Schema asks of a text, for the formats that can be told without doubt.

Where people are less strict than the standard, so is this: a time needs no zone.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_date_time(text: str) -> bool:
    return _is_date(text[:10]) and bool(_TIME.fullmatch(text[10:]))


def _is_ipv4(text: str) -> bool:
    return _is_address(text, "IPv4Address")


def _is_ipv6(text: str) -> bool:
    return _is_address(text, "IPv6Address")


def _is_address(text: str, kind: str) -> bool:
    import ipaddress

    try:
        getattr(ipaddress, kind)(text)
    except ValueError:
        return False
    return "%" not in text


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "email": lambda text: "@" in text,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "uri": lambda text: bool(_URI.fullmatch(text)),
    "uuid": lambda text: bool(_UUID.fullmatch(text)),
}
"""A test for each format that is looked at; all others are taken as notes."""
