"""``ftdata target``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ftdata import targets
from ftdata.cli._nearest import unknown
from ftdata.cli._print import show
from ftdata.cli._style import age, retirement
from ftdata.cli._table import aligned
from ftdata.reporters import safe

HELP = "list the destinations, or show what is known about one, with sources and dates"
EPILOG = """\
examples:
  ftdata target
  ftdata target azure
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a target")


def run(options: Namespace) -> int:
    """Print a table of targets, or everything known about one."""
    if options.name is None:
        show(_table())
    elif options.name in targets.names():
        show(map(safe, _page(targets.get(options.name), date.today())))
    else:
        raise unknown("target", options.name, targets.names())
    return 0


def _table() -> Iterator[str]:
    rows = [("name", "as of", "methods", "models", "title")]
    for target in map(targets.get, targets.names()):
        models = str(len(target.models)) if target.models else "-"
        rows.append((target.name, str(target.as_of or "-"), ", ".join(target.methods), models, target.title))
    yield from aligned(rows)


def _page(target: targets.Target, today: date) -> Iterator[str]:
    dated = age(target.as_of, today)
    yield f"{target.name}: {target.title}" + (f" ({dated})" if dated else "")
    yield ""
    yield from target.description.splitlines()
    yield from _methods(target)
    yield from _models(target, today)
    yield from _prices(target)
    yield from _facts("Facts", target.facts)
    for method in target.methods.values():
        yield from _facts(f"Facts for {method.name}", method.facts)
    yield from _facts("Rules graded differently", target.severities)


def _methods(target: targets.Target) -> Iterator[str]:
    yield from ("", "Methods")
    yield from aligned([(f"  {method.name}", _formats(method)) for method in target.methods.values()])


def _formats(method: targets.Method) -> str:
    judged = "" if method.written == method.format else f", judged as {method.format}"
    return f"rows in format {method.written}{judged}"


def _models(target: targets.Target, today: date) -> Iterator[str]:
    if not target.models:
        return
    yield from ("", "Models (x: retired, cannot be used any more)")
    yield from aligned([_model(model, today) for model in target.models.values()])


def _prices(target: targets.Target) -> Iterator[str]:
    rows = [
        (f"  {model.name}", kind, _value(fact.value), f"{fact.source}, {fact.as_of}")
        for model in target.models.values()
        for kind, fact in model.prices.items()
    ]
    if rows:
        yield from ("", "Prices in US dollars for a million tokens; what is not here is not known")
        yield from aligned(rows)


def _model(model: targets.Model, today: date) -> tuple[str, ...]:
    end = retirement(model, today)
    mark = "x" if end.startswith("retired") else " "
    return (f"{mark} {model.name}", ", ".join(model.methods), end or "no end announced", model.source, str(model.as_of))


def _facts(title: str, facts: Mapping[str, targets.Fact]) -> Iterator[str]:
    if not facts:
        return
    yield from ("", title)
    for name, fact in facts.items():
        yield f"  {name}: {_value(fact.value)}"
        yield from ([f"      {fact.note}"] if fact.note else [])
        yield f"      {fact.source}, {fact.as_of}"


def _value(value: Any) -> str:
    """Write a fact's value the way TOML would be read aloud."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_value(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "none"
    return str(value)
