"""Letters that were read in another encoding than they were written in, as ftfy knows them."""

MARKS = (
    # UTF-8 read as Windows-1252: Latin letters and punctuation, then other scripts
    *("Ã", "Â", "â€", "Ä±", "Ä™", "Ä‡", "Ä…", "Å‚", "Å›", "Å¼", "Å¡", "Å¾", "ÅŸ", "Äƒ", "È™", "È›", "áº", "á»", "ðŸ"),
    *("Ð°", "Ðµ", "Ð¾", "Ð¸", "Î±", "Î¿", "×™", "×•", "Ø§", "Ù„", "à¤", "à¥", "à¸", "à¹"),
    *("ã€", "ã‚", "ãƒ", "ä¸", "çš", "ï¼", "ì„", "ëŠ", "í•"),
    # as Latin-1, where half of the bytes are control characters
    *map(chr, range(0x80, 0xA0)),
    # as Mac Roman, as in a DOS window, as Windows-1250 and Windows-1251
    *("√", "‚Ä", "├⌐", "├®", "├ñ", "├í", "├│", "├╝", "├╢", "├Â", "ΓÇ", "ÔÇ"),
    *("Ĺ", "Ă©", "Ă¶", "Ă¤", "ĂĽ", "Ăˇ", "Р°", "Рµ", "РЅ", "С‚"),
)
"""One of these stands in nearly every garbled text; few other texts hold any."""

_ODD = "\N{REPLACEMENT CHARACTER}\u200b\u200e\u200f\u2028\u2029\u2060\ufeff"


def mended(text: str) -> str | None:
    """The text as it was, where some of it was read in the wrong encoding; None where none of it was.

    Where more would change than is garbled, or a reader would stumble over something new, it is the text as it is.
    """
    if text.isascii() or not any(mark in text for mark in MARKS):
        return None
    import ftfy

    plain = ftfy.fix_encoding(text)
    if plain == text:
        return None
    worse = any(char in plain and char not in text for char in _ODD)
    return text if worse or _untouchable(plain) != _untouchable(text) else plain


def _untouchable(text: str) -> str:
    """What cannot have been garbled; a space can."""
    return "".join(char for char in text if char.isascii() and not char.isspace())
