"""What was done so far, kept on the disk."""

import hashlib
import json
from pathlib import Path
from typing import Any

from ftdata.errors import UnreadableError
from ftdata.writers import AtomicFile

NAME = "submission.json"
VERSION = 1


class Ledger:
    """The record of a submission.

    Attributes:
        path: Where it is kept.
        files: By name: ``sha256``, and as they become known ``upload``, ``parts``, ``file`` (ids) and ``status``.
        job: ``request`` (a hash of what was asked for), and as they become known ``id`` and ``status``.
    """

    def __init__(self, folder: str) -> None:
        self.path = Path(folder) / NAME
        self.files: dict[str, dict[str, Any]] = {}
        self.job: dict[str, Any] = {}
        if self.path.exists():
            self._read()

    def _read(self) -> None:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if kept["version"] != VERSION:
                raise UnreadableError(f"{self.path}: is a record of version {kept['version']!r}, this is for {VERSION}")
            self.files, self.job = dict(kept["files"]), dict(kept["job"])
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableError(f"{self.path}: is no record of a submission; move it away to start anew") from error

    def file(self, path: Path) -> dict[str, Any]:
        """The entry of a file; a new one where its bytes are not those of the entry."""
        digest = _digest(path)
        entry = self.files.get(path.name)
        if entry is None or entry.get("sha256") != digest:
            entry = self.files[path.name] = {"sha256": digest}
        return entry

    def keep(self) -> None:
        """Write it down, whole."""
        document = {"version": VERSION, "files": self.files, "job": self.job}
        with AtomicFile(str(self.path), force=True) as file:
            file.stream.write(json.dumps(document, indent=1).encode() + b"\n")
            file.settle()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
