"""How long a row is in tokens, and how long it may be: what the rules about token limits share.

A text of n bytes has at most n tokens, and what JSON puts around texts takes more bytes than the overheads have tokens,
so that a row of no more bytes than the limit fits, and its tokens are not counted. Only images can be more than they
look like.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ftdata.jsontext import dumps
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.targets import Destination, Target

if TYPE_CHECKING:
    from ftdata.tokenizers import Count, Meter

MOST = Option("L005.most", 0, "Tokens of the longest example; 0 leaves it to the model, whose limit may not be known")
CUT = Option("L005.cut", "", "Where a longer one is cut: end or start; empty leaves it to the target")
TOKENIZER = Option(
    "L005.tokenizer", "", "What counts instead of the model's vocabulary: a folder, a tokenizer.json, o200k_base"
)


def limit(destination: Destination) -> int | None:
    """Tokens of the longest example; None where that is not known."""
    return MOST.of(destination) or _known(destination.target, destination.method, destination.model_name)


@lru_cache(maxsize=64)
def _known(target: Target, method: str, model_name: str | None) -> int | None:
    from datetime import date

    goal = Destination(target, method, model_name, date.min)
    model, most = goal.model, goal.fact("max_tokens")
    if model is not None:
        return model.max_tokens
    return most if isinstance(most, int) else None


def cut(destination: Destination) -> str | None:
    """Where an example above the limit is cut; None where nobody says whether it is cut or refused."""
    where: str | None = CUT.of(destination) or destination.fact("cut")
    return where or ("end" if MOST.of(destination) else None)


def shortest(destination: Destination, share: float = 1.0) -> int | None:
    """Bytes of the shortest row that may have more tokens than a share of the limit; None where there is none."""
    most = limit(destination)
    if most is None:
        return None
    return 0 if TOKENIZER.of(destination) else int(most * share) + 1


def meter(destination: Destination) -> "Meter | None":
    """What counts rows for a destination; None where nothing does so here, which L011 says."""
    from ftdata import tokenizers
    from ftdata.errors import UsageError, VocabularyError

    model, given = destination.model, TOKENIZER.of(destination) or None
    name = model.name if model else destination.model_name
    try:
        return tokenizers.meter(name, given, model.encoding if model else "")
    except VocabularyError:
        return None
    except UsageError:
        if given:
            raise
        return None


def measured(row: Row, share: float = 1.0) -> "Count | None":
    """The tokens of a row that may have more than a share of the limit; None for any other."""
    most = limit(row.destination)
    if most is None or (not TOKENIZER.of(row.destination) and _fits(row, int(most * share))):
        return None
    if "tokens" not in row.memo:
        counting = meter(row.destination)
        row.memo["tokens"] = counting and counting.measure(row.value, method=row.destination.method)
    found: Count | None = row.memo["tokens"]
    return found


def _fits(row: Row, most: int) -> bool:
    """Whether the bytes of a row prove that it has no more tokens than this."""
    raw = row.record.raw
    size = len(raw) if raw is not None and not row.origins else len(dumps(row.value))
    return size <= most and not _has_images(row)


def _has_images(row: Row) -> bool:
    return any(isinstance(content, list) and any(map(_is_image, content)) for content in map(_content, row.turns))


def _content(turn: Any) -> Any:
    return turn.message.get("content")


def _is_image(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "image_url"
