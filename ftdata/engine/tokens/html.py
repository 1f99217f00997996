"""A report for notebooks: the lines of the terminal, escaped, in a block that keeps their columns."""

from html import escape


def page(text: str) -> str:
    """Make the block."""
    return f"<pre style='line-height:1.2;overflow-x:auto'>{escape(text)}</pre>"
