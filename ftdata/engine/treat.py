"""What becomes of one row that is prepared: converted, fixed, judged, and written as its destination wants it."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ftdata.engine.adapt import Adapted, Adapter, padding
from ftdata.engine.convert import error_codes, reasons, source_text
from ftdata.engine.fix import Fixed, Fixer, text_of
from ftdata.engine.folds import Folds
from ftdata.engine.glimpse import Glimpse
from ftdata.engine.judge import Judge, Judged, source_path
from ftdata.engine.outcome import Each, Outcome
from ftdata.engine.pieces import DUPLICATE
from ftdata.engine.settings import Settings
from ftdata.jsontext import dumps, parse
from ftdata.rules import Rule
from ftdata.targets import Destination
from ftdata.types import FileSummary, Loss, Record

NOT_IN_FORMAT = "S015"


@dataclass(frozen=True, slots=True)
class Preparing:
    """The work: bring a row into the format in which it is judged, fix it, judge it, write it as it is wanted."""

    unsafe: bool = False

    def goal_of(self, destination: Destination) -> str | None:
        """Name the format that rows are brought into."""
        return destination.format

    def begin(self, summary: FileSummary, destination: Destination, settings: Settings) -> Each:
        """Get ready for the records of one file."""
        every = settings._replace(select=())  # what is wrong with a row does not depend on which fixes are wanted
        incoming = Judge(summary, destination, every)
        native, back = summary._replace(format=destination.format), _way_back(incoming, destination)
        goal = destination.format if back else None
        fixer = Fixer(
            Judge(native, destination, every._replace(columns={}, system=None), goal), self.unsafe, settings.select
        )

        glimpse = Glimpse(incoming)  # accepts no row that has to leave in another format
        compared = any(rule.sees != "parts" for rule in _heard(incoming))  # of parts no skimmed row has any

        def each(record: Record) -> Outcome:
            if record.raw is not None and glimpse.accepts(record):
                taken = glimpse.take()
                (identity,) = taken.identities
                left = taken if compared else None
                return Outcome(record.location, record.raw, True, text_of(record), identity=identity, taken=left)
            outcome = _prepare(record, incoming, fixer, back)
            if not outcome.applied:
                glimpse.learn(record, outcome.problems)
            return outcome

        return each

    def folds(self, summary: FileSummary, destination: Destination, settings: Settings) -> Folds:
        """The rules that compare rows and are heard here."""
        judge = Judge(summary, destination, settings._replace(select=()))
        return Folds(_heard(judge), destination, summary.size)


def _heard(judge: Judge) -> tuple[Rule, ...]:
    """The rules that compare rows, as far as what they find is an error or the user told them something.

    Copies are found by their keys.
    """
    told = {name.partition(".")[0] for name in judge.destination.options}
    every = (rule for rule in judge.rules("Fold") if rule.code != DUPLICATE)
    return tuple(rule for rule in every if rule.code in told or (judge.given(rule) or _own(rule.file)) == "error")


@cache
def _own(file: str) -> str:
    """What a rule's own grade is: read from its text, so that it need not be imported."""
    found = re.search(rb'^SEVERITY = "(\w+)"$', Path(file).read_bytes(), re.MULTILINE)
    return found[1].decode() if found else ""


def _way_back(incoming: Judge, destination: Destination) -> Adapter | None:
    """How judged rows get into the format of their file, where that is the one that the destination is given."""
    there = incoming.adapter
    judged, written = destination.format, destination.written
    if there is None or judged is None or written in (None, judged) or written != there.source:
        return None
    return None if there.columns or there.system is not None else Adapter(judged, written, {})


def _prepare(record: Record, incoming: Judge, fixer: Fixer, back: Adapter | None) -> Outcome:
    source = source_text(record)
    legible, applied = _legible(record, incoming, fixer)
    adapted = incoming.adapt(legible, written=True)
    if adapted is None or adapted.row is None:
        problems = incoming.written(legible)
        return Outcome(
            record.location, source, record.readable, None, reasons(problems), problems=problems, cut=record.cut
        )
    idle = incoming.adapter is not None and incoming.adapter.idle
    native = legible._replace(raw=text_of(legible) if idle else dumps(adapted.row), row=adapted.row, end=b"")
    if not idle:
        native.row, native.defects = parse(native.raw or b"")
    fixed = fixer.fix(native)
    every = (*applied, *fixed.applied)
    if back and fixed.record and not fixed.applied and _is_sound(incoming.judged(legible, adapted), fixed.judged):
        return _verdict(record, source, legible, _traced(fixed.judged, adapted), every, padding(record))
    judged = _returned(fixed, fixer.judge, back) if back else fixed.judged
    losses = padding(record) + adapted.losses + (judged.outgoing.losses if judged.outgoing else ())
    return _verdict(record, source, fixed.record, _traced(judged, adapted), every, losses)


def _is_sound(standing: Judged, judged: Judged) -> bool:
    """Whether a row may stay as it stands: it has no errors but those that it has as the rules know it, too."""
    return set(error_codes(standing.problems)) <= set(error_codes(judged.problems))


def _traced(judged: Judged, adapted: Adapted) -> Judged:
    """The verdict with places as they are in the source."""
    found = (each._replace(path=source_path(each.path, adapted.origins)) for each in judged.problems)
    return judged._replace(problems=tuple(found))


def _returned(fixed: Fixed, judge: Judge, back: Adapter) -> Judged:
    """The verdict on a row that a fix changed, with the row as its file has such rows."""
    judged = fixed.judged
    if fixed.record is None or judged.row is None or error_codes(judged.problems):
        return judged
    outgoing, refused = judge.leave(back, fixed.record, judged.row.value)
    return judged._replace(outgoing=outgoing, problems=judged.problems + refused)


def _legible(record: Record, incoming: Judge, fixer: Fixer) -> tuple[Record, tuple[tuple[str, str], ...]]:
    """The record, its text mended where it could not be read and a fix for that is allowed."""
    if record.readable or record.raw is None:
        return record, ()
    fixed = replace(fixer, judge=incoming).fix(record)
    return (fixed.record, fixed.applied) if fixed.record and fixed.record.readable else (record, ())


def _verdict(
    record: Record,
    source: bytes,
    after: Record | None,
    judged: Judged,
    applied: tuple[tuple[str, str], ...],
    losses: tuple[Loss, ...],
) -> Outcome:
    problems = judged.problems
    place, readable = record.location, record.readable
    codes = error_codes(problems) if after else tuple(code for code, _ in applied[-1:])
    if after is None or codes or judged.row is None:
        return Outcome(place, source, readable, None, codes or ("unreadable",), b"", problems, applied, losses)
    row, outgoing = judged.row, judged.outgoing
    if outgoing and outgoing.row is None:  # also where nobody wants to hear of it
        return Outcome(place, source, readable, None, (NOT_IN_FORMAT,), b"", problems, applied, losses)
    kept = text_of(after) if outgoing is None else dumps(outgoing.row)
    return Outcome(place, source, readable, kept, (), row.identity, problems, applied, losses, row=row)
