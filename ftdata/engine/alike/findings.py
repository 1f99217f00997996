"""What rows have in common, as problems of a report: copies, contradictions, leakage, benchmark questions."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ftdata.engine.alike import near, ties
from ftdata.engine.alike.questions import Asked, gather_questions, hits
from ftdata.engine.alike.store import Store, gather
from ftdata.engine.alike.wish import NEAR, Wish
from ftdata.engine.judge import Judge
from ftdata.engine.parallel import engine, remote
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import shelf_folder
from ftdata.rules import rules
from ftdata.rules.link import ANSWERS, EXACT, NORMAL, PROMPT, QUESTION, Link
from ftdata.rules.link import NEAR as NEARLY
from ftdata.similar.candidates import Pairs
from ftdata.types import Finding, Location, Problem, Report

TRAIN, VALIDATION, TEST = "train", "validation", "test"
_ROLES = (TRAIN, VALIDATION, TEST)
_TESTING = re.compile(r"(?<![a-z])test(?![a-z])")
_COPY = "D001"
_SHORT = 60
"""Bytes of an answer that is a label or a number rather than a text of which there may be several."""


class Comparison(NamedTuple):
    """What rows are compared with.

    Attributes:
        duplicates: Look for near and normalised duplicates and for contradictions among the training rows.
        against: Files of rows that are held back; those called test are tests, the others for validation.
        benchmarks: Files of benchmark questions.
        threshold: The similarity from which on rows are near duplicates.
    """

    duplicates: bool = False
    against: tuple[object, ...] = ()
    benchmarks: tuple[object, ...] = ()
    threshold: float = NEAR

    def __bool__(self) -> bool:
        """Whether there is anything to compare."""
        return self.duplicates or bool(self.against or self.benchmarks)


class _Tie(NamedTuple):
    level: str
    like: int
    similarity: float = 1.0


def compare(
    sources: Sequence[object],
    settings: Settings,
    comparison: Comparison,
    report: Report,
    progress: Progress = no_progress,
) -> Report:
    """Add to a report what its rows have in common with each other and with rows that are held back.

    Args:
        sources: The sources of the report, which can be read again.
        settings: Those of the report.
        comparison: What to compare with.
        report: The report.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: A format cannot be told.
        UnreadableError: A source cannot be read to its end.
    """
    with ExitStack() as stack:
        stack.enter_context(engine(settings))
        folder = stack.enter_context(shelf_folder(Path.cwd() if remote(settings) else None))
        asked = gather_questions(comparison.benchmarks, settings, folder) if comparison.benchmarks else None
        wish = _wish(comparison, folder if asked else "")
        store = gather([*sources, *comparison.against], settings, wish, folder, progress)
        roles = _roles(store, len(sources))
        report.problems += _Comparer(store, roles, settings, comparison, asked).problems()
    report.problems.sort(key=lambda problem: problem.sort_key)
    return report


def _wish(comparison: Comparison, questions: str) -> Wish:
    compared = comparison.duplicates or bool(comparison.against)
    keys = ["identity", "normal"] if compared else []
    keys += ["prompt"] if comparison.against else []
    keys += ["asked", "answer"] if comparison.duplicates else []
    return Wish(tuple(keys), width=near.width(comparison.threshold) if compared else 0, questions=questions)


def _roles(store: Store, training: int) -> Any:
    """What each row is for, as a place in ``_ROLES``."""
    sizes = np.diff([0, *store.ends])
    kinds = [0 if number < training else _role(intake.summary.file) for number, intake in enumerate(store.intakes)]
    return np.repeat(np.array(kinds, np.int8), sizes)


def _role(name: str) -> int:
    return _ROLES.index(TEST if _TESTING.search(Path(name).name.lower()) else VALIDATION)


class _Comparer:
    """Everything found in a run, and the rules that judge it."""

    def __init__(
        self, store: Store, roles: Any, settings: Settings, comparison: Comparison, asked: Asked | None
    ) -> None:
        self._store, self._roles, self._settings = store, roles, settings
        self._comparison, self._asked = comparison, asked
        intake = store.intakes[0]
        self._judge = Judge(intake.summary, intake.destination, settings)
        self._rules = self._judge.rules("check_link")

    def problems(self) -> Iterator[Problem]:
        """Let the rules judge every link."""
        if self._comparison.duplicates or self._comparison.against:
            exact, normal = (ties.equal_rows(self._store, name, self._settings) for name in ("identity", "normal"))
            found = near.near_rows(self._store, normal.second, self._comparison.threshold, self._settings)
            yield from self._compared(exact, normal, found)
        if self._asked:
            yield from self._judged(self._known())

    def _compared(self, exact: Pairs, normal: Pairs, found: near.Near) -> Iterator[Problem]:
        classes = _classes(normal)
        yield from self._judged(self._leaks(exact, normal, found, classes))
        yield from self._judged(self._copies_held_back(normal))
        if self._comparison.duplicates:
            yield from self._copies_between_files(exact)
            yield from self._judged(self._copies(exact, normal, found))
            yield from self._judged(self._answers())

    def _judged(self, every: Iterator[tuple[int, int, Callable[..., Link]]]) -> Iterator[Problem]:
        listed = list(every)
        places = self._store.locations([row for row, _, _ in listed])
        likes = self._store.locations([like for _, like, _ in listed])
        for place, like, (_, _, make) in zip(places, likes, listed, strict=True):
            link = make(place=place, like=like)
            for rule in self._rules:
                for finding in rule.check(link):
                    yield self._judge.problem(rule, finding, place)

    def _leaks(self, exact: Pairs, normal: Pairs, found: near.Near, classes: dict[int, list[int]]) -> Any:
        """Yield of every training row the closest row of each file it should have nothing in common with."""
        best: dict[tuple[int, int], _Tie] = {}
        for level, pairs in ((EXACT, exact), (NORMAL, normal)):
            for row, like in self._across(pairs):
                best.setdefault((row, int(self._roles[like])), _Tie(level, like))
        order = np.argsort(-found.alike, kind="stable")
        for at in order.tolist() if self._comparison.against else ():
            one, two = int(found.pairs.first[at]), int(found.pairs.second[at])
            for row, like in self._sides(classes.get(one, [one]), classes.get(two, [two])):
                best.setdefault((row, int(self._roles[like])), _Tie(NEARLY, like, float(found.alike[at])))
        if self._comparison.against:
            for row, like in self._across(ties.equal_rows(self._store, "prompt", self._settings)):
                best.setdefault((row, int(self._roles[like])), _Tie(PROMPT, like))
        for (row, role), tie in best.items():
            yield row, tie.like, partial(Link, tie.level, role=_ROLES[role], similarity=tie.similarity)

    def _across(self, pairs: Pairs) -> Iterator[tuple[int, int]]:
        """Yield each training row of a group with the first row of each kind that is held back."""
        if self._comparison.against:
            for members in _classes(pairs).values():
                yield from self._sides(members, members)

    def _sides(self, one: list[int], two: list[int]) -> Iterator[tuple[int, int]]:
        """Yield training rows of one side with the first row of the other that is held back for each purpose."""
        for ours, theirs in ((one, two), (two, one)) if one is not two else ((one, two),):
            for role in (1, 2):
                like = next((row for row in theirs if self._roles[row] == role), None)
                if like is not None:
                    yield from ((row, like) for row in ours if self._roles[row] == 0)

    def _copies_held_back(self, normal: Pairs) -> Any:
        for members in _classes(normal).values():
            for role in (1, 2):
                held = [row for row in members if self._roles[row] == role]
                for row in held[1:]:
                    yield row, held[0], partial(Link, NORMAL, role=_ROLES[role], within=True)

    def _copies_between_files(self, exact: Pairs) -> Iterator[Problem]:
        """Tell copies of rows of another training file, which a rule that looks at one file cannot see."""
        rule = rules()[_COPY]
        if rule not in self._judge.rules(rule.kind):
            return
        ends = np.array(self._store.ends)
        apart = np.searchsorted(ends, exact.first, "right") != np.searchsorted(ends, exact.second, "right")
        kept = apart & (self._roles[exact.second] == 0)
        places = self._store.locations(exact.second[kept].tolist())
        for place, like in zip(places, self._store.locations(exact.first[kept].tolist()), strict=True):
            where = Link(EXACT, place, like).where
            yield self._judge.problem(rule, Finding(f"the same as {where}; drop it, ftdata prepare does so"), place)

    def _copies(self, exact: Pairs, normal: Pairs, found: near.Near) -> Any:
        known = set(exact.second.tolist())
        for first, second in zip(normal.first.tolist(), normal.second.tolist(), strict=True):
            if second not in known and self._roles[second] == 0:
                yield second, first, partial(Link, NORMAL)
        told: set[int] = set()
        for at in np.argsort(-found.alike, kind="stable").tolist():
            first, second = int(found.pairs.first[at]), int(found.pairs.second[at])
            if second not in told and not self._roles[first] and not self._roles[second]:
                told.add(second)
                yield second, first, partial(Link, NEARLY, similarity=float(found.alike[at]))

    def _answers(self) -> Any:
        """Yield rows that answer otherwise than the first row with the same prompt."""
        answers = ties.equal_rows(self._store, "answer", self._settings)
        same = dict(zip(answers.second.tolist(), answers.first.tolist(), strict=True))
        sizes = self._store.array("sizes")
        for members in _classes(ties.equal_rows(self._store, "asked", self._settings)).values():
            rows = [row for row in members if self._roles[row] == 0 and sizes[row]]
            told: dict[int, int] = {}
            for row in rows:
                told.setdefault(same.get(row, row), row)
            if len(told) > 1 and self._answering(rows[0]):
                short = all(sizes[row] <= _SHORT for row in told.values())
                first, *others = told.values()
                for row in others:
                    yield row, first, partial(Link, ANSWERS, count=len(told), short=short)

    def _answering(self, row: int) -> bool:
        """Whether the rows of a source have one answer each: pairs have two."""
        source = int(np.searchsorted(self._store.ends, row, "right"))
        return self._store.intakes[source].destination.method != "dpo"

    def _known(self) -> Any:
        """Yield rows that hold a question of a benchmark, each with the one it holds most of."""
        if self._asked is None:
            return
        for row, question, share in hits(self._store, self._asked):
            if self._roles[row] == 0:
                place, size = self._asked.places[question], self._asked.size(question, share)
                yield row, row, partial(_question, place, share, size)


def _question(asked: Location, share: float, size: int, *, place: Location, **_: Location) -> Link:
    """A link to a question, which is no row of the run."""
    return Link(QUESTION, place, asked, "benchmark", similarity=share, count=size)


def _classes(pairs: Pairs) -> dict[int, list[int]]:
    """All rows of each group by its first row; pairs name the first row first."""
    found: dict[int, list[int]] = defaultdict(list)
    for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        if not found[first]:
            found[first].append(first)
        found[first].append(second)
    return found
