"""How the user wants a report to look."""

from collections.abc import Callable
from typing import NamedTuple

from ftdata.types import Problem


def no_page(_: str) -> str:
    """Know of no page and no title."""
    return ""


def no_excerpt(_: Problem) -> None:
    """Show no pieces of rows."""


class Style(NamedTuple):
    """How the user wants a report to look; each reporter heeds what concerns it.

    Attributes:
        page: Address of a rule's page, by code.
        title: What a rule finds, in a sentence, by code.
        show_info: List findings of severity ``info`` too.
        max_problems: Problems printed for each rule; 0 for all.
        statistics: Add a table of the rules.
        quiet: Leave the problems out.
        verbose: Add what was learned about each file, and the notes.
        colour: Use ANSI colours.
        links: Make the codes of rules links to their pages, by terminal sequences (OSC 8).
        width: Columns of the terminal; 0 never breaks a line.
        excerpt: The piece of a row that a problem is about, and where in it; None where there is none to show.
        notes: What else a reader may want to know about the run.
    """

    page: Callable[[str], str] = no_page
    title: Callable[[str], str] = no_page
    show_info: bool = False
    max_problems: int = 50
    statistics: bool = False
    quiet: bool = False
    verbose: bool = False
    colour: bool = False
    links: bool = False
    width: int = 0
    excerpt: Callable[[Problem], tuple[str, int, int] | None] = no_excerpt
    notes: tuple[str, ...] = ()
