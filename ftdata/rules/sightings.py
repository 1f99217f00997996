"""Rows in which something was seen: how many, and where the first few of them stand."""

from ftdata.types import Location

_KEPT = 3


class Sightings:
    """Counts rows and remembers the places of the first few.

    Attributes:
        rows: How many rows.
        places: Of the first few.
    """

    __slots__ = ("places", "rows")

    def __init__(self) -> None:
        self.rows = 0
        self.places: list[Location] = []

    def add(self, place: Location) -> None:
        """Count a row; of its place the line and the number are kept, which are known of every row."""
        self.rows += 1
        if len(self.places) < _KEPT:
            self.places.append(place._replace(offset=None))

    def merge(self, later: "Sightings", lines: int, rows: int) -> None:
        """Count the rows of a part further down, its places moved."""
        self.rows += later.rows
        room = _KEPT - len(self.places)
        self.places += [place.shifted(lines, rows) for place in later.places[:room]]

    @property
    def first(self) -> Location | None:
        """The place of the first row."""
        return self.places[0] if self.places else None

    def have(self, looked_at: int, *, verb: str = "have") -> str:
        """Say it as the beginning of a sentence, the verb in its right form: "1 of 90 rows looked at (line 3) has"."""
        one = {"have": "has"}.get(verb, f"{verb}s")
        return f"{self.among(looked_at)} {one if self.rows == 1 else verb}"

    def among(self, looked_at: int) -> str:
        """Say how many rows of how many, and where: "4 of 90 rows looked at (lines 3, 8, 20 …)"."""
        word = "line" if all(place.line for place in self.places) else "example"
        several = len({place.file for place in self.places}) > 1
        numbers = ", ".join(_number(place, several=several) for place in self.places)
        more = " …" if self.rows > len(self.places) else ""
        plural = "s" * (len(self.places) > 1)
        return f"{self.rows} of {looked_at} row{'s' * (looked_at != 1)} looked at ({word}{plural} {numbers}{more})"


def _number(place: Location, *, several: bool) -> str:
    number = str(place.line or place.example)
    return f"{number} of {place.file}" if several else number
