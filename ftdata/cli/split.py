"""``ftdata split``."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ftdata.cli import _account, _options
from ftdata.cli._print import show
from ftdata.cli._progress import progress
from ftdata.reporters import safe

if TYPE_CHECKING:
    from ftdata.engine.alike.deal import Dealt

HELP = "divide rows into parts so that what belongs together stays together"
EPILOG = """\
examples:
  ftdata split all.jsonl --output parts
  ftdata split all.jsonl --parts train=0.8,validation=0.1,test=0.1 --output parts
  ftdata split chats.jsonl --group-by user_id --stratify language --output parts
  ftdata split all.jsonl --stable --seed 7 --output parts      rows added later leave the others where they are

Rows that ask the same, and near duplicates, go to the same part. Writes a file for each part, and rejected.jsonl.
exit codes: 0 every row was written, 1 some were rejected, 2 nothing was written
"""

_DEFAULT = (("train", 0.9), ("validation", 0.1))


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    parser.add_argument("--output", required=True, metavar="DIR", help="directory to write into")
    parser.add_argument(
        "--parts", type=_parts, default=_DEFAULT, metavar="NAME=SHARE,...", help="(default: train=0.9,validation=0.1)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="another one gives another choice (default: 0)"
    )
    parser.add_argument(
        "--stable", action="store_true", help="choose by hash: rows added later move none of the others"
    )
    parser.add_argument("--force", action="store_true", help="replace files that exist")
    group = parser.add_argument_group("what belongs together")
    group.add_argument(
        "--group-by", action="append", metavar="KEY", help="rows with the same value of this key, e.g. metadata.user"
    )
    group.add_argument("--stratify", metavar="WHAT", help="shares of label, language, source or a key stay as they are")
    group.add_argument("--no-near", dest="near", action="store_false", help="near duplicates may go to different parts")
    group.add_argument(
        "--threshold", type=_options.similarity, default=0.8, metavar="S", help="of near duplicates (default: 0.8)"
    )
    _options.add_shape(parser)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Divide, write, and account for every row."""
    from ftdata.engine.alike.deal import deal
    from ftdata.engine.alike.parting import Plan

    config = _options.complete(options)
    settings = _options.settings(options, config)._replace(target="any", select=(), ignore=(), severity={})
    plan = Plan(
        dict(options.parts),
        options.seed,
        options.near,
        options.threshold,
        tuple(options.group_by or ()),
        options.stratify or "",
        options.stable,
    )
    with progress(options.files, quiet=options.quiet) as tell:
        dealt = deal(options.files, settings, plan, options.output, force=options.force, progress=tell)
    show(_told(options, dealt))
    return 1 if dealt.codes else 0


def _told(options: Namespace, dealt: "Dealt") -> Iterator[str]:
    rejected = sum(dealt.codes.values())
    parts = [*dealt.written.items(), *([("rejected", rejected)] if rejected else [])]
    yield from _account.balance(dealt.rows, parts)
    yield f"{dealt.groups:,} groups, the largest of {_account.rows(dealt.largest)}"
    if not options.quiet:
        yield from _strata(dealt)
        yield from _account.rejected(dealt.codes)
        yield from _account.places(dealt.problems)
    names = ", ".join(f"{name}.jsonl" for name in dealt.written)
    yield f"written to {safe(options.output)}: {names}, rejected.jsonl"


def _strata(dealt: "Dealt") -> Iterator[str]:
    """Say how much of each kind every part has, the commonest kinds first."""
    if not dealt.strata:
        return
    yield _account.heading(f"rows of each kind in {', '.join(dealt.written)}:")
    kinds = sorted(dealt.strata.items(), key=lambda kind: -sum(kind[1]))
    for name, counts in kinds[: _account.LISTED]:
        yield f"  {safe(name, 60) or '(none)'}: " + ", ".join(f"{count:,}" for count in counts)
    if len(kinds) > _account.LISTED:
        yield f"  … and {len(kinds) - _account.LISTED:,} more kinds"


def _parts(text: str) -> tuple[tuple[str, float], ...]:
    pairs = [word.partition("=") for word in text.split(",")]
    try:
        found = tuple((name.strip(), float(share)) for name, _, share in pairs)
    except ValueError:
        raise ArgumentTypeError(f"{text[:60]!r} is not of the form train=0.8,validation=0.2") from None
    if len(dict(found)) < len(found):
        raise ArgumentTypeError(f"{text[:60]!r} names a part twice")
    return found
