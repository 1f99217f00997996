"""Saying what became of the rows: the same words after every command that writes."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ftdata.cli._style import coloured
from ftdata.cli._table import aligned
from ftdata.reporters import guarded, paint, safe
from ftdata.rules import rules
from ftdata.types import Loss, Problem, path_text

LISTED = 10
"""Entries of a list that are printed before it is cut."""


def rows(number: int) -> str:
    """Say how many rows."""
    return f"{number:,} row" + ("" if number == 1 else "s")


def balance(found: int, parts: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Say where all rows went: rows in = the parts' sum."""
    yield heading(f"{rows(found)} in = " + " + ".join(f"{number:,} {name}" for name, number in parts))


def heading(text: str, colour: str = "bold") -> str:
    """Write what stands over a list."""
    return paint(text, colour, on=coloured())


def rejected(codes: Counter[str]) -> Iterator[str]:
    """List why rows were rejected, most first."""
    if codes:
        yield heading("rejected:", "error")
        yield from aligned([(f"  {number:>6,}", code, _name(code)) for code, number in codes.most_common()])


def fixed(applied: Counter[tuple[str, str]], number: int) -> Iterator[str]:
    """Say how many rows were fixed, and by which fixes."""
    yield heading(f"{rows(number)} fixed{':' if applied else ''}", "good" if applied else "bold")
    yield from fixes(applied)


def fixes(applied: Counter[tuple[str, str]]) -> Iterator[str]:
    """List fixes, those of most rows first."""
    titled: Counter[tuple[str, str]] = Counter()
    for (code, title), number in applied.items():
        titled[code, safe(title)] += number
    top = titled.most_common(LISTED)
    yield from aligned([(f"  {number:>6,}", code, title) for (code, title), number in top])


def lost(losses: Counter[Loss]) -> Iterator[str]:
    """List what could not be carried."""
    if losses:
        yield heading("could not be carried:", "warning")
        top = losses.most_common(LISTED)
        yield from aligned([(f"  {number:>6,}", safe(loss.path), safe(loss.reason)) for loss, number in top])
        if len(losses) > LISTED:
            yield f"  … and {len(losses) - LISTED} more"


def summary(losses: Counter[Loss], refused: int) -> Iterator[str]:
    """Say in a few words what would be lost."""
    for loss, number in losses.most_common(3):
        yield f"{safe(loss.path)} could not be carried ({safe(loss.reason)}; {rows(number)})"
    if refused:
        yield f"{rows(refused)} rejected"


def places(problems: Iterable[Problem], limit: int = LISTED) -> Iterator[str]:
    """List the first problems, one line each."""
    every = list(problems)
    for problem in every[:limit]:
        place = safe(problem.location.file) or "all files"
        if problem.location.line:
            place += f":{problem.location.line}"
        path = f" {safe(path_text(problem.path), 100)}" if problem.path else ""
        yield guarded(f"  {place}{path}: {problem.code} {safe(problem.message, 200)}")
    if len(every) > limit:
        yield f"  … and {len(every) - limit} more"


def _name(code: str) -> str:
    return rules()[code].name if code in rules() else ""
