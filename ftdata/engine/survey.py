"""Telling the format of a file from all of its rows, and which rows are not like the others."""

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ftdata import formats
from ftdata.engine.intake import take_in
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.watch import watched
from ftdata.errors import AmbiguousFormatError
from ftdata.loaders import examine
from ftdata.types import Defect, FileSummary, Json, Location, Record

KINDS = 10
"""Kinds of odd rows that are told apart; what comes later counts as more of the last one."""
PLACES = 5
"""Places of each kind that are kept."""
UNREADABLE = "unreadable"
NO_FORMAT = "no format"


@dataclass(slots=True)
class Odd:
    """Rows that are not of their file's format, all for the same reason.

    Attributes:
        kind: Their format, ``no format`` or ``unreadable``.
        reason: What was seen of another format, which keys they have where they have none, or why they cannot be read.
        rows: How many.
        places: Where the first ones are.
    """

    kind: str
    reason: str
    rows: int = 0
    places: list[Location] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """What a file holds.

    Attributes:
        file: Its summary: container, format (None where it cannot be told), method, and why.
        votes: Rows by the name of their format; also under ``no format`` and ``unreadable``.
        odd: Rows that are not of the file's format, by what is odd about them.
        weaker: Other formats that fit the first row of the winner, and why: they lost.
        tied: Formats that fit the rows equally well; the user has to choose.
    """

    file: FileSummary
    votes: Counter[str] = field(default_factory=Counter)
    odd: list[Odd] = field(default_factory=list)
    weaker: dict[str, str] = field(default_factory=dict)
    tied: tuple[str, ...] = ()

    @property
    def format(self) -> str | None:
        """Name of the file's format, or None."""
        return self.file.format

    def lines(self) -> Iterator[str]:
        """Say it in lines of text."""
        name = self.format or (f"{' or '.join(self.tied)}: say which with --format" if self.tied else NO_FORMAT)
        title = f" ({formats.get(self.format).TITLE})" if self.format else ""
        yield f"{self.file.file}: {name}{title}"
        yield f"  container: {self.file.container}{f', {self.file.compression}' if self.file.compression else ''}"
        if self.format:
            yield f"  evidence: {self.file.reason}"
            yield f"  method: {self.file.method}"
        for other, why in self.weaker.items():
            yield f"  weaker: {other} ({why})"
        yield f"  rows: {', '.join(f'{count:,} {what}' for what, count in self.votes.most_common()) or 'none'}"
        for each in self.odd:
            yield f"  {_where(each, self.file.file)}: {each.kind}: {each.reason}"

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        """The same for notebooks, everything from the data escaped."""
        return f"<pre>{html.escape(str(self))}</pre>"


def survey(source: object, settings: Settings, progress: Progress = no_progress) -> Survey:
    """Look at every row of a source.

    Raises:
        UsageError: An option is unknown.
        UnreadableError: The file cannot be read to its end.
    """
    tied: tuple[str, ...] = ()
    try:
        intake = take_in(source, settings, exact=False)
    except AmbiguousFormatError as tie:
        intake = take_in(source, settings._replace(format=tie.formats[0]), exact=False)
        tied = tie.formats
        intake.summary.format = None
    found = Survey(intake.summary, tied=tied)
    for record in watched(intake, progress):
        if isinstance(record, Record) and record.example is not None:
            _add(found, record)
    return found


def _add(found: Survey, record: Record) -> None:
    examine(record)
    if not isinstance(record.row, dict) or any(defect.fatal for defect in record.defects):
        _note(found, UNREADABLE, record, _defects(record))
        return
    names, why = formats.classify(record.row)
    mine = found.format in names or bool(names and set(names) <= set(found.tied))
    if not mine:
        _note(found, " or ".join(names) or NO_FORMAT, record, why or _keys(record.row))
        return
    found.votes[found.format or " or ".join(names)] += 1
    if not found.weaker and found.format:
        others = formats.matches(record.row)
        found.weaker = {name: match.evidence for name, match in others.items() if name != found.format}


def _note(found: Survey, kind: str, record: Record, reason: str) -> None:
    found.votes[kind] += 1
    odd = next((each for each in found.odd if (each.kind, each.reason) == (kind, reason)), None)
    if odd is None and len(found.odd) < KINDS:
        odd = Odd(kind, reason)
        found.odd.append(odd)
    elif odd is None:
        odd = found.odd[-1]
        odd.kind, odd.reason = "other rows", "of further kinds"
    odd.rows += 1
    odd.places += [record.location] if len(odd.places) < PLACES else []


def _defects(record: Record) -> str:
    return "; ".join(_defect(defect) for defect in record.defects)


def _defect(defect: Defect) -> str:
    return f"a row is an object, not {defect.detail}" if defect.kind == "not-object" else defect.detail or defect.kind


def _keys(row: dict[str, Json]) -> str:
    names = ", ".join(key[:40] for key in list(row)[:8]) or "none"
    return f"has the keys {names}" + (", ..." if len(row) > 8 else "")


def _where(odd: Odd, file: str) -> str:
    unit = "line" if odd.places[0].line else "example"
    numbers = ", ".join(
        str(place.line or place.example) + (f" of {place.file}" if place.file != file else "") for place in odd.places
    )
    more = f" and {odd.rows - len(odd.places):,} more" if odd.rows > len(odd.places) else ""
    return f"{unit}{'s' if odd.rows > 1 else ''} {numbers}{more}"
