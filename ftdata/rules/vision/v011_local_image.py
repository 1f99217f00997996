r"""An image in a file that is not there, or that cannot be trained on.

## Why
Rows often name images as files. One that is missing ends the training in the middle; one that is cut off, or in a format
or mode that the trainer does not read, ends it or is left out. This is looked at only when you say where the files are
(`V011.folder`): addresses in `image_url`, and paths under a top-level `images` or `image`, are looked up there. Nothing
outside this folder is opened, and of every file only what tells its kind, size and mode is read.

## Examples
```jsonl bad target=any set=V011.folder:"."
{"messages": [{"role": "user", "content": "<image>What is it?"}, {"role": "assistant", "content": "A cat."}], "images": ["no-such-folder/cat.png"]}
```
```jsonl bad target=any set=V011.folder:"."
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "../cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "<image>What is it?"}, {"role": "assistant", "content": "A cat."}], "images": ["no-such-folder/cat.png"]}
```
```jsonl good target=any set=V011.folder:"."
{"messages": [{"role": "user", "content": "<image>What is it?"}, {"role": "assistant", "content": "A cat."}], "images": ["https://example.org/cat.png"]}
```

## Fix
None: put the file where it is looked for, or convert it, e.g. with Pillow: `Image.open(path).convert("RGB").save("x.png")`.

## Sources
- https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/data/README.md, on images and media_dir (2026-11-23)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
"""

import os
import stat
from collections.abc import Iterator

from ftdata.rules.images import images, scheme
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Path

SEVERITY = "error"
SEES = "texts"
NEEDS = ("image_url", "images", "image")

FOLDER = Option("V011.folder", "", "The folder in which files of images are looked up; empty: they are not looked at")

_KEYS = ("images", "image")
_MIB = 1 << 20


def marks(destination: Destination) -> tuple[str, ...] | None:
    """Any row may name a file; nothing is looked at where no folder is given."""
    return None if FOLDER.of(destination) else ()


def check_row(row: Row) -> Iterator[Finding]:
    """Look up every file that the row names, those of a row in another format as they stand in the file."""
    folder = FOLDER.of(row.destination)
    for path, name in _files(row) if folder else ():
        wrong = _wrong(folder, name, row.destination)
        if wrong:
            yield Finding(f"the image {shown(name)} {wrong}", path)


def _files(row: Row) -> Iterator[tuple[Path, str]]:
    seen = {image.url for image in images(row) if not scheme(image.url)}
    yield from ((image.place, image.url) for image in images(row) if not scheme(image.url))
    for key in _KEYS:
        value = row.record.row.get(key) if isinstance(row.record.row, dict) else None
        for index, name in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(name, str) and name and not scheme(name) and name not in seen:
                yield ((key, index) if isinstance(value, list) else (key,)), name


def _wrong(folder: str, name: str, destination: Destination) -> str:
    from ftdata.rules.image_data import MOST, look, unfit

    try:
        root, path = os.path.realpath(folder), os.path.realpath(os.path.join(folder, name))
        if os.path.commonpath((root, path)) != root:
            return f"lies outside {shown(folder)}, where images are looked up; put it there"
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            return "is no file; name the file itself"
        most = destination.fact("max_image_bytes")
        if most is not None and about.st_size > most:
            return f"has {about.st_size / _MIB:,.1f} MiB, above {most / _MIB:,.0f} MiB; make it smaller"
        if about.st_size > MOST:
            return ""
        with open(path, "rb") as stream:
            return unfit(look(stream.read()), destination)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f"cannot be read from {shown(folder)} ({reason}); put it there"
