"""What changed between two versions of a dataset: rows, problems, and what the data is like."""

import statistics
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ftdata import formats
from ftdata.engine.intake import take_in
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.validate import validate
from ftdata.engine.watch import watched
from ftdata.errors import FormatError
from ftdata.jsontext import dumps, dumps_sorted
from ftdata.loaders import examine
from ftdata.types import Example, Json, Location, Message, Problem, Record, Report

_LABEL = 40
"""Characters of the longest answer that counts as a label."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is not the same any more.

    Attributes:
        old: Where it was; None for a new row.
        new: Where it is; None for a removed row.
    """

    old: Location | None
    new: Location | None


@dataclass(slots=True)
class Version:
    """One version of the data.

    Attributes:
        report: What was found in it.
        places: Rows by a hash of all they hold, each with where it stands.
        prompts: The same by a hash of their ``id``, or else of what comes before the answer.
        labels: Short answers, and how often each is given.
        sizes: Characters of each example.
    """

    report: Report
    places: dict[bytes, deque[Location]] = field(default_factory=dict)
    prompts: dict[bytes, bytes] = field(default_factory=dict)
    labels: Counter[str] = field(default_factory=Counter)
    sizes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Versions:
    """What changed.

    Attributes:
        old: The earlier version.
        new: The later one.
        same: Rows that both have.
        changed: Rows with the same ``id`` or prompt that say something else.
        removed: Rows that only the earlier one has.
        added: Rows that only the later one has.
        mended: Problems by code that only the earlier one has.
        broken: Problems by code that only the later one has.
    """

    old: Version
    new: Version
    same: int = 0
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    added: list[Change] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)

    @property
    def equal(self) -> bool:
        """Whether both hold the same rows."""
        return not (self.changed or self.removed or self.added)

    def labels(self) -> list[tuple[str, float, float]]:
        """Labels with their share in each version, those that moved most first; empty where answers are no labels."""
        shares = [_shares(version) for version in (self.old, self.new)]
        if not any(shares):
            return []
        known = dict.fromkeys([*shares[0], *shares[1]])
        moved = [(label, shares[0].get(label, 0.0), shares[1].get(label, 0.0)) for label in known]
        return sorted(moved, key=lambda each: (-abs(each[1] - each[2]), each[0]))

    def sizes(self) -> list[tuple[str, int, int]]:
        """Name of a figure and its value in each version, in characters an example."""
        old, new = (version.sizes or [0] for version in (self.old, self.new))
        medians = round(statistics.median(old)), round(statistics.median(new))
        return [("median", *medians), ("longest", max(old), max(new))]


def compare(
    old: Sequence[object], new: Sequence[object], settings: Settings, progress: Progress = no_progress
) -> Versions:
    """Compare two versions of a dataset; the order of rows, of keys and white space do not count.

    Args:
        old: The files of the earlier version.
        new: Those of the later one.
        settings: Target, method, rules.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: An option is unknown or a format cannot be told.
        UnreadableError: A file cannot be read to its end.
    """
    found = Versions(_read(old, settings, progress), _read(new, settings, progress))
    _match(found)
    before, after = (_kinds(version.report) for version in (found.old, found.new))
    found.mended, found.broken = before - after, after - before
    return found


def _read(sources: Sequence[object], settings: Settings, progress: Progress) -> Version:
    version = Version(validate(sources, settings, progress))
    for source in sources:
        intake = take_in(source, settings, exact=False)
        for record in watched(intake, no_progress):
            if isinstance(record, Record) and record.example is not None:
                _add(version, record, intake.summary.format)
    return version


def _add(version: Version, record: Record, name: str | None) -> None:
    examine(record)
    row = record.row if isinstance(record.row, dict) else None
    whole = _hash(record.raw or b"" if row is None else dumps_sorted(row))
    version.places.setdefault(whole, deque()).append(record.location)
    example = _example(row, name) if row is not None and name else None
    if row is not None:
        version.prompts.setdefault(_kin(row, example, whole), whole)
    if example is None:
        return
    version.sizes.append(sum(len(_said(turn)) for turn in example.turns))
    answer = _said(example.turns[-1]) if example.candidates and example.turns else ""
    if 0 < len(answer) <= _LABEL:
        version.labels[answer] += 1


def _example(row: dict[str, Json], name: str) -> Example | None:
    try:
        return formats.get(name).parse(row)
    except FormatError:
        return None


def _kin(row: dict[str, Json], example: Example | None, whole: bytes) -> bytes:
    """What a row keeps when its answer is rewritten: its ``id``, or else what comes before the answer."""
    if isinstance(row.get("id"), str | int):
        return _hash(b"id" + dumps(row["id"]))
    if example is None or not example.context:
        return whole
    prompt = "\0".join(f"{turn.role}\0{_said(turn)}" for turn in example.context)
    return _hash(b"prompt" + prompt.encode("utf-8", "replace"))


def _match(found: Versions) -> None:
    """Pair equal rows, then rows of one kin; what is left was removed or added."""
    gone: dict[bytes, list[Location]] = {}
    for whole, places in found.old.places.items():
        others = found.new.places.get(whole, deque())
        both = min(len(places), len(others))
        found.same += both
        gone[whole] = list(places)[both:]
    come = {whole: list(places)[len(found.old.places.get(whole, ())) :] for whole, places in found.new.places.items()}
    for kin, whole in found.old.prompts.items():
        other = found.new.prompts.get(kin)
        if other is not None and other != whole and gone[whole] and come[other]:
            found.changed.append(Change(gone[whole].pop(0), come[other].pop(0)))
    found.removed = [Change(place, None) for places in gone.values() for place in places]
    found.added = [Change(None, place) for places in come.values() for place in places]


def _kinds(report: Report) -> Counter[str]:
    """Problems by code, information left out."""
    return Counter(problem.code for problem in _told(report) for _ in range(problem.count))


def _told(report: Report) -> Iterator[Problem]:
    return (problem for problem in report.problems if problem.severity != "info")


def _shares(version: Version) -> dict[str, float]:
    """The share of each label; nothing where most answers are no labels."""
    total = len(version.sizes)
    if sum(version.labels.values()) * 2 <= total or len(version.labels) * 4 > total:
        return {}
    return {label: number / total for label, number in version.labels.items()}


def _said(turn: Message) -> str:
    return turn.content if isinstance(turn.content, str) else dumps(turn.content).decode() if turn.content else ""


def _hash(text: bytes) -> bytes:
    from xxhash import xxh3_128_digest

    return xxh3_128_digest(text)
