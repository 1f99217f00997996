"""The family X beyond its pages: what is found, what is not, nothing is shown, and the quick look is right."""

import base64
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine.fix import Fixer
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules import Row, get, masks, personal, quick, secrets
from ftdata.rules.safety import x001_pii, x002_secret, x005_email_address
from ftdata.targets import destination
from ftdata.types import FileSummary, Record, path_text

CARD = "4716 9034 5521 8802"
IBAN = "DE88 7009 0500 0004 7311 86"
SSN = "536-22-8726"
PHONE = "+1 415-732-2671"
ADDRESS = "34.95.185.149"
EMAIL = "lena.hartwig@posteo.net"
AWS = "AKIA" + "Q3EGX7N5TJ2LWV6B"
CODES = ("X001", "X002", "X005")


def _b64(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _token(head, body) -> str:
    return f"{_b64(head)}.{_b64(body)}.{'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'}"


def chat(text, answer="Done."):
    return {"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": answer}]}


def findings(code, value, target="azure", method="sft"):
    return list(get(code).check(Row(value, Record("x.jsonl", 1, 0, 1, None, value), destination(target, method))))


def masked(code, text):
    """The text as the fix would leave it; the text itself when nothing is found."""
    found = findings(code, chat(text))
    assert len(found) <= 1, "one finding for a row"
    return found[0].fix.edits[0].value if found else text


# X001


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f"Card {CARD}, thanks", "Card [CARD], thanks"),
        ("4716-9034-5521-8802", "[CARD]"),
        ("4716903455218802.", "[CARD]."),
        ("5413330089020011", "[CARD]"),
        ("2720 9905 1357 2468", "[CARD]"),
        ("3714 496353 98431", "3714 496353 98431"),
        ("3782 650982 11207", "[CARD]"),
        (f"to {IBAN} today", "to [IBAN] today"),
        ("to DE88700905000004731186 BIC GENODEF1S04", "to [IBAN] BIC GENODEF1S04"),
        ("GB18 MIDL 4005 1522 3344 90 or", "[IBAN] or"),
        (f"SSN: {SSN}", "SSN: [SSN]"),
        (f"call {PHONE}!", "call [PHONE]!"),
        ("+442083661177", "[PHONE]"),
        ("+33 1 42 68 53 00 svp", "[PHONE] svp"),
        ("(+49 30 90182076)", "([PHONE])"),
        (f"from {ADDRESS} at", "from [IP] at"),
        (f"http://{ADDRESS}/x", "http://[IP]/x"),
        ("at 5.62.44.181, you", "at [IP], you"),
        (f"{CARD} {IBAN}\n{SSN}", "[CARD] [IBAN]\n[SSN]"),
    ],
)
def test_numbers_of_a_person(text, after):
    assert masked("X001", text) == after


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111",
        "4242424242424242",
        "5555-5555-5555-4444",
        "378282246310005",
        "4716 9034 5521 8803",
        "9716 9034 5521 8802",
        "4716 9034-5521 8802",
        "0.4716903455218802",
        "4716903455218802.5",
        "id_4716903455218802",
        "a4716903455218802f",
        "https://x.example/p/4716903455218802",
        "47169034552188021",
        "2718281828459045",
        "2 718 281 828 459 045",
        "DE89 3704 0044 0532 0130 00",
        "GB82WEST12345698765432",
        "DE88 7009 0500 0004 7311 87",
        "xDE88700905000004731186",
        "AB12 3456 7890 1234 5678 90",
        "123-45-6789",
        "078-05-1120",
        "000-12-3456",
        "536-00-8726",
        "900-12-3456",
        "111-11-1111",
        "1536-22-8726",
        "536-22-8726-1",
        "978-3-16-148410-0",
        "+1 202-555-0143",
        "+1 415 555 2671",
        "+44 20 7946 0018",
        "+1 234 567 8901",
        "+12345678901",
        "x+442083661177",
        "12+442083661177=",
        "3 + 44 20 8366 1177",
        "+99 1234567890",
        "+1 000 000 0000",
        "030 90182076",
        "(415) 732-2671",
        "192.168.100.200",
        "127.0.0.1 and 10.20.30.40",
        "192.0.2.123, 198.51.100.23, 203.0.113.254",
        "255.255.255.255",
        "224.100.100.100",
        "100.64.100.100",
        "8.8.8.8",
        "34.95.185.0",
        "34.95.185.149/24",
        "34.95.185.149.1",
        "version 34.95.185.149",
        "v34.95.185.149",
        "Chrome/100.100.185.149",
        "134.095.185.149",
        "OID 1.3.101.110",
        "M2.12 3.51.98.32 2.5",
        "2023-01-15 10:30:59, 2023-01-16 11:30:59",
        "20230115103059",
        "1673778659000",
        "1990-2000 2000-2010",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
        "3.141592653589793 2.718281828459045",
        "-----------------------------",
        "                                  1",
        "10 000 000 000 000 000",
        "",
    ],
)
def test_numbers_of_nobody(text):
    assert masked("X001", f"a {text} b") == f"a {text} b"


