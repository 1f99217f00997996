"""The verbs that compare rows with each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ftdata.api.rows import Rows, Split
from ftdata.engine.settings import Settings
from ftdata.errors import UsageError
from ftdata.jsontext import parse
from ftdata.types import Json, Location, Report


@dataclass(frozen=True, slots=True)
class Repetition:
    """A row that repeats another one.

    Attributes:
        row: The row.
        code: ``D001`` (the same), ``D002`` (but for case, spacing, Unicode forms) or ``D003`` (nearly).
        place: Where it is.
        like: Where the row is that stays.
        similarity: Share of the words in common, from 0 to 1.
    """

    row: dict[str, Json]
    code: str
    place: Location
    like: Location
    similarity: float


@dataclass(slots=True)
class Deduplicated:
    """What is left of rows, and what was left out.

    Attributes:
        rows: The rows that stay, in their order.
        repeated: The others, each with the row that it is like.
        borderline: Pairs of rows whose similarity is nearest to the threshold: (row, row, similarity).
        threshold: From which similarity on rows were near duplicates.
    """

    rows: Rows
    repeated: list[Repetition] = field(default_factory=list)
    borderline: list[tuple[dict[str, Json], dict[str, Json], float]] = field(default_factory=list)
    threshold: float = 0.8
    _again: Any = None

    def rethreshold(self, threshold: float) -> "Deduplicated":
        """The same rows with another threshold.

        Raises:
            UsageError: It is no similarity from 0.5 to 1.
        """
        found: Deduplicated = self._again(threshold)
        return found


def dedupe(
    source: object,
    *,
    normal: bool = False,
    near: bool = False,
    threshold: float = 0.8,
    by: str = "example",
    keep: str = "first",
    borderline: int = 10,
    columns: Mapping[str, str] | None = None,
    workers: int = 1,
) -> Deduplicated:
    """Leave out rows that repeat others; nothing is written.

    Args:
        source: A path, an iterable of dicts, a ``datasets.Dataset``, a pandas DataFrame, or rows of another verb.
        normal: Leave out rows, too, that differ in case, spacing and Unicode's compatibility forms only.
        near: Leave out near duplicates, too.
        threshold: Share of the words in common from which on rows are near duplicates, 0.5 to 1.
        by: What is compared: ``example``, ``prompt`` or ``answer``.
        keep: Which row of a group stays: ``first``, ``last`` or ``best`` (the longest answer).
        borderline: How many pairs beside the threshold are returned.
        columns: What a table calls its columns.
        workers: Processes for large files; 0 for as many as there are cores.

    Raises:
        UsageError: An option is unknown or a format cannot be told.
        UnreadableError: The file cannot be read to its end.
    """
    from ftdata.engine.alike.dedupe import Order
    from ftdata.engine.alike.dedupe import dedupe as find

    held = _held(source)
    order = Order(normal=normal, near=near, threshold=threshold, by=by, keep=keep, borderline=borderline if near else 0)
    found = find([held], Settings(columns=columns or {}, workers=workers), order)
    every = _every(held)
    gone = {copy.place.example for copy in found.copies}
    result = Deduplicated(Rows([row for number, row in every.items() if number not in gone]), threshold=threshold)
    result.rows.format = found.formats[0]
    result.rows.problems = found.problems
    result.repeated = [
        Repetition(every[copy.place.example or 0], copy.code, copy.place, copy.like, copy.similarity)
        for copy in found.copies
    ]
    result.borderline = [
        (parse(pair.texts[0])[0], parse(pair.texts[1])[0], pair.similarity) for pair in found.borderline
    ]
    result._again = lambda other: dedupe(  # noqa: SLF001
        held,
        normal=normal,
        near=near,
        threshold=other,
        by=by,
        keep=keep,
        borderline=borderline,
        columns=columns,
        workers=workers,
    )
    return result


def divide(
    rows: Rows,
    parts: Mapping[str, float],
    *,
    seed: int,
    near: bool,
    threshold: float,
    group_by: Sequence[str],
    stratify: str,
    stable: bool,
) -> Split:
    """Divide rows so that what belongs together stays together; see ``ftdata.split``.

    Raises:
        UsageError: The plan cannot be carried out.
    """
    from ftdata.engine.alike.parting import ASIDE, Plan, part
    from ftdata.engine.alike.store import gather
    from ftdata.engine.shelf import shelf_folder

    plan = Plan(parts, seed, near, threshold, tuple(group_by), stratify, stable)
    plan.check()
    chosen = Settings(format=rows.format)
    with shelf_folder(None) as folder:
        store = gather([rows.rows], chosen, plan.wish(rows=False), folder)
        parted = part(store, plan, chosen)
    found = Split({name: Rows([], rows.format) for name in parts})
    names = [*parts]
    for row, number in zip(rows.rows, parted.part.tolist(), strict=True):
        if number == ASIDE:
            found.aside.append(row)
        else:
            found.parts[names[number]].rows.append(row)
    return found


def compared(
    sources: Sequence[object],
    against: Sequence[object],
    benchmarks: Sequence[object],
    settings: Settings,
    report: Report,
    *,
    duplicates: bool,
    threshold: float,
) -> None:
    """Add to a report what rows have in common; see ``ftdata.validate``.

    Raises:
        UsageError: A source can be read once only.
    """
    from ftdata.engine.alike.findings import Comparison, compare

    held, questions = (tuple(_held(source) for source in given) for given in (against, benchmarks))
    wanted = Comparison(duplicates, held, questions, threshold)
    compare([_held(source) for source in sources], settings, wanted, report)


def _held(source: object) -> Any:
    """A source that can be read more than once."""
    if isinstance(source, Rows):
        return source.rows
    if hasattr(source, "__next__"):
        raise UsageError("an iterator can be read once only; give a list of rows")
    return source


def _every(source: Any) -> dict[int, dict[str, Json]]:
    """All readable rows of a source by their numbers."""
    from ftdata.engine.intake import take_in

    return {
        record.example or 0: record.row
        for record in take_in(source, Settings(), exact=False).records
        if record.row is not None and record.example is not None
    }
