"""Two rows that have something in common, as rules that compare rows see them."""

from typing import NamedTuple

from ftdata.types import Location

EXACT, NORMAL, NEAR, PROMPT, ANSWERS, QUESTION = "exact", "normal", "near", "prompt", "answers", "question"


class Link(NamedTuple):
    """What a row has in common with another one.

    Attributes:
        level: ``exact`` (the rows say the same), ``normal`` (but for case, spacing and Unicode forms), ``near``,
            ``prompt`` (they ask the same), ``answers`` (they ask the same and answer otherwise) or ``question`` (of a
            benchmark).
        place: Where the row is.
        like: Where the other one is.
        role: What the other file is for: ``train``, ``validation``, ``test`` or ``benchmark``.
        within: Whether both rows are held back for the same: a copy within a validation file.
        similarity: Share of the words in common; of a question, the share of its n-grams.
        count: Of answers: how many different ones there are; of a question: words of an n-gram.
        short: Of answers: whether all of them are short, so that they can hardly all be right.
    """

    level: str
    place: Location
    like: Location
    role: str = "train"
    within: bool = False
    similarity: float = 1.0
    count: int = 0  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    short: bool = False

    @property
    def where(self) -> str:
        """Say where the other row is."""
        number = f"line {self.like.line}" if self.like.line else f"example {self.like.example}"
        return number if self.like.file == self.place.file else f"{number} of {self.like.file}"
