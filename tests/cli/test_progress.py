"""The progress bar appears only where somebody sees it."""

import sys

import pytest

from ftdata.cli import _progress
from ftdata.engine.settings import no_progress


def _before_a_terminal(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(_progress, "LARGE", 10)


def test_a_bar_for_large_inputs_on_a_terminal(clean, capsys, monkeypatch):
    _before_a_terminal(monkeypatch)
    with _progress.progress([clean]) as tell:
        assert tell is not no_progress
        tell(20)
    assert "/s]" in capsys.readouterr().err


@pytest.mark.parametrize("why", ["quiet", "ci", "small", "stdin"])
def test_no_bar_otherwise(clean, capsys, monkeypatch, why):
    _before_a_terminal(monkeypatch)
    if why == "ci":
        monkeypatch.setenv("CI", "true")
    if why == "small":
        monkeypatch.setattr(_progress, "LARGE", 1 << 20)
    sources = ["-"] if why == "stdin" else [clean]
    with _progress.progress(sources, quiet=why == "quiet") as tell:
        assert tell is no_progress
    assert capsys.readouterr().err == ""


def test_no_bar_in_a_pipe(clean, monkeypatch):
    monkeypatch.setattr(_progress, "LARGE", 10)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    with _progress.progress([clean]) as tell:
        assert tell is no_progress
