"""Email addresses of persons, as far as their text tells: not those of nobody, of an office, or in a web address."""

import re
from collections.abc import Iterator

from ftdata.rules.masks import Hit

_DOMAIN = re.compile(r"@((?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,24})(?![\w-])", re.IGNORECASE | re.ASCII)
_LOCAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-"
_LONGEST_LOCAL = 64
_NOBODY = re.compile(
    r"(?:.*\.)?(?:example|test|invalid|localhost|local|internal)"
    r"|(?:.*\.)?(?:example|sample|test|(?:your|my|our|some|the)-?(?:domain|company|business|email|site|website|store|shop)"
    r"|domain|company|email|site|website|acme|abc|xyz|foo|bar)\.\w{2,4}(?:\.\w\w)?"
    r"|.*\.(?:png|jpe?g|gif|svg|webp|ico|css|js|json|html?|py|md|txt|xml|ya?ml)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:no-?reply|do-?not-?reply|info|support|help|helpdesk|service|contact|hello|office|mail|admin|administrator|root"
    r"|webmaster|postmaster|hostmaster|abuse|security|privacy|sales|marketing|press|media|jobs|careers|hr|billing"
    r"|accounts?|orders?|team|news|newsletter|feedback|enquiries|inquiries|customer[._-]?\w*|git|user(?:name)?|your"
    r"[._-]?\w*|my[._-]?\w*|name|(?:john|jane)[._-]?(?:doe|smith)\w*|someone|somebody|nobody|test\w*|example\w*|foo|bar|me|you)",
    re.IGNORECASE,
)


def emails(text: str) -> list[Hit]:
    """Find such addresses in a text, in order."""
    return list(_addresses(text))


def _addresses(text: str) -> Iterator[Hit]:
    for match in _DOMAIN.finditer(text):
        before = text[max(0, match.start() - _LONGEST_LOCAL) : match.start()]
        local = before[len(before.rstrip(_LOCAL)) :].lstrip(".%+-_")
        start = match.start() - len(local)
        if local and local[-1] != "." and not _is_other(text, start, local, match[1]):
            yield Hit(start, match.end(), "an email address", "[EMAIL]")


def _is_other(text: str, start: int, local: str, domain: str) -> bool:
    """Whether it belongs to nobody or to an office, or is a handle or the part of a web address."""
    before = text[max(0, start - _LONGEST_LOCAL) : start].rpartition("://")
    in_address = bool(before[1]) and not re.search(r"[\s/?]", before[2])
    return bool(_NOBODY.fullmatch(domain) or _OFFICE.fullmatch(local)) or text[start - 1 : start] == "@" or in_address
