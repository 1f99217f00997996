"""Numbers that belong to a person: bank cards, IBANs, US social security numbers, phones, addresses of computers.

A number counts when it has the form, the check digits and the range of a real one, and is none of those that
documentation uses; and when the quick look at bytes (``rules/quick.py``) takes notice of it.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address

from ftdata.rules.masks import Hit
from ftdata.rules.quick import may_hold_numbers

_CARD = re.compile(
    r"(?<![\w.,/+-])(?:\d{16}|\d{15}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{4,5})(?!\w|[.,-]\d)", re.ASCII
)
_ISSUER = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}"
)
_TEST_CARDS = frozenset(
    (
        "378282246310005",
        "371449635398431",
        "378734493671000",
        "4012888888881881",
        "4000056655665556",
        "5200828282828210",
        "6011000990139424",
        "3566002020360505",
        "30569309025904",
        "38520000023237",
        "36227206271667",
        "2223003122003222",
        "4242424242424242",
        "4000002500003155",
        "4539148803436467",
        "4532015112830366",
        "2718281828459045",  # the number e
    )
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}", re.ASCII)
_SHORTEST_IBAN = 15
_TEST_IBANS = frozenset(
    (
        "AT611904300234573201",
        "BE68539007547034",
        "CH9300762011623852957",
        "DE44500105175407324931",
        "DE89370400440532013000",
        "ES9121000418450200051332",
        "FR1420041010050500013M02606",
        "FR7630006000011234567890189",
        "GB29NWBK60161331926819",
        "GB33BUKB20201555555555",
        "GB82WEST12345698765432",
        "IE29AIBK93115212345678",
        "IT60X0542811101000000123456",
        "NL91ABNA0417164300",
        "NO9386011117947",
        "PL61109010140000071219812874",
        "SE4550000000058398257466",
    )
)
_SSN = re.compile(r"(?<![\w.-])\d{3}-\d\d-\d{4}(?![\w-]|\.\d)", re.ASCII)
_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d|/\d)", re.ASCII)
_NO_COMPUTER = re.compile(
    r"(?:\bv|\boid|version|release|build|firmware|driver|update)[ .:]*\Z|[^/]/\Z|\.\d+[ ,]\Z", re.IGNORECASE
)
"""What stands before the number of a version, an object identifier or a decimal, not before an address."""

_PHONE = re.compile(r"(?<![\w+*^/=-])\+\d[\d ().-]{8,}", re.ASCII)
_FICTION = re.compile(r"1\d{3}555\d{4}|44(?:20794600|1632960|7700900)\d*|\d*(?:1234567|2345678|7654321)\d*")
_WINDOW = 40


def numbers(text: str) -> list[Hit]:
    """Find such numbers in a text, in order; none overlaps another."""
    kept: list[Hit] = []
    for hit in sorted(hit for look in (_ibans, _cards, _social, _phones, _computers) for hit in look(text)):
        apart = not kept or kept[-1].end <= hit.start
        if apart and may_hold_numbers(text[hit.start : hit.end].encode()):
            kept.append(hit)
    return kept


def _cards(text: str) -> Iterator[Hit]:
    from stdnum import luhn

    for match in _CARD.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        invented = len(set(digits)) <= 4 or digits in _TEST_CARDS
        if _ISSUER.fullmatch(digits) and luhn.is_valid(digits) and not invented:
            yield Hit(*match.span(), "a card number", "[CARD]")


def _ibans(text: str) -> Iterator[Hit]:
    from stdnum import iban

    for match in _IBAN.finditer(text):
        places = [match.start() + place for place, letter in enumerate(match[0]) if letter != " "]
        compact = match[0].replace(" ", "")
        for length in range(len(compact), _SHORTEST_IBAN - 1, -1):
            end = places[length - 1] + 1
            if not text[end : end + 1].isalnum() and _checks(compact[:length]) and iban.is_valid(compact[:length]):
                if compact[:length] not in _TEST_IBANS:
                    yield Hit(match.start(), end, "an IBAN", "[IBAN]")
                break


def _checks(compact: str) -> bool:
    """Whether the check digits of an IBAN are right."""
    return int("".join(str(int(letter, 36)) for letter in compact[4:] + compact[:4])) % 97 == 1


def _social(text: str) -> Iterator[Hit]:
    from stdnum.us import ssn

    for match in _SSN.finditer(text):
        if ssn.is_valid(match[0]) and match[0] != "123-45-6789" and len(set(match[0])) > 4:
            yield Hit(*match.span(), "a US social security number", "[SSN]")


def _phones(text: str) -> Iterator[Hit]:
    from phonenumbers import PhoneNumberMatcher

    for match in _PHONE.finditer(text):
        start = match.start()
        for found in PhoneNumberMatcher(text[start : start + _WINDOW], None):
            number = f"{found.number.country_code}{found.number.national_number}"
            if found.start == 0 and not _FICTION.fullmatch(number) and len(set(number)) > 4:
                yield Hit(start, start + found.end, "a phone number", "[PHONE]")
            break


def _computers(text: str) -> Iterator[Hit]:
    for match in _IPV4.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if _is_public(match[0]) and not _NO_COMPUTER.search(before):
            yield Hit(*match.span(), "an IP address", "[IP]")


def _is_public(text: str) -> bool:
    """Whether it is the address of one computer on the public network, not of a network or an example."""
    try:
        address = IPv4Address(text)
    except ValueError:
        return False
    return address.is_global and not address.is_multicast and not text.endswith(".0") and text != "123.45.67.89"
