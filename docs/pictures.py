#!/usr/bin/env python3
"""Make the pictures that README.md and the docs show: ``python docs/pictures.py``, or ``make pictures``.

A terminal picture is an SVG of what a command printed on a real terminal (a pty, which makes it run on Unix only); a
picture of a page is taken in Chromium, with the colours of the page brought down to a palette, which
makes it small.
"""

import fcntl
import os
import pty
import shutil
import struct
import sys
import tempfile
import termios
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
COLUMNS, LINES = 100, 50
TERMINALS = {
    "validate": "validate samples/broken.jsonl --target azure --select R002,T002,S013",
    "prepare": "prepare samples/raw_prompts.csv --columns prompt=question,completion=answer --target azure "
    "--output out",
}
REPORT = "report samples/broken.jsonl --target azure -o report.html"
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SHADES = 32
# As rich's own frame, without the font that it loads from elsewhere.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; \
font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main(words: Sequence[str]) -> int:
    """Make all pictures in ``docs/pictures``, or in the folder that is named; return the exit code."""
    goal = Path(words[0]) if words else PICTURES
    goal.mkdir(parents=True, exist_ok=True)
    goal = goal.resolve()
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder, "samples"))
        os.chdir(folder)
        try:
            for name, command in TERMINALS.items():
                (goal / f"{name}.svg").write_text(terminal(command, name), encoding="utf-8", newline="\n")
            printed(REPORT)
            if CHROMIUM:
                for scheme in ("light", "dark"):
                    photograph(Path("report.html"), goal / f"report-{scheme}.png", scheme)
        finally:
            os.chdir(before)
    sys.stdout.writelines(f"{path.name}: {path.stat().st_size:,} bytes\n" for path in sorted(goal.iterdir()))
    return 0


def printed(command: str) -> str:
    """Run ``ftdata`` on a terminal of its own, and return what it printed, colours and all."""
    pid, end = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        kept = {key: value for key, value in os.environ.items() if key not in {"CI", "NO_COLOR"}}
        os.execve(  # noqa: S606  it is this very Python
            sys.executable,
            [sys.executable, "-m", "ftdata", *command.split()],
            kept | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
        )
    raw = b"".join(iter(lambda: _read(end), b""))
    os.waitpid(pid, 0)
    os.close(end)
    return raw.decode().replace("\r\n", "\n")


def _read(end: int) -> bytes:
    try:
        return os.read(end, 1 << 16)
    except OSError:  # how Linux says that the other end was closed
        return b""


def terminal(command: str, name: str) -> str:
    """Return an SVG of a command and what it prints."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    grey, red, green, yellow, blue = (139, 148, 158), (255, 123, 114), (126, 231, 135), (242, 204, 96), (121, 192, 255)
    colours = [grey, red, green, yellow, blue, blue, blue, (230, 237, 243)]
    theme = TerminalTheme((27, 31, 36), (230, 237, 243), colours, colours)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(width=COLUMNS, record=True, file=nowhere, force_terminal=True, legacy_windows=False)
        text = f"\x1b[1m$ ftdata {command}\x1b[0m\n{printed(command)}".rstrip()
        console.print(Text.from_ansi(text), highlight=False)
        frame = SVG.replace("TITLE", f"ftdata {command}")
        svg = console.export_svg(title="", theme=theme, code_format=frame, unique_id=name)
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines() if line.strip())


def photograph(page: Path, goal: Path, scheme: str) -> None:
    """Take a picture of the upper part of a page, in light or dark colours."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(BROWSER))
        tab = browser.new_page(viewport={"width": 1000, "height": 720}, color_scheme=scheme)
        tab.goto(page.resolve().as_uri())
        tab.screenshot(path=str(goal))
        browser.close()
    with Image.open(goal) as taken:
        taken.convert("RGB").quantize(SHADES, dither=Image.Dither.NONE).save(goal, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
