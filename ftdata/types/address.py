"""Where the page of a rule is to be read: an address that stays the same for good."""

DOCS_URL = "https://ftdata.readthedocs.io/en/latest/"
"""Where the documentation is published. It stands here, and as Documentation in the project's metadata."""

OWN = frozenset("FSRCTVPGLDHQXM")
"""First letters of the codes of ftdata's own rules."""


def page_url(code: str) -> str:
    """The address of the page of a rule, by its code, e.g. ``R001``; empty for a rule of the user's own."""
    return f"{DOCS_URL}rules/{code}/" if code[:1] in OWN else ""
