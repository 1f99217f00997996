"""How a report looks on this terminal, and what is noted beside it."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date

from ftdata import targets
from ftdata.cli._print import terminal_width
from ftdata.config import Config
from ftdata.reporters import Style, no_excerpt
from ftdata.rules import rules
from ftdata.types import Problem, Report, page_url


def style(options: Namespace, report: Report, config: Config) -> Style:
    """Put together the style of a report from completed options and the terminal."""
    width = terminal_width()
    return Style(
        page=page_of,
        title=title_of,
        show_info=options.show_info,
        max_problems=options.max_problems,
        statistics=options.statistics,
        quiet=options.quiet,
        verbose=options.verbose,
        colour=coloured(),
        links=coloured() and not os.environ.get("CI"),
        width=width,
        excerpt=_excerpts(report) if options.excerpt or (options.excerpt is None and width) else no_excerpt,
        notes=tuple(_notes(options, report, config)) if options.verbose else (),
    )


def _excerpts(report: Report) -> Callable[[Problem], tuple[str, int, int] | None]:
    from ftdata.cli._excerpt import Excerpts

    return Excerpts(report)


def coloured() -> bool:
    """Whether standard output is a terminal that wants colours."""
    return bool(terminal_width()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def retirement(model: targets.Model, today: date) -> str:
    """Say when a model retires, marking those that have; empty when no day is announced."""
    if model.retires is None:
        return ""
    return f"retired {model.retires}" if model.retires <= today else f"retires {model.retires}"


def age(as_of: date | None, today: date) -> str:
    """Say from when facts are, marking old ones; empty when there are none."""
    if as_of is None:
        return ""
    stale = (today - as_of).days > targets.STALE_DAYS
    return f"facts as of {as_of}" + (f", more than {targets.STALE_DAYS} days ago" if stale else "")


def page_of(code: str) -> str:
    """Address of a rule's page; the page of a rule of the user's own is its file."""
    return page_url(code) or rules()[code].url


def title_of(code: str) -> str:
    """What a rule finds, in a sentence."""
    from ftdata.rules.page import page

    return page(rules()[code]).title


def _notes(options: Namespace, report: Report, config: Config) -> Iterator[str]:
    today = date.today()
    target = targets.get(report.target)
    yield f"target {target.name}: {' '.join(target.description.split())}"
    if old := age(target.as_of, today):
        yield old
    if closing := target.facts.get("closes"):
        yield f"{target.title} closes {closing.value} ({closing.source}, {closing.as_of})"
    model = targets.destination(report.target, report.method or "sft", report.model, today=today).model
    if model and (end := retirement(model, today)):
        yield f"model {model.name} {end} ({model.source}, {model.as_of})"
    if isinstance(options.ignore, dict):
        yield from (f"{pattern} is ignored: {reason}" for pattern, reason in options.ignore.items())
    yield from (f"{pattern} is graded {grade} by the config" for pattern, grade in (config.severity or {}).items())
