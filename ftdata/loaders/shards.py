"""Several files that are one source: a directory, a pattern, a folder of ``save_to_disk``, a dataset on the Hub.

The files are read in the order of their names. Which they are is settled once, when the source is opened.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatch
from typing import Any, NamedTuple

from ftdata.errors import UnreadableError, UsageError
from ftdata.loaders.packing import SUFFIXES
from ftdata.loaders.source import is_url, open_bytes

KINDS = {
    ".jsonl": ".jsonl",
    ".ndjson": ".jsonl",
    ".json": ".json",
    ".csv": ".csv",
    ".tsv": ".csv",
    ".parquet": ".parquet",
    ".arrow": ".arrow",
}
"""Endings of data files, without a compression's, and which of them go together."""

_COMPANIONS = (
    ".*",
    "_*",
    "*.md",
    "*.crc",
    "license*",
    "dataset_info.json",
    "dataset_infos.json",
    "dataset_dict.json",
    "state.json",
    "job.json",
    "cache-*.arrow",
)
"""Names of what stands beside data and is none, in small letters."""

_SPLITS = {
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val", "dev"),
    "test": ("test", "testing", "eval", "evaluation"),
}
# https://huggingface.co/docs/datasets/repository_structure (2026-11-24)
_WORD = r"(?:\A|[-._ 0-9/])({words})(?:[-._ 0-9/]|\Z)"
_PATTERN = re.compile(r"[*?\[]")
_HUB = re.compile(r"(?:hf://datasets/)?([\w.-]+/[\w.-]+)(?:@([\w.-]+))?(?::([\w.-]+))?(?::([\w.-]+))?\Z")
_SHOWN = 5


class Shards(NamedTuple):
    """The files of one source.

    Attributes:
        name: What the user called it.
        files: Paths or URLs, in order.
        sizes: Their bytes; None where that is not known.
        left_out: Names of the files in the directory that are no data and are not known to go with data.
    """

    name: str
    files: tuple[str, ...]
    sizes: tuple[int | None, ...]
    left_out: tuple[str, ...] = ()

    @property
    def size(self) -> int | None:
        """Bytes of all files, when they are known."""
        return None if None in self.sizes else sum(size or 0 for size in self.sizes)


def gather(name: str) -> Shards | None:
    """List the files that a name stands for; None where it is the name of one file, or of none.

    Raises:
        UsageError: A directory holds no data, data of several kinds, or several splits of which none is chosen.
        UnreadableError: A remote place cannot be listed.
    """
    if name.startswith("hf://datasets/") and _HUB.match(name):
        return _from_hub(name)
    if is_url(name):
        return _remote(name)
    folder, split = (name, "") if os.path.isdir(name) else _divided(name)
    if os.path.isdir(folder):
        return _saved(name, folder, split) or _directory(name, folder, split, _Disk())
    if os.path.lexists(name):
        return None
    if _PATTERN.search(name):
        return _matching(name, _Disk())
    return _from_hub(name) if _is_hub_name(name) else None


class _Disk:
    """The files of this machine."""

    def find(self, folder: str) -> list[str]:
        found = []
        for here, folders, files in os.walk(folder):
            folders[:] = [each for each in folders if not each.startswith(".") and each != "__pycache__"]
            found += [os.path.join(here, file) for file in files]
        return found

    def glob(self, pattern: str) -> list[str]:
        from glob import glob

        return [path for path in glob(pattern, recursive=True) if not os.path.isdir(path)]

    def size(self, path: str) -> int | None:
        return os.path.getsize(path) if os.path.isfile(path) else None


class _Store:
    """The files of another place, through fsspec."""

    def __init__(self, url: str) -> None:
        import fsspec

        self.files, self.path = fsspec.core.url_to_fs(url)

    def find(self, folder: str) -> list[str]:
        return self._named(self.files.find(folder, detail=True))

    def glob(self, pattern: str) -> list[str]:
        return self._named(self.files.glob(pattern, detail=True))

    def _named(self, found: dict[str, Any]) -> list[str]:
        files = {self.files.unstrip_protocol(path): info for path, info in found.items() if info["type"] == "file"}
        self._sizes = {path: info.get("size") for path, info in files.items()}
        return list(files)

    def size(self, path: str) -> int | None:
        return self._sizes.get(path)