def test_an_address_of_a_computer_alone_is_information():
    assert [findings("X001", chat(text))[0].severity for text in (ADDRESS, f"{ADDRESS} {PHONE}")] == ["info", None]


# X002


KEYS = [
    AWS,
    "ASIA" + "Q3EGX7N5TJ2LWV6B",
    "ghp_" + "Zq3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6oXi",
    "ghs_" + "Zq3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6oXi",
    "github_pat_" + "11ABQ7K0Y0" + "Zq3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6oXi" * 2,
    "glpat-" + "Zq3vT8mK1xWc7LbN5sYd",
    "sk-ant-api03-" + "Zq3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6oXi" * 2 + "-_AA",
    "sk-proj-" + "Zq3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6oXiT3BlbkFJ",
    "sk-" + "Zq3vT8mK1xWc7LbN5sYdT3BlbkFJ9RfH2jPg4UaE6oXi",
    "sk-or-v1-" + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "AIza" + "SyB3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6o",
    "hf_" + "ZqTmKxWcLbNsYdRfHjPgUaEoXiVyBkQwMn",
    "xoxb-" + "263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "rk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "AccountKey=" + "Zq3vT8mK1xWc7LbN5sYd9RfH2jPg4UaE6oXi" * 2 + "Zq3vT8mK1xWc7L==",
    "pypi-AgEIcHlwaS5vcmc" + "CJDdiNWQxZTQwLTk4NTUtNGQ3Yi1hNTQ0LTIyZjY5ZjQ0Nzk1ZQACKlszLCI",
    _token({"alg": "HS256", "typ": "JWT"}, {"sub": "42", "name": "Lena"}),
]


@pytest.mark.parametrize("key", KEYS, ids=[key[:8] for key in KEYS])
@pytest.mark.parametrize("around", ["{}", "the key {}.", '"{}"', "KEY={}\nMORE=1", "({})", "Bearer {}, please"])
def test_keys(key, around):
    assert masked("X002", around.format(key)) == around.format("[SECRET]")


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
@pytest.mark.parametrize("end", ["\n", "\\n"])
def test_private_keys(kind, end):
    lines = [base64.b64encode(bytes(range(start, start + 48))).decode() for start in (0, 64, 128)]
    text = end.join([f"-----BEGIN {kind}PRIVATE KEY-----", *lines, f"-----END {kind}PRIVATE KEY-----"])
    left = masked("X002", f"Here: {text} Bye")
    assert left.startswith("Here: [SECRET]") and lines[0] not in left and lines[2] not in left and "Bye" in left


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "AKIA" + "AAAAAAAAAAAAAAAA",
        "xAKIA" + "Q3EGX7N5TJ2LWV6B",
        "AKIA" + "Q3EGX7N5TJ2LWV6BZ",
        "ghp_" + "x" * 36,
        "ghp_" + "1234567890" * 3 + "123456",
        "ghp_" + "Zq3vT8mK1xWc7LbN5sYd",
        "sk-proj-your-key-goes-here-and-nowhere-else-please-0000",
        "sk-" + "1234567890abcdef" * 2,
        "sk-learn-is-a-library-for-python-that-everybody-uses-at-work",
        "a risk-assessmentofthewholeorganisationandmore2024",
        "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
        "xoxb-not-a-token-but-a-long-text-with-dashes",
        _token({"alg": "HS256", "typ": "JWT"}, {"sub": "1234567890", "name": "John Doe", "iat": 1516239022}),
        _token({"no": "algorithm"}, {"sub": "42"}),
        _token(["alg"], {"sub": "42"}),
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "eyJ!!!.eyJ???.",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\n" + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE" * 3,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "550e8400-e29b-41d4-a716-446655440000",
        "call_Zq3vT8mK1xWc7LbN5sYd9RfH",
    ],
)
def test_no_keys(text):
    assert masked("X002", f"a {text} b") == f"a {text} b"


def test_the_quick_look_knows_the_words_of_all_keys():
    assert tuple(secrets._KINDS) == quick.KEY_WORDS


