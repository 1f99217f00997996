"""What the rules about personal data and secrets share: the texts they notice, and how a value is hidden."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ftdata.jsontext import loads
from ftdata.rules.answers import written_texts
from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, Path, SetValue, Severity

_SHOWN = 2
_MOST_KINDS = 4


class Hit(NamedTuple):
    """A value found in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        kind: What it is, in words that follow "a", with the article: "a card number".
        mask: What may stand in its place, e.g. ``[CARD]``.
    """

    start: int
    end: int
    kind: str
    mask: str


def noticed(row: Row, test: Callable[[bytes], bool]) -> list[tuple[Path, str]]:
    """The texts of a row for which a quick look at their bytes says yes."""
    return [(path, text) for path, text in written_texts(row) if test(text.encode("utf-8", "replace"))]


def finding(found: Mapping[Path, tuple[str, list[Hit]]], advice: str, severity: Severity | None = None) -> Finding:
    """Make one finding of everything found in a row: for each path the text and its hits. No value is shown."""
    seen: dict[str, str] = {}
    for text, hits in found.values():
        for hit in hits:
            seen.setdefault(hit.kind, hidden(text[hit.start : hit.end]))
    kinds = [f"{kind} ({value})" for kind, value in list(seen.items())[:_MOST_KINDS]]
    said = f"the row holds {', '.join(kinds[:-1])}{' and ' * (len(kinds) > 1)}{kinds[-1]}; {advice}"
    return Finding(said, next(iter(found)), _fix(found), severity)


def hidden(value: str) -> str:
    """A value of which no more than two characters are shown."""
    return f"{value[:_SHOWN]}***"


def _fix(found: Mapping[Path, tuple[str, list[Hit]]]) -> Fix | None:
    edits, masks = [], []
    for path, (text, hits) in found.items():
        clean = masked(text, hits)
        if not _is_json(text) or _is_json(clean):
            edits.append(SetValue(path, clean))
            masks += [hit.mask for hit in hits]
    return Fix(f"write {' and '.join(dict.fromkeys(masks))} instead", False, tuple(edits)) if edits else None


def masked(text: str, hits: Iterable[Hit]) -> str:
    """The text with the mask of each hit in place of what was found."""
    pieces, place = [], 0
    for hit in hits:
        pieces += [text[place : hit.start], hit.mask]
        place = hit.end
    return "".join([*pieces, text[place:]])


def _is_json(text: str) -> bool:
    """Whether a text is a JSON object or list, which a mask in place of a number would spoil."""
    if text[:1] not in "{[" and text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        loads(text.encode("utf-8", "replace"))
    except ValueError:
        return False
    return True
