r"""An image behind an address that does not answer.

## Why
The service fetches images when it trains, not before. One that has moved, needs a login or was deleted is skipped
without a word. This is looked at only when you ask for it (`V006.reach`, on the command line, from Python, or in a config
that you name with --config), because it calls the addresses in your data: each once and without reading what is there, at
most the first thousand, and none inside your own network.

## Examples
```jsonl bad target=any set=V006.reach:true
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "http://127.0.0.1/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "http://127.0.0.1/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
None: put the image where the service can fetch it, or into the row as a data URL.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator
from typing import NamedTuple

from ftdata.rules.images import images, scheme
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Location, Path

SEVERITY = "warning"
SEES = "parts"
NEEDS = ("image_url",)

REACH = Option(
    "V006.reach",
    False,
    "Whether addresses of images are called to see if they answer; that needs a network",
    by_hand=True,
)

MOST = 1000
"""Different addresses that are called."""

_AT_ONCE = 16


class _Use(NamedTuple):
    location: Location
    path: Path


class Fold:
    """Gathers the addresses of a file, each with the place of its first use, and calls them at the end."""

    def __init__(self, destination: Destination) -> None:
        self._wanted = REACH.of(destination)
        self._judged = bool(destination.fact("image_schemes"))
        self._uses: dict[str, _Use] = {}
        self._more = False

    def add(self, row: Row) -> None:
        """Note the addresses of the next row, but for those that have a finding by their text alone."""
        if not self._wanted:
            return
        from ftdata.rules.image_data import remote_fault

        for image in images(row):
            if scheme(image.url) in ("http", "https") and not (self._judged and remote_fault(image.url)):
                self._note(image.url, _Use(row.record.location, image.place))

    def merge(self, later: "Fold", lines: int, rows: int) -> None:
        """Add the addresses of a part further down."""
        for url, use in later._uses.items():  # noqa: SLF001
            self._note(url, use._replace(location=use.location.shifted(lines, rows)))
        self._more |= later._more  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Call the addresses, several at once, and report those that do not answer in the order of the file."""
        if not self._uses:
            return
        from concurrent.futures import ThreadPoolExecutor

        from ftdata.rules.reach import unreachable

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for (url, use), reason in zip(self._uses.items(), pool.map(unreachable, self._uses), strict=True):
                if reason:
                    said = f"{shown(url)} cannot be fetched: {reason}; the image will be skipped in training"
                    yield Finding(said, use.path, location=use.location)
        if self._more:
            yield Finding(f"only the first {MOST:,} addresses of images were called", severity="info")

    def _note(self, url: str, use: _Use) -> None:
        if url in self._uses:
            return
        if len(self._uses) < MOST:
            self._uses[url] = use
        else:
            self._more = True
