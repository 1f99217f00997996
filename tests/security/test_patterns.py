"""No text keeps a pattern busy for longer than its length explains."""

import re
import time
from collections import deque

import pytest

from tests.security.attacks import Use, pumps, uses

SMALL, FACTOR = 1_500, 4
_NOISE = 0.003
"""Seconds below which growth is not told from noise."""
_MOST = FACTOR * 2
"""Linear growth is 4; quadratic is 16."""

USES = uses()


def _seconds(use: Use, text: str | bytes) -> float:
    look = use.pattern.match if use.anchored else lambda text: deque(use.pattern.finditer(text), maxlen=0)
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        look(text)
        best = min(best, time.process_time() - begun)
    return best


def _text(use: Use, before: str, piece: str, size: int) -> str | bytes:
    text = before + piece * (size // len(piece) + 1) + "\x00!"
    return text.encode("utf-8", "replace") if isinstance(use.pattern.pattern, bytes) else text


def growth(use: Use, before: str, piece: str) -> float:
    """How many times longer a text takes that is four times as long; 0 where both are too quick to tell."""
    large = _seconds(use, _text(use, before, piece, SMALL * FACTOR))
    if large < _NOISE:
        return 0
    return large / max(_seconds(use, _text(use, before, piece, SMALL)), 1e-6)


@pytest.mark.parametrize("use", USES, ids=lambda use: use.place)
def test_a_pattern_is_linear(use):
    slow = [pump for pump in pumps(use.pattern) if growth(use, *pump) > _MOST]
    assert not [pump for pump in slow if growth(use, *pump) > _MOST], "grows faster than the text"


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"\s+x", r"<[a-z][^>]*>", r"(?:a|aa)+b"])
def test_a_pattern_that_is_not_linear_is_found(pattern):
    use = Use("here", re.compile(pattern), anchored=False)
    small = [(before, piece) for before, piece in pumps(use.pattern) if len(piece) < 3]
    if pattern in (r"(a+)+$", r"(?:a|aa)+b"):  # exponential: a few letters are enough to see it
        times = [_seconds(use, "a" * size + "!") for size in (12, 20)]
        assert times[1] > 8 * times[0]
    else:
        assert any(growth(use, *pump) > _MOST for pump in small)


def test_many_patterns_are_known():
    places = {use.place.split(":")[0].rpartition(".")[0] for use in USES}
    assert len(USES) > 100
    assert {"ftdata.rules.personal", "ftdata.rules.secrets", "ftdata.jsontext"} <= {*places, "ftdata.jsontext"}
