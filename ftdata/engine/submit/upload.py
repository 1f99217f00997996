"""Uploading a file once: whole where it is small, in parts where it is large.

Sources: https://github.com/openai/openai-openapi (/files, /uploads; 2026-08-21); parts from 100 MB on, as advised for
Azure: https://github.com/microsoft/azure-skills/blob/1a03acf/references/large-file-uploads.md (2026-08-21).
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from ftdata.engine.submit.client import explained, once
from ftdata.engine.submit.ledger import Ledger
from ftdata.errors import FtdataError

LARGE = 100 << 20
"""Bytes from which on a file goes up in parts."""
PART = 32 << 20
"""Bytes of a part; the provider takes up to 64 MB."""
PURPOSE = "fine-tune"
TYPE = "application/jsonl"

Tell = Callable[[str], object]


def upload(client: Any, target: str, path: Path, ledger: Ledger, tell: Tell) -> str:
    """Upload a file unless that was done, and return its id there.

    The name that it gets holds a hash of its bytes, so that an upload whose answer was lost is found again.

    Raises:
        FtdataError: It cannot be uploaded.
    """
    entry = ledger.file(path)
    if "file" in entry:
        tell(f"{path.name}: is there already as {entry['file']}")
        return str(entry["file"])
    name = f"{path.stem}-{entry['sha256'][:12]}{path.suffix}"
    with explained(target, f"uploading {path.name}"):
        found = _there(client, name, path.stat().st_size) if entry.get("begun") else None
        entry["begun"] = True
        ledger.keep()
        large = path.stat().st_size > LARGE
        entry["file"] = found or (_in_parts if large else _whole)(client, path, name, entry, ledger, tell)
    ledger.keep()
    tell(f"{path.name}: uploaded as {entry['file']}")
    return str(entry["file"])


def wait(client: Any, target: str, path: Path, ledger: Ledger, pause: float) -> None:
    """Wait until the provider has looked through an uploaded file.

    Raises:
        FtdataError: It found a fault; its words are in the message.
    """
    entry = ledger.file(path)
    while entry.get("status") != "processed":
        with explained(target, f"waiting for {path.name}"):
            found = client.files.retrieve(entry["file"])
        entry["status"] = found.status
        ledger.keep()
        if found.status in ("error", "deleted"):
            ledger.files.pop(path.name)
            ledger.keep()
            raise FtdataError(f"{path.name}: the provider refuses the file: {found.status_details or found.status}")
        if found.status != "processed":
            time.sleep(pause)


def _there(client: Any, name: str, size: int) -> str | None:
    """The id of a file of this name that an earlier run uploaded without hearing of it."""
    for file in client.files.list(purpose=PURPOSE):
        if file.filename == name and file.bytes == size:
            return str(file.id)
    return None


def _whole(client: Any, path: Path, name: str, _entry: Mapping[str, Any], _ledger: Ledger, _tell: Tell) -> str:
    def make() -> str:
        with path.open("rb") as stream:
            return str(client.files.create(file=(name, stream, TYPE), purpose=PURPOSE).id)

    return once(make, lambda: _there(client, name, path.stat().st_size))


def _in_parts(client: Any, path: Path, name: str, entry: dict[str, Any], ledger: Ledger, tell: Tell) -> str:
    size = path.stat().st_size
    if "upload" not in entry or entry.get("expires", 0) < time.time() + 60:
        begin = partial(client.uploads.create, bytes=size, filename=name, mime_type=TYPE, purpose=PURPOSE)
        begun = once(begin, lambda: None)
        entry |= {"upload": begun.id, "parts": [], "expires": begun.expires_at, "part": PART}
        ledger.keep()
    with path.open("rb") as stream:
        _send_parts(client, stream, size, entry, ledger, tell)

    def finish() -> str:
        return str(client.uploads.complete(entry["upload"], part_ids=entry["parts"]).file.id)

    return once(finish, lambda: _there(client, name, size))


def _send_parts(client: Any, stream: BinaryIO, size: int, entry: dict[str, Any], ledger: Ledger, tell: Tell) -> None:
    """Send the parts that are not there yet, and note each."""
    step: int = entry["part"]
    stream.seek(len(entry["parts"]) * step)
    while piece := stream.read(step):
        send = partial(client.uploads.parts.create, entry["upload"], data=piece)
        entry["parts"].append(once(send, lambda: None).id)
        ledger.keep()
        tell(f"{min(len(entry['parts']) * step, size) / size:.0%} uploaded")
