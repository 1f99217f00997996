"""``--for``: which format a trainer is handed, and what is written beside the data for it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from ftdata.engine.settings import Settings
from ftdata.errors import UsageError


def add_for(parser: ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--for",
        dest="trainer",
        metavar="TRAINER",
        help="write what a trainer reads, and what it has to be told beside it: "
        "autotrain, axolotl, llama-factory or unsloth",
    )


def goal(options: Namespace, settings: Settings) -> str:
    """Name the format to write: the one that was asked for, or the one that suits the trainer.

    Raises:
        UsageError: Neither is named, the trainer is unknown or does not read the format, or its file exists.
    """
    if not options.trainer:
        if not options.to:
            raise UsageError("say what to write: --to FORMAT, --for TRAINER or --restore SIDECAR")
        return str(options.to)
    from ftdata.engine.handover import companion, format_for
    from ftdata.handover import get, require_read

    trainer = get(options.trainer)
    companion(trainer, options.output, force=options.force)
    if options.to:
        require_read(trainer, options.to)
    return options.to or format_for(trainer, options.files, settings)


def hand_over(options: Namespace, goal: str) -> Iterator[str]:
    """Write what the trainer has to be told, and yield what the user has to know."""
    if not options.trainer:
        return
    from ftdata.engine.handover import hand_over as write
    from ftdata.handover import get

    trainer = get(options.trainer)
    place, notes = write(trainer, options.output, goal, force=options.force)
    yield f"{trainer.TITLE}: {place}"
    yield from (f"  {note}" for note in notes)
