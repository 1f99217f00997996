"""The provider's door: which client, and what its errors say to somebody who only wants to train."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from ftdata.errors import FtdataError, UsageError

T = TypeVar("T")

PAUSES = (2.0, 8.0)
"""Seconds before something is tried again."""
TARGETS = ("openai", "azure")
_KEYS = {
    "openai": ("OPENAI_API_KEY",),
    "azure": ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "OPENAI_API_VERSION"),
}
_AGAIN = "run the command again, it goes on where it was"
_CURES = {
    401: "the key is not accepted; look at {keys}",
    403: "this account may not do that: {said}",
    404: "the provider does not know it: {said}",
    429: "too many requests, or no credit left: {said}; run the command again later, it goes on where it was",
}


def client(target: str) -> Any:
    """Make the official client; keys come from the environment alone, as the package reads them.

    Raises:
        UsageError: The target takes no submissions, the package is missing, or a variable is not set.
    """
    if target not in TARGETS:
        raise UsageError(f"jobs are submitted to {' or '.join(TARGETS)}, not to {target!r:.40}")
    missing = [name for name in _KEYS[target] if not os.environ.get(name)]
    if missing:
        raise UsageError(f"set {' and '.join(missing)} in the environment; keys are never taken from options or files")
    try:
        import openai
    except ImportError as error:
        raise UsageError('submitting needs the package openai: pip install "ftdata[openai]"') from error
    return openai.AzureOpenAI(max_retries=0) if target == "azure" else openai.OpenAI(max_retries=0)


@contextmanager
def explained(target: str, doing: str) -> Iterator[None]:
    """Turn the package's errors into one line that says what was being done, and the cure.

    Raises:
        FtdataError: Instead of any of them.
    """
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        said = _said(error)
        cure = _CURES.get(error.status_code, "{said}").format(said=said, keys=" and ".join(_KEYS[target]))
        again = f"; {_AGAIN}" if error.status_code >= 500 else ""
        raise FtdataError(f"{doing}: HTTP {error.status_code}: {cure}{again}") from error
    except openai.APIConnectionError as error:
        raise FtdataError(f"{doing}: no connection ({error.__cause__ or error}); {_AGAIN}") from error


def once(make: Callable[[], T], there: Callable[[], T | None]) -> T:
    """Do something at the provider that must not be done twice; try again where it was not done.

    Args:
        make: Does it.
        there: Looks whether it was done after all, when the answer was lost.
    """
    import openai

    for pause in PAUSES:
        try:
            return make()
        except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError):
            time.sleep(pause)
            found = there()
            if found is not None:
                return found
    return make()


def _said(error: Any) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return str(body.get("message") or error.message)[:500]
