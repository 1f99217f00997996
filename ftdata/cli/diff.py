"""``ftdata diff``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from ftdata.cli import _account, _options
from ftdata.cli._print import show
from ftdata.cli._progress import progress
from ftdata.engine.versions import Change, Versions, compare
from ftdata.jsontext import dumps
from ftdata.reporters import guarded, safe
from ftdata.rules import rules
from ftdata.types import Json, Location

HELP = "say what changed between two versions of a dataset"
EPILOG = """\
examples:
  ftdata diff old.jsonl new.jsonl
  ftdata diff v1.jsonl v2.jsonl --target azure --output json

Rows are matched by all they hold, then by their `id`, then by what comes before the answer; order, white space and the
order of keys do not count.

exit codes: 0 the same rows, 1 rows differ
"""

_LISTED = 10


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs=2, metavar="FILE", help="the earlier version and the later one")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="kind of output (default: text)")
    _options.add_destination(parser)
    _options.add_shape(parser)
    _options.add_rules(parser)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Compare the versions and say what changed."""
    config = _options.complete(options)
    settings = _options.settings(options, config)
    with progress(options.files, quiet=options.quiet) as tell:
        found = compare(options.files[:1], options.files[1:], settings, tell)
    if options.output == "json":
        show([dumps(_value(found)).decode()])
    else:
        show(map(guarded, _lines(found, options)))
    return 0 if found.equal else 1


def _lines(found: Versions, options: Namespace) -> Iterator[str]:
    old, new = (safe(name) for name in options.files)
    yield f"{old}: {_account.rows(found.old.report.rows)}; {new}: {_account.rows(found.new.report.rows)}"
    counts = {"the same": found.same, "changed": len(found.changed)}
    counts |= {"removed": len(found.removed), "added": len(found.added)}
    yield _account.heading(", ".join(f"{number:,} {what}" for what, number in counts.items()))
    if not options.quiet:
        for what, changes in (("changed", found.changed), ("removed", found.removed), ("added", found.added)):
            yield from _places(what, changes)
    yield from _problems(found)
    yield from _shift(found)


def _places(what: str, changes: list[Change]) -> Iterator[str]:
    for change in changes[:_LISTED]:
        yield f"  {what}: {' -> '.join(_place(place) for place in (change.old, change.new) if place)}"
    if len(changes) > _LISTED:
        yield f"  ... and {len(changes) - _LISTED:,} more {what}"


def _problems(found: Versions) -> Iterator[str]:
    for what, counts in (("problems gone", found.mended), ("new problems", found.broken)):
        if counts:
            yield _account.heading(f"{what}:")
            yield from (f"  {number:>6,}  {code}  {rules()[code].name}" for code, number in counts.most_common())


def _shift(found: Versions) -> Iterator[str]:
    moved = [(name, old, new) for name, old, new in found.sizes() if old != new]
    if moved:
        yield _account.heading("characters an example:")
        yield from (f"  {name}: {old:,} -> {new:,}" for name, old, new in moved)
    labels = [(label, old, new) for label, old, new in found.labels() if round(old, 3) != round(new, 3)]
    if labels:
        yield _account.heading("share of answers:")
        yield from (f"  {safe(label)}: {old:.1%} -> {new:.1%}" for label, old, new in labels[:_LISTED])


def _value(found: Versions) -> Json:
    return {
        "rows": {"old": found.old.report.rows, "new": found.new.report.rows, "same": found.same},
        "changed": [{"old": _where(each.old), "new": _where(each.new)} for each in found.changed],
        "removed": [_where(each.old) for each in found.removed],
        "added": [_where(each.new) for each in found.added],
        "problems_gone": dict(found.mended),
        "new_problems": dict(found.broken),
        "characters": {name: {"old": old, "new": new} for name, old, new in found.sizes()},
        "answers": [{"answer": label, "old": old, "new": new} for label, old, new in found.labels()],
    }


def _where(place: Location | None) -> Json:
    return {"file": place.file, "line": place.line, "example": place.example} if place else None


def _place(place: Location) -> str:
    return f"{safe(place.file)}:{place.line}" if place.line else f"{safe(place.file)} example {place.example}"