# X005


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f"to {EMAIL}.", "to [EMAIL]."),
        ("<LENA+shop@mail.posteo.net>", "<[EMAIL]>"),
        ("mailto:lena_h@posteo.co.uk?subject=x", "mailto:[EMAIL]?subject=x"),
        ("https://shop.de/?mail=lena.h@posteo.net", "https://shop.de/?mail=[EMAIL]"),
        (f'{{"to": "{EMAIL}"}}', '{"to": "[EMAIL]"}'),
        (f"{EMAIL},{EMAIL}", "[EMAIL],[EMAIL]"),
        ("...lena@posteo.net...", "...[EMAIL]..."),
    ],
)
def test_addresses_of_a_person(text, after):
    assert masked("X005", text) == after


@pytest.mark.parametrize(
    "text",
    [
        "lena@example.com",
        "lena@mail.example.org",
        "lena@server.test",
        "lena@localhost",
        "your_email@posteo.net",
        "lena@yourdomain.com",
        "boss@company.com",
        "john.doe@gmail.com",
        "support@posteo.net",
        "no-reply@posteo.net",
        "git@github.com:a/b.git",
        "https://lena:word@posteo.net/x",
        "ftp://lena@posteo.net",
        "@lena@posteo.net",
        "icon@2x.png",
        "lodash@4.17.21",
        "@app.route",
        "a@b",
        "a @posteo.net",
        "lena.@posteo.net",
        "lena@posteo.n",
        "lena@-posteo.net",
        "lena@posteo..net",
        "5 apples @ 3.50 each",
    ],
)
def test_addresses_of_nobody_or_an_office(text):
    assert masked("X005", f"a {text} b") == f"a {text} b"


def test_addresses_are_told_once_a_file():
    report = validate([[chat(EMAIL), chat("Hi"), chat(EMAIL + "!")]], Settings(target="azure", select=("X",)))
    assert [(each.code, each.severity, each.count) for each in report.problems] == [("X005", "info", 2)]


# X004


@pytest.mark.parametrize("text", ["chain of thought", "Let me think", "CHAIN OF THOUGHT", "Step By Step Reasoning"])
def test_phrases_are_found_with_and_without_capitals(text):
    value = {"messages": [{"role": "user", "content": f"Use: {text}."}]}
    assert len(findings("X004", value, method="rft")) == 1
    assert findings("X004", value, target="openai", method="rft") == []
    assert any(mark in text for mark in get("X004").module.marks(destination("azure", "rft")))


# all of them


TOOL_CALL = {"id": "c1", "type": "function", "function": {"name": "pay", "arguments": ""}}


def calling(arguments):
    call = {**TOOL_CALL, "function": {"name": "pay", "arguments": arguments}}
    return {"messages": [{"role": "user", "content": "Pay"}, {"role": "assistant", "tool_calls": [call]}]}


def test_every_text_of_a_row_is_searched():
    where = {
        "messages[0].content": chat(CARD),
        "messages[0].content[0].text": chat([{"type": "text", "text": CARD}]),
        "messages[1].refusal": {
            "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "refusal": CARD}]
        },
        "messages[1].tool_calls[0].function.arguments": calling(json.dumps({"card": CARD})),
    }
    assert [path_text(findings("X001", value)[0].path) for value in where.values()] == list(where)
    pair = {"input": chat("Hi"), "preferred_output": chat("Hi", CARD)["messages"][1:], "non_preferred_output": []}
    assert findings("X001", pair, method="dpo")[0].path == ("preferred_output", 0, "content")
    assert findings("X001", {"prompt": "Hi", "completion": CARD}, "openai", "completion")[0].path == ("completion",)


def test_json_is_not_spoiled():
    text = '{"card": "4716903455218802", "to": 1}'
    assert masked("X001", text) == '{"card": "[CARD]", "to": 1}'
    for value in (chat(" [4716903455218802]"), calling('{"card": 4716903455218802}')):
        (found,) = findings("X001", value)
        assert found.fix is None
    (found,) = findings("X001", chat('{"card": 4716903455218802}', f"Paid with {CARD}."))
    assert [path_text(edit.path) for edit in found.fix.edits] == ["messages[1].content"]


@pytest.mark.parametrize(
    ("code", "value"),
    [("X001", each) for each in (CARD, IBAN, SSN, PHONE, ADDRESS)]
    + [("X002", key) for key in KEYS]
    + [("X005", EMAIL)],
)
def test_no_message_shows_more_than_two_characters(code, value):
    (found,) = findings(code, chat(f"It is {value} here"))
    said = found.message + found.fix.title
    assert f"({value[:2]}***)" in said
    assert value[:4] not in said and value[-6:] not in said


def test_a_message_stays_short():
    (found,) = findings("X001", chat(f"{CARD} {IBAN} {SSN} {PHONE} {ADDRESS} " * 50))
    assert len(found.message) < 250 and len(found.fix.title) < 80


