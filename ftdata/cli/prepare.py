"""``ftdata prepare``."""

import json
import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from itertools import chain

from ftdata import reporters
from ftdata.cli import _account, _options
from ftdata.cli._print import show
from ftdata.cli._progress import progress
from ftdata.cli._style import style
from ftdata.cli.convert import add_system, read_system
from ftdata.config import Config
from ftdata.engine.deliver import DIRECTORY, REJECTED, REPORT, Delivery, Order, deliver
from ftdata.errors import FtdataError
from ftdata.reporters import safe, safe_json
from ftdata.rules.option import by_hand
from ftdata.types import Json
from ftdata.writers import refuse_overwrite

HELP = "do it all: convert, check, fix, drop duplicates, split, and write what the target accepts"
PAGE = "report.html"
_MOST = 2 << 20
"""Bytes of the sources up to which a page is made."""

EPILOG = """\
examples:
  ftdata prepare raw.csv --columns prompt=question,completion=answer --target azure --model gpt-4.1-mini --output out
  ftdata prepare a.jsonl b.jsonl --target azure --validation 0.2 --seed 7 --output out
  ftdata prepare chats.jsonl --target any --to huggingface --output out

Writes train.jsonl, validation.jsonl, rejected.jsonl and report.json into the directory, and what starts the training:
the request of a job and a script, a script for TRL, or what the trainer has to be told about the files. report.html is
a page about the sources.

exit codes: 0 every row was written, 1 rows were rejected or problems found, 2 nothing was written
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    parser.add_argument("--output", required=True, metavar="DIR", help="directory to write into")
    parser.add_argument("--to", choices=("jsonl", "huggingface"), default="jsonl", help="files or a datasets directory")
    parser.add_argument("--validation", type=_share, default=0.1, metavar="SHARE", help="held back (default: 0.1)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the split (default: 0)")
    parser.add_argument("--rejected", metavar="FILE", help=f"rejected rows go here (default: DIR/{REJECTED})")
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe fixes too")
    parser.add_argument("--force", action="store_true", help="replace files that exist")
    parser.add_argument("--no-page", action="store_true", help=f"write no {PAGE} about the sources")
    _options.add_destination(parser)
    _options.add_shape(parser)
    add_system(parser)
    _options.add_rules(parser)
    _options.add_report(parser, output=False)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Prepare, write, and account for every row."""
    config = _options.complete(options)
    read_system(options)
    huggingface = options.to == "huggingface"
    order = Order(
        options.output,
        options.validation,
        options.seed,
        huggingface,
        options.rejected,
        options.force,
        options.unsafe,
    )

    def document(delivery: Delivery, order: Order) -> bytes:
        return _document(delivery, order, options, config)

    page = os.path.join(options.output, PAGE)
    if not options.no_page and os.path.exists(page):
        refuse_overwrite(page, force=options.force, inputs=options.files)
    with progress(options.files, quiet=options.quiet) as tell:
        delivery = deliver(options.files, _options.settings(options, config), order, document, tell)
    show(chain(_told(delivery, options, config), _add_page(options, config)))
    account = delivery.preparation
    found = account.rejected or not account.report.clean
    return 1 if found and not options.exit_zero else 0


def _add_page(options: Namespace, config: Config) -> Iterator[str]:
    """Write the page about the sources; large ones are not read once more for it."""
    from ftdata.cli._page import write_page

    if options.no_page:
        return
    sizes = [os.path.getsize(file) if os.path.isfile(file) else None for file in options.files]
    if None in sizes or sum(filter(None, sizes)) > _MOST:
        yield f"no {PAGE}: it is made of files up to {_MOST >> 20} MiB; `ftdata report FILE` makes one of others"
        return
    settings, place = _options.settings(options, config), os.path.join(options.output, PAGE)
    asked = {name: value for name, value in settings.options.items() if not by_hand(name)}  # nobody is called twice
    try:
        write_page(options.files, settings._replace(options=asked), place, force=True, quiet=True)
    except FtdataError as error:
        yield safe(f"no {PAGE}: {error}", 300)
    else:
        yield f"what the sources are like: {safe(place)}"


def _document(delivery: Delivery, order: Order, options: Namespace, config: Config) -> bytes:
    """The report as JSON, with the account of the rows added."""
    account = delivery.preparation
    lines = reporters.get("json").write(account.report, style(options, account.report, config))
    document: dict[str, Json] = json.loads("\n".join(lines))
    document["prepare"] = {
        "rows": account.rows,
        "written": dict(delivery.written),
        "fixed": account.fixed,
        "rejected": account.rejected,
        "rejected_by_code": dict(account.codes),
        "fixes": [{"code": code, "title": title, "rows": n} for (code, title), n in account.fixes.items()],
        "notes": list(delivery.notes),
        "losses": [{"path": loss.path, "reason": loss.reason, "rows": n} for loss, n in account.losses.items()],
        "validation": order.validation,
        "seed": order.seed,
    }
    return safe_json(json.dumps(document, ensure_ascii=False, indent=1)).encode() + b"\n"


def _told(delivery: Delivery, options: Namespace, config: Config) -> Iterator[str]:
    account = delivery.preparation
    goal = account.destination
    if goal:
        model = f", model {safe(goal.model_name)}" if goal.model_name else ""
        yield f"prepared for {goal.target.title}, method {goal.method}{model}"
    parts = [(name.removesuffix(".jsonl"), number) for name, number in delivery.written.items()]
    yield from _account.balance(account.rows, [*parts, ("rejected", account.rejected)])
    if not options.quiet:
        yield from _account.fixed(account.fixes, account.fixed)
        yield from _account.rejected(account.codes)
        yield from _account.lost(account.losses)
        yield from _rest(delivery, options)
    for note in (*delivery.notes, *delivery.advice):
        yield safe(note, 300)
    names = [DIRECTORY] if options.to == "huggingface" else list(delivery.written)
    yield f"written to {safe(options.output)}: {', '.join([*names, *delivery.starters, REJECTED, REPORT])}"
    if options.statistics or options.verbose:
        yield from reporters.get("text").write(account.report, style(options, account.report, config))


def _rest(delivery: Delivery, options: Namespace) -> Iterator[str]:
    """Problems that rejected no row: errors that the written files have as a whole, then what is worth a look."""
    report = delivery.preparation.report
    told = delivery.preparation.codes
    left = [problem for problem in report.problems if problem.severity != "info" and problem.code not in told]
    for severity, heading in (("error", "errors that no row was rejected for:"), ("warning", "worth a look:")):
        some = [problem for problem in left if problem.severity == severity]
        if some:
            yield _account.heading(heading, severity)
            yield from _account.places(some, options.max_problems or len(some))


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share < 1:
        raise ArgumentTypeError(f"{text[:60]!r} is not a share from 0 to below 1")
    return share
