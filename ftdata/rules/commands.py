"""The command that repairs a whole file, ready to be typed."""

import os

from ftdata.targets import Destination
from ftdata.types import FileSummary


def convert(summary: FileSummary, destination: Destination) -> str:
    """Write ``ftdata convert`` for a file, into the format its destination takes."""
    goal = destination.written or "chat"
    import shlex

    columns = ",".join(f"{ours}={theirs}" for ours, theirs in summary.columns.items())
    named = f" --columns {shlex.quote(columns)}" if columns else ""
    return f"ftdata convert {name(summary)}{named} --to {goal} -o {output(summary, goal)}"


def fix(summary: FileSummary, *, unsafe: bool = False) -> str:
    """Write ``ftdata fix`` for a file."""
    return f"ftdata fix {'--unsafe ' if unsafe else ''}{name(summary)} -o {output(summary, 'fixed')}"


def name(summary: FileSummary) -> str:
    """The file as a word of the command line; FILE for rows in memory."""
    import shlex

    return "FILE" if summary.file == "<memory>" else shlex.quote(summary.file)


def output(summary: FileSummary, word: str) -> str:
    """A name for the file that is written, in the current directory: the old one's with another ending."""
    import shlex

    file = os.path.basename(summary.file)
    stem = file.removesuffix(".gz").rsplit(".", 1)[0]
    if summary.file in ("<memory>", "-") or not stem:
        return "OUT.jsonl"
    same = os.path.splitext(file)[1].lower() in (".jsonl", ".gz")
    return shlex.quote(f"{stem}.{word}.jsonl" if same else f"{stem}.jsonl")
