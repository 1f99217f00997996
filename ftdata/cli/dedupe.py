"""``ftdata dedupe``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ftdata.cli import _account, _options
from ftdata.cli._print import complain, show
from ftdata.cli._progress import progress
from ftdata.errors import UsageError
from ftdata.reporters import guarded, safe
from ftdata.types import Location
from ftdata.writers import AtomicFile

if TYPE_CHECKING:
    from ftdata.engine.alike.dedupe import Borderline, Copy, Deduplication, Order

HELP = "find rows that repeat others, word for word or nearly, and write the rest"
EPILOG = """\
examples:
  ftdata dedupe train.jsonl                            tells the groups, writes nothing
  ftdata dedupe train.jsonl --near --rethreshold       how many rows stay at each threshold, and pairs beside yours
  ftdata dedupe train.jsonl --near -o clean.jsonl --rejected copies.jsonl
  ftdata dedupe a.jsonl b.jsonl --by prompt --keep best -o one-answer-each.jsonl

Only with -o is anything written, and the files given are never changed.
exit codes: 0 nothing repeats (with -o: all rows were read), 1 something does (or rows cannot be read), 2 nothing done
"""

_PAIRS = 10
_SHOWN = 90


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    group = parser.add_argument_group("what counts as a repetition")
    group.add_argument("--normal", action="store_true", help="also what differs in case, spacing or Unicode forms only")
    group.add_argument("--near", action="store_true", help="also what is nearly the same; slower")
    group.add_argument(
        "--threshold",
        type=_options.similarity,
        metavar="S",
        default=0.8,
        help="words in common from which on (default: 0.8)",
    )
    group.add_argument("--by", choices=("example", "prompt", "answer"), default="example", help="what is compared")
    group.add_argument("--keep", choices=("first", "last", "best"), default="first", help="best: the longest answer")
    group = parser.add_argument_group("what is written and told")
    group.add_argument("-o", "--output", metavar="OUT", help="write the rows that stay here; - is standard output")
    group.add_argument("--rejected", metavar="FILE", help="write the others here, each with the row that it is like")
    group.add_argument("--groups", metavar="FILE", help="write the groups here, as JSON Lines")
    group.add_argument("--force", action="store_true", help="replace files that exist")
    group.add_argument("--borderline", type=int, metavar="N", help="show N pairs whose similarity is at the threshold")
    group.add_argument(
        "--rethreshold", action="store_true", help="say how many rows stay at other thresholds, and show such pairs"
    )
    _options.add_shape(parser)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Compare, tell, and write when asked."""
    from ftdata.engine.alike.dedupe import dedupe

    config = _options.complete(options)
    order = _order(options)
    settings = _options.settings(options, config)._replace(target="any", select=(), ignore=(), severity={})
    with progress(options.files, quiet=options.quiet) as tell:
        result = dedupe(options.files, settings, order, tell)
    if options.groups:
        _write_groups(options, result)
    speak = complain if options.output == "-" else show
    speak(_told(options, order, result))
    unread = result.rows - result.kept - len(result.copies)
    return 1 if unread or (result.copies and not options.output) else 0


def _order(options: Namespace) -> "Order":
    from ftdata.engine.alike.dedupe import Order

    if options.rejected and not options.output:
        raise UsageError("--rejected goes with -o OUT: without it nothing is written")
    near = options.near or options.rethreshold or options.borderline is not None
    pairs = options.borderline if options.borderline is not None else _PAIRS * options.rethreshold
    return Order(
        options.output,
        options.rejected,
        options.force,
        options.normal,
        near,
        options.threshold,
        options.by,
        options.keep,
        pairs,
        options.rethreshold,
    )


def _write_groups(options: Namespace, result: "Deduplication") -> None:
    """Write a line a group: the row that stays, and each row like it."""
    from ftdata.jsontext import dumps

    with AtomicFile(options.groups, force=options.force, inputs=options.files) as file:
        for stays, copies in result.groups.items():
            told = {"stays": _place(stays), "copies": [_copy(copy) for copy in copies]}
            file.stream.write(dumps(told) + b"\n")


def _copy(copy: "Copy") -> dict[str, object]:
    like = {"code": copy.code, "similarity": round(copy.similarity, 4), "like": _place(copy.like)}
    return _place(copy.place) | like


def _place(place: Location) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "example": place.example}


def _told(options: Namespace, order: "Order", result: "Deduplication") -> Iterator[str]:
    unread = result.rows - result.kept - len(result.copies)
    parts = [("unique", result.kept), ("repeating others", len(result.copies))]
    yield f"compared {', '.join(result.formats)} rows by {order.by}" + _how(order)
    yield from _account.balance(result.rows, [*parts, *([("unreadable", unread)] if unread else [])])
    if not options.quiet:
        yield from _account.rejected(result.codes)
        yield from _groups(result)
        yield from _account.places(result.problems)
    yield from _thresholds(result)
    yield from _borderline(result.borderline)
    if options.output not in (None, "-"):
        yield f"written to {safe(options.output)}: {_account.rows(result.kept)}"
    elif not options.output and result.copies:
        yield "nothing was written; -o OUT writes the rows that stay"


def _how(order: "Order") -> str:
    if order.near:
        return f"; near duplicates have {order.threshold:g} of their words in common"
    return ", case, spacing and Unicode forms set aside" if order.normal else ""


def _groups(result: "Deduplication") -> Iterator[str]:
    groups = sorted(result.groups.items(), key=lambda group: -len(group[1]))
    if groups:
        yield _account.heading(f"{len(groups):,} groups, the largest first:")
    for stays, copies in groups[: _account.LISTED]:
        told = ", ".join(_named(copy, stays) for copy in copies[: _account.LISTED])
        more = f" and {len(copies) - _account.LISTED:,} more" if len(copies) > _account.LISTED else ""
        yield guarded(f"  {_where(stays)}: {told}{more}")
    if len(groups) > _account.LISTED:
        yield f"  … and {len(groups) - _account.LISTED:,} more; --groups FILE writes them all"


def _named(copy: "Copy", stays: Location) -> str:
    where = _where(copy.place, short=copy.place.file == stays.file)
    through = "" if copy.like == stays else f" (like {_where(copy.like, short=copy.like.file == stays.file)})"
    return f"{where} {copy.similarity:.2f}{through}" if copy.code == "D003" else where + through


def _where(place: Location, *, short: bool = False) -> str:
    number = f"{place.line}" if place.line else f"example {place.example}"
    return number if short else f"{safe(place.file)}:{number}"


def _thresholds(result: "Deduplication") -> Iterator[str]:
    if result.table:
        yield _account.heading("rows that stay at each threshold:")
    for threshold, stays in result.table.items():
        yield f"  {threshold:.2f}  {stays:>9,}"


def _borderline(pairs: "list[Borderline]") -> Iterator[str]:
    if pairs:
        yield _account.heading("pairs beside the threshold, where they differ first:")
    for pair in pairs:
        first, second = pair.places
        yield guarded(f"  {pair.similarity:.3f}  {_where(first)} and {_where(second, short=first.file == second.file)}")
        for text in _apart(*pair.texts):
            yield guarded(f"         {safe(text, _SHOWN)}")


def _apart(*texts: bytes) -> Iterator[str]:
    """Cut both texts to where they begin to differ, and some words before."""
    one, two = (text.decode("utf-8", "replace") for text in texts)
    place = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    start = max(place - 30, 0)
    yield from (("… " if start else "") + text[start : start + _SHOWN] for text in (one, two))