@pytest.mark.parametrize("code", CODES)
def test_a_fixed_row_has_nothing_left(code):
    value = calling(json.dumps({"a": [PHONE, EMAIL, AWS]}))
    value["messages"][0]["content"] = f"{CARD}, {IBAN}, {EMAIL}; {AWS}"
    raw = json.dumps(value).encode()
    judge = Judge(
        FileSummary("x", format="chat"), destination("azure", "sft"), Settings(target="azure", select=(code,))
    )
    fixed = Fixer(judge, unsafe=True, select=(code,)).fix(Record("x.jsonl", 1, 0, 1, raw, value))
    assert len(fixed.applied) == 1 and fixed.judged.problems == ()
    assert Fixer(judge).fix(Record("x.jsonl", 1, 0, 1, raw, value)).applied == (), "never without being asked"


# the quick look


PIECES = (
    CARD,
    IBAN,
    SSN,
    PHONE,
    ADDRESS,
    EMAIL,
    AWS,
    "4716903455218802",
    "+442083661177",
    "NL39 RABO 0300 0652 64",
    *KEYS,
)
GLUE = (
    " ",
    "  ",
    "\n",
    "\t",
    "-",
    ".",
    "(",
    ")",
    "+",
    "=",
    "@",
    '"',
    "\\",
    "/",
    ",",
    ":",
    "0",
    "12",
    "é",
    "a",
    "x ",
    " 7",
)
MODULES = {"X001": x001_pii, "X002": x002_secret, "X005": x005_email_address}


def broken(draw):
    piece = draw(st.sampled_from(PIECES))
    cut = draw(st.integers(0, len(piece)))
    return draw(
        st.sampled_from((piece, piece[cut:], piece[:cut], piece[:cut] + draw(st.sampled_from(GLUE)) + piece[cut:]))
    )


@st.composite
def odd_texts(draw):
    return "".join(
        broken(draw) if draw(st.booleans()) else draw(st.sampled_from(GLUE)) for _ in range(draw(st.integers(1, 8)))
    )


@settings(max_examples=200, deadline=None)
@given(odd_texts(), odd_texts())
@example("+" + "1" * 60, "-" * 60 + SSN)
@example(" " * 60 + CARD + " " * 60, "(" * 50 + PHONE)
def test_the_quick_look_misses_nothing(text, answer):
    value = chat(text, answer)
    raw = json.dumps(value, ensure_ascii=False).encode()
    for code, module in MODULES.items():
        assert module.suspect(raw) or findings(code, value) == []


def test_the_quick_look_passes_over_ordinary_rows():
    texts = (
        "She sold 48 clips in April 2023 and 24 in May, that makes 72 (on 2023-05-31).",
        "def add(a, b):\n            return a + b  # 12 - 3",
        "It costs $1,250.50; see chapter 3.2.1 --------",
        "parallel_tool_calls and https://example.com/how-to-bake-bread",
    )
    for module in MODULES.values():
        assert not any(module.suspect(json.dumps(chat(text)).encode()) for text in texts)


LONG_NUMBERS = (
    "1 ",
    "+1",
    "+1 234 567 8901 ",
    "12 34 ",
    "DE12 3456 7890 1234 ",
    "1.1.",
    "123.123.123.123 ",
    CARD + " ",
)
LONG_WORDS = ("a", "@", "a@", "a.b@c.d.", "eyJ", "sk-", "AKIA", "eyJhbGciOiJIUzI1NiJ9.", "-----BEGIN ", "0123456789")


@pytest.mark.unmeasured
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("piece", [*LONG_NUMBERS, *LONG_WORDS])
def test_long_texts_take_no_longer_than_their_length(code, piece):
    start = time.perf_counter()
    findings(code, chat(piece * (200_000 // len(piece))))
    assert time.perf_counter() - start < 10


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from((CARD, EMAIL, AWS, "\ud800" + CARD)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("text", "content", "type")), inner),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(("role", "content", "refusal", "tool_calls", "function_call")), JUNK), JUNK)
def test_wrong_types_anywhere_never_raise(message, other):
    value = {"messages": [message, {**message, "role": "assistant"}, other], "prompt": other}
    for code, method in (("X001", "sft"), ("X002", "dpo"), ("X004", "rft"), ("X005", "completion")):
        findings(code, value, target="any", method=method)


def test_lone_surrogates_are_no_obstacle():
    assert personal.numbers("\ud800 " + CARD)[0].kind == "a card number"
    assert secrets.secrets("\ud800 " + AWS)[0].kind == "an AWS key"
    assert masks.hidden("x") == "x***"
