r"""An address of an image that cannot lead to one.

## Why
A service takes an http or https address that it can reach from outside, or a data URL with base64. Azure says of
anything else: "Invalid image URL. The URL must be a valid HTTP or HTTPS URL, or a data URL with base64 encoding." A
path on your disk, or a host in your network, is nothing to a service. And a data URL that calls a JPEG a PNG is
believed by some and refused by others.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "images/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://localhost:8000/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,not really"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "images/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
Safe: name the MIME type that the bytes have, put the head of a data URL before bare base64, and write base64 the strict
way; the image stays the same byte for byte. For a path there is none: ftdata opens no file that data names. Upload the
image, or embed it as a data URL.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://github.com/microsoft/semantic-kernel/issues/6674 (2024-06-11, the message as Azure gave it)
- https://github.com/promptfoo/promptfoo/issues/5708 (2025-09-23, bare base64 refused)
- https://www.rfc-editor.org/rfc/rfc2397 (1998-08)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.image_data import MIME_TYPES, canonical, inspect, is_bare, remote_fault
from ftdata.rules.images import images, scheme
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Path, SetValue

SEVERITY = "error"
SEES = "shape"
NEEDS = ("image_url",)

_QUOTED = '(provider: "The URL must be a valid HTTP or HTTPS URL, or a data URL with base64 encoding")'


def check_row(row: Row) -> Iterator[Finding]:
    """Judge every address: a data URL wherever it goes, others where the target says what it takes."""
    schemes = row.destination.fact("image_schemes", ())
    formats = row.destination.fact("image_formats") or tuple(MIME_TYPES)
    for image in images(row):
        name = scheme(image.url)
        if name == "data":
            yield from _data(image.url, image.place, formats)
        elif schemes and name not in schemes:
            yield _no_address(image.url, image.place, name)
        elif schemes:
            wrong = remote_fault(image.url)
            if wrong:
                yield Finding(f"{wrong}; upload the image or embed it as a data URL", image.place)


def _no_address(url: str, place: Path, name: str) -> Finding:
    if not name and is_bare(url):
        said = "this is bare base64; put the head of a data URL before it"
        return Finding(f"{said} {_QUOTED}", place, _fix("make it a data URL", url, place))
    if not url.strip():
        said = "the address is empty"
    elif name in ("", "file"):
        said = f"{shown(url)} is a path, which no service can open; upload the image or embed it as a data URL"
    else:
        said = f"an address of the kind {shown(name)} is not taken; use https or a data URL"
    return Finding(f"{said} {_QUOTED}", place)


def _data(url: str, place: Path, formats: Sequence[str]) -> Iterator[Finding]:
    """Judge a data URL; of what is no image, or of a kind that is not taken, something else is to be said."""
    data = inspect(url)
    kind = data.kind if data.kind in formats else ""
    if data.fault:
        yield Finding(f"the data URL cannot be decoded: {data.fault} {_QUOTED}", place)
    elif kind and data.mime not in MIME_TYPES[kind]:
        proper = MIME_TYPES[kind][0]
        said = f"calls the image {shown(data.mime)}" if data.mime else "names no type"
        fix = _fix(f"call it {proper}", url, place)
        yield Finding(f"the data URL {said}, but its bytes are {kind}; write {proper}", place, fix)
    elif kind and data.loose and not data.broken:
        fix = _fix("write its base64 the strict way", url, place)
        said = f"the base64 of the data URL has {data.loose}, which strict readers refuse; write it the strict way"
        yield Finding(said, place, fix, "warning")


def _fix(title: str, url: str, place: Path) -> Fix:
    return Fix(title, True, (SetValue(place, canonical(url)),))