def _remote(url: str) -> Shards | None:
    """The files below a URL, or that match one. A web server has no directories, and ``?`` a meaning of its own."""
    if url.startswith(("http://", "https://")):
        return None
    try:
        store = _Store(url)
        if _PATTERN.search(url):
            return _matching(url, store, store.path)
        if not store.files.isdir(store.path):
            return None
        return _directory(url, store.files.unstrip_protocol(store.path), "", store, store.path)
    except (ImportError, ValueError, OSError) as error:
        if isinstance(error, UsageError):
            raise
        raise UnreadableError(f"{url}: cannot be opened: {_first_line(error)}") from error


def _divided(name: str) -> tuple[str, str]:
    """A directory and the split that is named behind it: ``data:train``."""
    folder, colon, split = name.rpartition(":")
    return (folder, split) if colon and split and os.path.isdir(folder) else (name, "")


def _matching(name: str, place: Any, pattern: str = "") -> Shards:
    files = sorted(place.glob(pattern or name))
    if not files:
        raise UnreadableError(f"{name}: no such file, and no file matches it as a pattern")
    _one_kind(name, files)
    return _shards(name, files, place.size)


def _directory(name: str, folder: str, split: str, place: Any, path: str = "") -> Shards:
    below = len(folder.rstrip("/" + os.sep)) + 1
    found = sorted(each for each in place.find(path or folder) if not _is_companion(each[below:]))
    data = [file for file in found if _kind(file) and place.size(file) is not None]
    if not data:
        raise UsageError(f"{name}: is a directory without data in it; data files end in {', '.join(KINDS)}")
    data = _chosen(name, folder, data, split, lambda file: split_of(file[below:].replace(os.sep, "/")))
    _one_kind(name, data)
    rest = tuple(file[below:] for file in found if not _kind(file) or place.size(file) is None)
    return _shards(name, data, place.size, rest)


def _shards(name: str, files: Sequence[str], size: Callable[[str], int | None], rest: tuple[str, ...] = ()) -> Shards:
    return Shards(name, tuple(files), tuple(map(size, files)), rest)


def split_of(path: str) -> str:
    """Name the split that a path within a dataset belongs to, by the Hub's naming; nothing where it names none."""
    for split, words in _SPLITS.items():
        if re.search(_WORD.format(words="|".join(words)), path.lower()):
            return split
    return ""


def _chosen(name: str, base: str, files: list[str], split: str, split_of: Callable[[str], str]) -> list[str]:
    """Keep the files of one split.

    Raises:
        UsageError: There are several and none is named, or the named one is not there.
    """
    found = list(dict.fromkeys(map(split_of, files)))
    named = [each for each in found if each]
    if split:
        _check_split(name, split, named)
        return [file for file in files if split_of(file) == split]
    if len(named) > 1:
        ways = ", ".join(f"{base.rstrip('/' + os.sep)}:{each}" for each in named)
        raise UsageError(
            f"{name}: is a directory with the splits {', '.join(named)}, which are not one file; name one: {ways}"
        )
    return files


def _check_split(name: str, split: str, known: Iterable[str]) -> None:
    if split not in known:
        raise UsageError(f"{name}: there is no split {split!r:.60}; there are: {', '.join(known) or 'none'}")


def _one_kind(name: str, files: Sequence[str]) -> None:
    """Refuse data in several containers, which is mostly the same data twice."""
    kinds = {kind: file for file in files if (kind := _kind(file))}
    if len(kinds) > 1:
        first = min(kinds)
        raise UsageError(
            f"{name}: holds {' and '.join(sorted(kinds))} files, perhaps the same data twice; "
            f"name those you mean, e.g. {os.path.join(name, '*' + first)!r:.200}"
        )


