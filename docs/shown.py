#!/usr/bin/env python3
"""Run the commands and programs that the hand-written pages show, and keep what they print beside them.

A ``console`` fence holds commands after ``$`` and what each of them prints: ``python docs/shown.py`` runs them and
writes the output anew, ``--check`` compares. A line ``…`` stands for lines that are left out and is kept. An ``sh`` or
``python`` fence is run, and what it prints is not shown. A fence with ``title="Not run here: why"``
is not run, and readers see why.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ftdata.cli import main as ftdata

ROOT = Path(__file__).parents[1]
WIDTH = "100"
LEFT_OUT = "…"
_FENCE = re.compile(r"^```(console|sh|python)( .*)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"[|><;&*]")
_NOT_RUN = 'title="Not run here: '


@dataclass(frozen=True)
class Fence:
    """A piece of a page that can be run; ``start`` and ``end`` enclose its body."""

    language: str
    run: bool
    body: str
    start: int
    end: int


class Wrong(Exception):  # noqa: N818  it says what is wrong with a page
    """A command of a page failed, or cannot be found."""


def pages() -> list[Path]:
    """Return every hand-written page: README.md, the samples' page and what stands in docs and its tutorials."""
    docs = ROOT / "docs"
    return [
        ROOT / "README.md",
        ROOT / "samples" / "README.md",
        *sorted(docs.glob("*.md")),
        *sorted(docs.glob("tutorials/*.md")),
    ]


def fences(text: str) -> list[Fence]:
    """Return the fences of a page that are run, or say that they are not."""
    return [
        Fence(match[1], _NOT_RUN not in (match[2] or ""), match[3], match.start(3), match.end(3))
        for match in _FENCE.finditer(text)
    ]


def renewed(page: Path) -> str:
    """Run a page in a folder of its own that holds the samples, and return its text with what was printed.

    Raises:
        Wrong: A command ended with another code than 0 or 1.
    """
    text = page.read_text(encoding="utf-8")
    pieces, done = [], 0
    with _folder():
        for fence in fences(text):
            pieces += [text[done : fence.start], _body(fence)]
            done = fence.end
    return "".join([*pieces, text[done:]])


def _body(fence: Fence) -> str:
    if not fence.run:
        return fence.body
    if fence.language == "python":
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(fence.body, "<page>", "exec"), {})  # noqa: S102  the project's own pages
        return fence.body
    if fence.language == "sh":
        for line in filter(None, fence.body.replace("\\\n", "").splitlines()):
            printed(line)
        return fence.body
    return "".join(f"$ {words}\n{_kept(before, printed(words))}" for words, before in _talk(fence.body))


def _talk(body: str) -> Iterator[tuple[str, str]]:
    """Yield commands with what the page says they print."""
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        words, _, before = piece.partition("\n")
        yield words, before


def _kept(before: str, now: str) -> str:
    """Return what is printed now, without what the page left out if the rest is as the page says."""
    pattern = re.escape(before).replace(re.escape(f"{LEFT_OUT}\n"), "(?:.*\n)*?")
    return before if LEFT_OUT in before and re.fullmatch(pattern, now) else now


def printed(words: str) -> str:
    """Run a command as a reader would, and return what it printed to both streams.

    Raises:
        Wrong: It ended with another code than 0 or 1.
    """
    if words.startswith("ftdata ") and not _SHELL.search(words):
        code, text = _here(shlex.split(words, comments=True)[1:])
    else:
        run = subprocess.run(  # noqa: S602  the project's own pages
            words,
            shell=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        code, text = run.returncode, run.stdout
    if code not in (0, 1):
        raise Wrong(f"{words}: exit code {code}\n{text}")
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _here(words: Sequence[str]) -> tuple[int, str]:
    """Run ftdata in this process, which is several times faster."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        code = ftdata(words)
    return code, stream.buffer.getvalue().decode()


@contextlib.contextmanager
def _folder() -> Iterator[None]:
    """Stand in an empty folder with the samples, with ``ftdata`` and this Python on the path."""
    before, environ = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder, "samples"))
        programs = Path(folder, ".bin")
        programs.mkdir()
        for name, words in (("ftdata", f"{sys.executable} -m ftdata"), ("python", sys.executable)):
            (programs / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
            (programs / name).chmod(0o755)
        os.environ |= {
            "COLUMNS": WIDTH,
            "NO_COLOR": "1",
            "PATH": f"{programs}:{environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }
        try:
            os.chdir(folder)
            yield
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ |= environ


def main(words: Sequence[str]) -> int:
    """Renew the pages, or check them; return the exit code."""
    wrong = 0
    for page in pages():
        new = renewed(page)
        if new == page.read_text(encoding="utf-8"):
            continue
        wrong += 1
        sys.stdout.write(f"{page.relative_to(ROOT)}: shows other output than its commands print\n")
        if "--check" not in words:
            page.write_text(new, encoding="utf-8", newline="\n")
    return 1 if wrong and "--check" in words else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
