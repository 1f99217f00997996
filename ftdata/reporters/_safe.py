"""Making text safe to look at: what comes from data or file names must not drive the terminal or the CI."""

import re

_CONTROLS = (
    "\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
_HIDDEN = f"[\x00-\x1f{_CONTROLS}]"
_HIDDEN_IN_JSON = f"[{_CONTROLS}]"
_COMMAND = r"(##\w*)\["
_COMMAND_AT_START = r"^((?:\x1b\[[\d;]*m|\s)*):(?=:)"
# Patterns stay text until one is needed: most lines are harmless, and compiling all of these costs a start 4 ms.


def safe(text: str, limit: int = 0) -> str:
    r"""Escape control, direction and invisible characters, and CI commands that count anywhere in a line.

    Args:
        text: Anything.
        limit: Characters after which it is cut; 0 for never.

    Returns:
        One line: line ends come out as ``\n``.
    """
    if limit and len(text) > limit:
        text = text[: limit - 1] + "…"
    if not text.isprintable():
        text = re.sub(_HIDDEN, _escape, text)
    return re.sub(_COMMAND, r"\1\\[", text) if "##" in text else text


def guarded(line: str) -> str:
    r"""Break a CI command at the beginning of a printed line (``::error`` becomes ``\x3a:error``)."""
    return re.sub(_COMMAND_AT_START, r"\1\\x3a", line) if "::" in line else line


def safe_json(text: str) -> str:
    r"""Do for JSON text what ``safe`` does for plain text, by ``\u`` escapes: its meaning stays the same."""
    if not text.isprintable():
        text = re.sub(_HIDDEN_IN_JSON, _escape_json, text)
    return re.sub(_COMMAND, r"\1\\u005b", text) if "##" in text else text


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _escape_json(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[index : index + 4]}" for index in range(0, len(units), 4))
