"""What starts the training, beside the files of a preparation."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from ftdata import handover, starters
from ftdata.engine.handover import hand_over
from ftdata.starters import File, Job, Starter
from ftdata.targets import Destination


def starter_files(job: Job, folder: Path) -> tuple[list[File], list[str]]:
    """Make the files that start a job, and say what is next.

    A file that is there already may have been changed by the user, so it is left as it is, and that is said.

    Args:
        job: The job.
        folder: Where the data is.

    Returns:
        The files that are not there, and sentences.
    """
    starter = starters.get(job.target)
    every = [] if starter is None else list(starter.files(job))
    new = [file for file in every if not (folder / file.name).exists()]
    notes = [_left(folder / file.name) for file in every if file not in new and _differs(folder / file.name, file.text)]
    return new, [*notes, *_advice(starter, every, job, folder)]


def companions(goal: Destination, folder: Path, names: list[str], *, force: bool) -> tuple[list[str], list[str]]:
    """Write what a trainer has to be told about the files, where it has to be told anything.

    Args:
        goal: What the rows are for.
        folder: Where the data is.
        names: Names of the files with rows, the training file first.
        force: Bring a file that is there up to date.

    Returns:
        Names of the written files, and what the user has to know.
    """
    if goal.target.name not in handover.names() or goal.written is None:
        return [], []
    trainer = handover.get(goal.target.name)
    if goal.written not in trainer.FORMATS.get(goal.method, ()):
        return [], []
    written, notes = [], []
    for name in names[: 1 if "{stem}" in trainer.FILE else None]:
        place = Path(folder / name).with_name(trainer.FILE.format(stem=name.partition(".")[0]))
        if place.exists() and not force and place.name not in written:
            return [], [_left(place)]
        made, said = hand_over(trainer, str(folder / name), goal.written, force=force or place.name in written)
        written += [made.name] if made.name not in written else []
        notes += [each for each in said if each not in notes]
    return written, notes


def _advice(starter: Starter | None, every: list[File], job: Job, folder: Path) -> Iterator[str]:
    if starter and every:
        yield starter.advice(job, shlex.quote(str(folder)))


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") != text
    except (OSError, UnicodeDecodeError):
        return True


def _left(path: Path) -> str:
    return f"{path} was there already and was left as it is; move it away to have it written anew"
