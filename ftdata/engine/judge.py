"""Judging one record: every rule that applies, every problem it finds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ftdata import formats
from ftdata.engine.able import Able
from ftdata.engine.adapt import Adapted, Adapter
from ftdata.engine.settings import Settings
from ftdata.jsontext import dumps
from ftdata.loaders import MAX_LINE, examine
from ftdata.rules import Row, Rule, select
from ftdata.rules.sample import sample_share
from ftdata.targets import Destination
from ftdata.types import Defect, FileSummary, Finding, Json, Location, Path, Problem, Record, Severity

if TYPE_CHECKING:
    from ftdata.rules.skim import Skimmer

_QUOTE = re.compile(r""" \((?:provider(?:, once)?:|malformed calls have ended).*?["']\)""")
"""What a finding quotes of OpenAI's messages, which other services do not say."""


class Judged(NamedTuple):
    """The verdict on one record.

    Attributes:
        problems: Everything found, every code in full.
        row: The row in the format that rules know, or None when there is none to use.
        outgoing: The row as its destination is given it, where that is another format; None where it is not, or where
            the row has an error already.
    """

    problems: tuple[Problem, ...]
    row: Row | None = None
    outgoing: Adapted | None = None


class Judge:
    """The rules that apply to one file, ready to run.

    Attributes:
        destination: What the rows are judged for.
        adapter: How rows get into the format in which they are judged; None when they cannot be judged as rows at all.
        outlet: How they get from there into the format that the destination is given; None where they have it.
        remote: Whether parts of the file may come in any order, and more than once.
        skimming: What knows good rows at a glance, once ``skimmer`` was asked for it.
    """

    def __init__(
        self, summary: FileSummary, destination: Destination, settings: Settings, goal: str | None = None
    ) -> None:
        self.destination = destination
        self.skimming: Skimmer | None = None
        self.remote = settings.engine != "local"
        self._size = summary.size
        self._grades = settings.severity
        self._quotes = bool(destination.fact("quoted"))
        self._chosen = select(settings.select, settings.ignore, _own_rules(settings))
        self._by_kind: dict[str, tuple[Rule, ...]] = {}
        self._able: Able | None = None
        self.adapter = _adapter(summary, goal or destination.format, settings)
        if goal is None and summary.format and destination.method not in formats.get(summary.format).METHODS:
            self.adapter = None
        self.outlet = _outlet(summary, destination) if goal is None else None

    def judge(self, record: Record) -> Judged:
        """Judge one record; a broken one is not shown to the rules about rows."""
        return self.judged(record, self.adapt(record))

    def judged(self, record: Record, adapted: Adapted | None) -> Judged:
        """Judge one record that was brought into the destination's format, as far as it could be."""
        problems = self.written(record)
        if adapted is None or adapted.row is None:
            return Judged(problems)
        row = Row(adapted.row, record, self.destination, adapted.origins)
        if self._able is None:
            self._able = Able(self.rules("check_row"), self.destination)
        found = tuple(self._check_row(row, self._able.rules(row)))
        self._able.learn(problem.code for problem in found)
        problems = (*problems, *found)
        if self.outlet is None or any(problem.severity == "error" for problem in problems):
            return Judged(problems, row)
        outgoing, refused = self.leave(self.outlet, record, row.value)
        return Judged(problems + refused, row, outgoing)

    def leave(self, outlet: Adapter, record: Record, row: Mapping[str, Json]) -> tuple[Adapted, tuple[Problem, ...]]:
        """Bring a judged row into the format that its destination is given, and say why where that is not possible."""
        outgoing = outlet.adapt(record._replace(row=row, part=None))
        refused = record._replace(defects=(outgoing.defect,)) if outgoing.defect else None
        return outgoing, tuple(self._check_record(refused)) if refused else ()

    def skimmer(self) -> "Skimmer | None":
        """Make what knows good rows at a glance; None where every row has to be looked at."""
        if self.adapter is None or self.outlet is not None:
            return None
        from ftdata.rules.skim import Skimmer

        chosen = (*self.rules("check_row"), *self.rules("Fold"))
        if self.skimming is None and Skimmer.serves(chosen, self.destination):
            sampled = any(rule.sees == "sample" for rule in chosen)
            share = sample_share(self._size) if sampled else -1
            self.skimming = Skimmer(
                chosen, self.destination, MAX_LINE - 1, share, self.adapter.rewrite, self.adapter.doubts
            )
        return self.skimming

    def problem(
        self, rule: Rule, finding: Finding, location: Location, path: Path | None = None, row: str = ""
    ) -> Problem:
        """Complete a finding: code, name, grade and place."""
        return Problem(
            rule.code,
            rule.name,
            self.grade(rule, finding.severity),
            finding.message if self._quotes else _QUOTE.sub("", finding.message),
            finding.location or location,
            finding.path if path is None else path,
            finding.fix,
            row=row,
        )

    def grade(self, rule: Rule, found: Severity | None = None) -> Severity:
        """Grade a finding: as the user says, else the rule's finding, else the target, else the rule."""
        if rule.code in self._grades:
            return self._grades[rule.code]
        return found or self.given(rule) or rule.severity

    def given(self, rule: Rule) -> Severity | None:
        """The grade that the user or the target gives a rule; None when they leave it to the rule."""
        own = self.destination.target.severities.get(rule.code)
        severity: Severity | None = self._grades.get(rule.code, own and own.value)
        return severity

    def rules(self, kind: str) -> tuple[Rule, ...]:
        """The rules of one kind that run; they are imported when this is first asked."""
        if kind not in self._by_kind:
            self._by_kind[kind] = self._applying(rule for rule in self._chosen if rule.kind == kind)
        return self._by_kind[kind]

    def _applying(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        asked = (rule for rule in rules if not rule.methods or self.destination.method in rule.methods)
        return tuple(rule for rule in asked if rule.is_asked(self.destination))

    def written(self, record: Record) -> tuple[Problem, ...]:
        """Judge how a record is written, from its defects."""
        return tuple(self._check_record(record)) if record.defects else ()

    def adapt(self, record: Record, *, strict: bool = False, written: bool = False) -> Adapted | None:
        """Bring a record into the destination's format; it gets a defect where that is not possible.

        Args:
            record: The record; it is read exactly first.
            strict: Also refuse rows that have the format already but not its shape, which rules would judge.
            written: Whether the row will be written, so that one without turns, which is sound where any format is
                welcome, has to be refused.
        """
        examine(record)
        if record.row is None or self.adapter is None:
            return None
        if self.adapter.idle and not strict:
            other = _other_format(record, self.adapter.source)
            if other:
                record.defects += (Defect("other-format", other),)
                return None
            return Adapted(record.row)
        adapted = self.adapter.adapt(record)
        turnless = adapted.defect is not None and adapted.defect.kind == "no-turns"
        if turnless and not (strict or written) and self.destination.fact("any_format"):
            return None
        if adapted.defect:
            other = _other_format(record, self.adapter.source) if not self.adapter.columns else ""
            record.defects += (Defect("other-format", other) if other else adapted.defect,)
        return adapted

    def _check_record(self, record: Record) -> Iterator[Problem]:
        for rule in self.rules("check_record"):
            for finding in rule.check(record, self.destination):
                yield self.problem(rule, finding, record.location, row=_row_hash(record))

    def _check_row(self, row: Row, rules: Iterable[Rule]) -> Iterator[Problem]:
        for rule in rules:
            for finding in rule.check(row):
                path = source_path(finding.path, row.origins)
                found = finding._replace(fix=None) if row.origins else finding
                yield self.problem(rule, found, row.record.location, path, _row_hash(row.record))


def _own_rules(settings: Settings) -> tuple[Rule, ...]:
    """The rules of the user's own, added to the catalogue of this process."""
    if not settings.plugins:
        return ()
    from ftdata.rules.plugins import load

    return load(settings.plugins)


def _adapter(summary: FileSummary, goal: str | None, settings: Settings) -> Adapter | None:
    """How the file's rows get into a format; None when one of the two is not known."""
    if summary.format is None or goal is None:
        return None
    return Adapter(summary.format, goal, settings.columns, settings.system)


def _outlet(summary: FileSummary, destination: Destination) -> Adapter | None:
    """How judged rows get into the format that the destination is given; None where the file's rows have it."""
    judged, written = destination.format, destination.written
    if judged is None or written is None or written in (judged, summary.format):
        return None
    return Adapter(judged, written, {})


def _other_format(record: Record, expected: str) -> str:
    """Name the one format a row clearly has, when it is not the one of its file: more than a single key says so."""
    names, _ = formats.classify(record.row)
    if len(names) != 1 or names[0] == expected or formats.fits(record.row, expected):
        return ""
    match = formats.get(names[0]).detect(record.row)
    return names[0] if match and match.strength > 1 else ""


def _row_hash(record: Record) -> str:
    """A hash of a row's bytes, or of its value where it never was bytes; nothing for a place without a row."""
    from xxhash import xxh3_64_hexdigest

    if record.example is None:
        return ""
    return xxh3_64_hexdigest(dumps(record.row) if record.raw is None else record.raw)


def source_path(path: Path, origins: Mapping[Path, Path]) -> Path:
    """Say where a place of a converted row was in the file: the message it is in, or the list or column."""
    for length in range(len(path), 0, -1):
        if path[:length] in origins:
            return origins[path[:length]]
    return path