def _kind(file: str) -> str:
    name = os.path.basename(file).lower()
    for packing in SUFFIXES:
        name = name.removesuffix(packing)
    return KINDS.get(os.path.splitext(name)[1], "")


def _is_companion(path: str) -> bool:
    parts = path.replace(os.sep, "/").lower().split("/")
    return any(part.startswith(".") for part in parts) or any(fnmatch(parts[-1], each) for each in _COMPANIONS)


def _saved(name: str, folder: str, split: str) -> Shards | None:
    """The files of a folder that ``save_to_disk`` wrote; None where the folder is none."""
    splits = _note(folder, "dataset_dict.json").get("splits")
    if isinstance(splits, list) and splits:
        if split or len(splits) > 1:
            _chosen(name, folder, list(map(str, splits)), split, str)
        return _saved(name, os.path.join(folder, split or str(splits[0])), "")
    listed = _note(folder, "state.json").get("_data_files")
    if not isinstance(listed, list):
        return None
    files = [
        os.path.join(folder, os.path.basename(str(each.get("filename")))) for each in listed if isinstance(each, dict)
    ]
    missing = [file for file in files if not os.path.isfile(file)]
    if missing:
        raise UnreadableError(f"{missing[0]}: is named by state.json and is not there; get the folder again")
    return _shards(name, files, os.path.getsize) if files else None


def _note(folder: str, name: str) -> dict[str, Any]:
    """Read what the library keeps beside its data; nothing where it is not what it should be."""
    path = os.path.join(folder, name)
    try:
        with open_bytes(path) as stream:
            found = json.load(stream)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_hub_name(name: str) -> bool:
    """Whether a name that is not on this disk may be one on the Hub: ``org/name``, and no slip in a path."""
    match = _HUB.match(name)
    if match is None or _kind(match[1]):
        return False
    return not os.path.isdir(os.path.dirname(name)) and name[0] not in ".~"


def _from_hub(name: str) -> Shards:
    """The files of a dataset on the Hugging Face Hub: ``org/name``, ``org/name:split``, ``org/name:subset:split``.

    Raises:
        UsageError: It has several splits and none is named.
        UnreadableError: It is not there, or the Hub cannot be reached.
    """
    match = _HUB.match(name)
    repository, revision, *words = match.groups() if match else ("", None, None, None)
    subset, split = (words[0], words[1]) if words[1] else (None, words[0])
    by_split = _hub_files(name, str(repository), revision, subset)
    if split:
        _check_split(name, split, by_split)
    elif len(by_split) > 1:
        ways = ", ".join(f"{repository}:{each}" for each in by_split)
        raise UsageError(f"{name}: has the splits {', '.join(by_split)}, which are not one file; name one: {ways}")
    files = list(by_split[split or next(iter(by_split))])
    return _shards(name, files, lambda file: None if is_url(file) else os.path.getsize(file))


def _hub_files(name: str, repository: str, revision: str | None, subset: str | None) -> dict[str, Sequence[str]]:
    try:
        files = _resolved(repository, revision, subset)
    except Exception as error:  # what the libraries below, and theirs for the network, raise has no common base
        raise UnreadableError(
            f"{name}: is no file here, and cannot be opened as a dataset on the Hugging Face Hub: {_first_line(error)}"
        ) from error
    if not files:
        raise UnreadableError(f"{name}: this dataset has no data files that can be read without running its code")
    return files


def _resolved(repository: str, revision: str | None, subset: str | None) -> dict[str, Sequence[str]]:
    """The files of a dataset by split, each at the commit that is now the latest, as the library finds them."""
    import datasets
    import huggingface_hub

    huggingface_hub.HfApi().dataset_info(repository, revision=revision, timeout=20)  # the library would try for long
    files = datasets.load_dataset_builder(repository, subset, revision=revision).config.data_files or {}
    return {str(split): list(found) for split, found in files.items()}


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200]
