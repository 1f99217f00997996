"""The script that a text is written in, by the Unicode names of its letters."""

from collections import Counter
from functools import lru_cache
from itertools import islice

from ftdata.rules.answers import prose

_LEAST = 20
_MOST = 60
_ENOUGH = 1500
"""Characters of a text that are looked at."""

_SHARE = 0.8

_TOGETHER = {"Mathematical": "Latin", "Fullwidth": "Latin"}
_TOGETHER |= dict.fromkeys(("Cjk", "Hiragana", "Katakana"), "Chinese or Japanese")
_NO_LETTERS = dict.fromkeys(code for code in range(128) if not chr(code).isalpha())


def script_of(text: str) -> str:
    """Name the script that nearly all of the first letters of a text have; nothing where it has few, or is mixed."""
    text = prose(text[:_ENOUGH])
    if text.isascii():
        return "Latin" if len(text[: _MOST * 2].translate(_NO_LETTERS)) >= _LEAST else ""
    letters = list(islice(filter(str.isalpha, text), _MOST))
    if len(letters) < _LEAST:
        return ""
    script, count = Counter(map(_script, letters)).most_common(1)[0]
    return script if count >= _SHARE * len(letters) else ""


def has_script(text: str, script: str) -> bool:
    """Whether any letter of a text belongs to a script."""
    return any(_script(char) == script for char in text if char.isalpha())


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The first word of a letter's name, such as Latin; Chinese and Japanese share their letters."""
    import unicodedata

    word = unicodedata.name(letter, "other").split()[0].split("-")[0].capitalize()
    return _TOGETHER.get(word, word)
