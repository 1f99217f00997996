"""Quick looks at the bytes of a row: whether it may hold a number, a key or an address that leads to a person.

Most rows do not, and that has to be known in half a microsecond or so. No is a proof, for a text itself and for any
JSON string of it; yes means that a closer look is due, for which more is imported.
"""

import re
from collections.abc import Callable

import stringzilla

_translate: Callable[[bytes, bytes], bytes] = stringzilla.translate
_find: Callable[..., int] = stringzilla.find

_WITHIN = b"0123456789 -.()"
NUMBERS = (
    rb"[0-9](?:[ .()-]*[0-9]){8}|\+[ .()-]*[0-9](?:[ .()-]*[0-9]){6}|"
    rb"[0-9] *\.(?: *[0-9]){1,3} *\.(?: *[0-9]){1,3} *\. *[0-9]"
)
"""What stands in every text that ``may_hold_numbers`` says yes to; in the words that hyperscan knows too."""

_FLAT = bytes(ord("0") if byte in b"0123456789-.()" else byte for byte in range(256))
_NEEDLES = (b"0" * 10, b"00 00")
"""Such a number holds one of these, once digits and separators but blanks are all the same letter."""

_LONGEST = 48
_FEW, _MANY = 7, 14
_REST = re.compile(rb"[0-9 .()-]*")
_SHAPE = re.compile(rb"[0-9](?:[0-9]{9}|[0-9]{2}-[0-9]{2}-[0-9]{4}|\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9])")
"""In a run without blanks: an account, a US social security number, the address of a computer."""

KEY_WORDS = (
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "sk-",
    "AIza",
    "hf_",
    "xoxa-",
    "xoxb-",
    "xoxe-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "sk_live_",
    "rk_live_",
    "AccountKey=",
    "pypi-AgEIcHlwaS5vcmc",
    "eyJ",
    "-----BEGIN ",
)
"""The words that issuers put before their keys."""

_key_words: list[Callable[[bytes], bool]] = []
_KEY_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_KEY_FLAT = bytes(ord("a") if byte in _KEY_LETTERS else ord(" ") for byte in range(256))
_KEY_RUN = b"a" * 20

_AFTER_AT = re.compile(rb"@[A-Za-z0-9-]+\.[A-Za-z0-9]")
_BEFORE_AT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-")


def may_hold_numbers(raw: bytes) -> bool:
    """Whether a text may hold a card number, an IBAN, a phone number or the like."""
    flat = _translate(raw, _FLAT)
    for needle in _NEEDLES:
        place = _find(flat, needle)
        if place >= 0 and _has_shape(raw, flat, needle, place):
            return True
    return False


def _has_shape(raw: bytes, flat: bytes, needle: bytes, place: int) -> bool:
    """Whether a run around a needle looks like a number that is meant here; rules and dates do not."""
    while place >= 0:
        before = raw[max(0, place - _LONGEST) : place]
        start = place - len(before) + len(before.rstrip(_WITHIN))
        rest = _REST.match(raw, place)
        end = rest.end() if rest else place
        run = raw[start:end]
        if run.isdigit() and _is_glued(raw, start, end):
            place = _find(flat, needle, end)
            continue
        digits = len(run.translate(None, b" -.()"))
        if digits >= _MANY or (digits >= _FEW and raw[start - 1 : start] == b"+"):
            return True
        if digits >= _FEW and _SHAPE.search(run.translate(None, b" ")):
            return True
        place = _find(flat, needle, end)
    return False


def _is_glued(raw: bytes, start: int, end: int) -> bool:
    """Whether digits go on a word, as in an id; capitals do not count, since an IBAN has some, nor does an escape."""
    before, after = raw[start - 1 : start], raw[end : end + 1]
    if after.islower() or after == b"_":
        return True
    return (before.islower() and raw[start - 2 : start - 1] != b"\\") or before == b"_"


def may_hold_keys(raw: bytes) -> bool:
    """Whether a text may hold a key or token of access: such a word, and a long run of letters and digits."""
    if _find(_translate(raw, _KEY_FLAT), _KEY_RUN) < 0:
        return False
    if not _key_words:
        from ftdata.rules.marks import words_in

        _key_words.append(words_in(word.encode() for word in KEY_WORDS))
    return _key_words[0](raw)


def may_hold_emails(raw: bytes) -> bool:
    """Whether a text may hold an email address."""
    place = _find(raw, b"@")
    while place >= 0:
        if place and raw[place - 1] in _BEFORE_AT and _AFTER_AT.match(raw, place):
            return True
        place = _find(raw, b"@", place + 1)
    return False
