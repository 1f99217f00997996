"""Keys and tokens that give access to something, told by the words that their issuers put before them.

Each is a long run of letters and digits behind such a word, which is what the quick look at bytes (``rules/quick.py``)
takes notice of. Keys without one are not looked for: any hash would be a key.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator

import orjson
from ahocorasick_rs import AhoCorasick

from ftdata.rules.masks import Hit
from ftdata.rules.quick import KEY_WORDS, may_hold_keys

_TOKEN = "a JSON web token"  # noqa: S105 - the name of a kind
_GITHUB = r"gh[opsru]_([0-9a-zA-Z]{36})"
_SLACK = r"xox[abeprs]-([0-9]{6}[0-9a-zA-Z-]{14,250})"
_BREAK = r"(?:\s|\\[nr])"
_PEM = (
    rf"-----BEGIN (?:[A-Z0-9]+ ){{0,3}}PRIVATE KEY(?: BLOCK)?-----{_BREAK}*"
    rf"((?:[0-9a-zA-Z+/]{{40,}}=*{_BREAK}+){{1,500}}[0-9a-zA-Z+/]*=*)"
    rf"(?:{_BREAK}*-----END [A-Z0-9 ]{{0,40}}-----)?"
)

_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "AKIA": (("an AWS key", r"AKIA([A-Z2-7]{16})"),),
    "ASIA": (("an AWS key", r"ASIA([A-Z2-7]{16})"),),
    "ghp_": (("a GitHub token", _GITHUB),),
    "gho_": (("a GitHub token", _GITHUB),),
    "ghu_": (("a GitHub token", _GITHUB),),
    "ghs_": (("a GitHub token", _GITHUB),),
    "ghr_": (("a GitHub token", _GITHUB),),
    "github_pat_": (("a GitHub token", r"github_pat_([0-9a-zA-Z_]{82})"),),
    "glpat-": (("a GitLab token", r"glpat-([0-9a-zA-Z_-]{20,300})"),),
    "sk-": (
        ("an Anthropic key", r"sk-ant-([0-9a-zA-Z_-]{60,250})"),
        ("an OpenAI key", r"sk-(?:proj|svcacct|admin)-([0-9a-zA-Z_-]{40,300})"),
        ("an API key", r"sk-(?:or-v1-)?([0-9a-zA-Z]{32,128})"),
    ),
    "AIza": (("a Google API key", r"AIza([0-9a-zA-Z_-]{35})"),),
    "hf_": (("a Hugging Face token", r"hf_([a-zA-Z]{34})"),),
    "xoxa-": (("a Slack token", _SLACK),),
    "xoxb-": (("a Slack token", _SLACK),),
    "xoxe-": (("a Slack token", _SLACK),),
    "xoxp-": (("a Slack token", _SLACK),),
    "xoxr-": (("a Slack token", _SLACK),),
    "xoxs-": (("a Slack token", _SLACK),),
    "sk_live_": (("a Stripe key", r"sk_live_([0-9a-zA-Z]{20,250})"),),
    "rk_live_": (("a Stripe key", r"rk_live_([0-9a-zA-Z]{20,250})"),),
    "AccountKey=": (("an Azure storage key", r"AccountKey=([0-9a-zA-Z+/]{86}==)"),),
    "pypi-AgEIcHlwaS5vcmc": (("a PyPI token", r"pypi-AgEIcHlwaS5vcmc([0-9a-zA-Z_-]{50,1000})"),),
    "eyJ": ((_TOKEN, r"(eyJ[0-9a-zA-Z_-]{14,2000}\.eyJ[0-9a-zA-Z_-]{10,8000}\.[0-9a-zA-Z_-]{20,1000})"),),
    "-----BEGIN ": (("a private key", _PEM),),
}
_PATTERNS = {
    word: tuple((kind, re.compile(rf"{pattern}(?![0-9a-zA-Z_])", re.ASCII)) for kind, pattern in kinds)
    for word, kinds in _KINDS.items()
}
_words = AhoCorasick(KEY_WORDS)

_INVENTED = re.compile(r"example|(.)\1{5}|1234567|abcdefgh|your|placeholder|redacted|secret", re.IGNORECASE)
_FEWEST = 6
_LETTER = re.compile(r"[0-9a-zA-Z_-]", re.ASCII)


def secrets(text: str) -> list[Hit]:
    """Find such keys in a text, in order; those that are plainly invented are left out."""
    return list(_secrets(text))


def _secrets(text: str) -> Iterator[Hit]:
    place = 0
    for word, start, _ in _words.find_matches_as_indexes(text.encode("utf-8", "replace").decode()):
        if start < place or (start and _LETTER.match(text, start - 1)):
            continue
        for kind, pattern in _PATTERNS[KEY_WORDS[word]]:
            match = pattern.match(text, start)
            if match and _is_real(kind, match[1]) and may_hold_keys(match[0].encode()):
                place = match.end()
                yield Hit(start, place, kind, "[SECRET]")
                break


def _is_real(kind: str, body: str) -> bool:
    """Whether a key was made by a machine, and not written to show what a key looks like."""
    if kind == _TOKEN:
        return _is_token(body)
    return len(set(body)) >= _FEWEST and not _INVENTED.search(body)


def _is_token(text: str) -> bool:
    """Whether the head of a token names an algorithm, and its subject is not the one that every guide shows."""
    head, body, _ = (_part(part) for part in text.split("."))
    return isinstance(head, dict) and "alg" in head and isinstance(body, dict) and body.get("sub") != "1234567890"


def _part(text: str) -> object:
    try:
        return orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return None
