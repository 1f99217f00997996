"""Asking a moderation endpoint what it makes of texts.

It is done only when the user names the endpoint, since the texts are sent to it. The protocol is that of
``POST /v1/moderations`` of OpenAI (https://platform.openai.com/docs/api-reference/moderations, 2026-11-26), which
others serve too: ``{"model": …, "input": [texts]}`` is answered by one result for each text.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ftdata.errors import FtdataError, UsageError
from ftdata.jsontext import dumps, loads

OPENAI = "api.openai.com"
KEY, OPENAI_KEY = "FTDATA_MODERATION_KEY", "OPENAI_API_KEY"
"""Where the key stands in the environment; the second one is sent to OpenAI alone."""

TIMEOUT = 30.0
"""Seconds for one step of a request."""

WAIT = 1.0
"""Seconds before a request is sent again; twice as long each time, and never longer than ``_LONGEST_WAIT``."""

_TRIES, _LONGEST_WAIT = 5, 30.0
_AT_ONCE, _MOST_CHARACTERS = 32, 100_000
_LONGEST_ANSWER = 8 << 20
_BUSY = (408, 429, 500, 502, 503, 504)
_LOCAL = ("localhost", "127.0.0.1", "::1")

Ask = Callable[[Sequence[str]], Any]
"""Takes texts and returns a result for each: ``{"flagged": true, "categories": {…}, "category_scores": {…}}``."""


def asker(endpoint: Any, model: str) -> Ask:
    """What asks an endpoint: the user's own function, or a request over the network.

    Raises:
        UsageError: The address is none to which texts may be sent.
    """
    if callable(endpoint):
        own: Ask = endpoint
        return own
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise UsageError(
            f"X003.endpoint has to be an https address such as https://{OPENAI}/v1/moderations, not {endpoint[:80]!r}; "
            "http is for this machine alone"
        )
    return lambda texts: _asked(endpoint, model, texts)


def flags(ask: Ask, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each text the categories it is flagged for, with their scores; nothing where it is not flagged.

    Raises:
        FtdataError: The endpoint cannot be asked, or answers something else.
    """
    for some in _batches(texts):
        results = ask(some)
        if not isinstance(results, Sequence) or len(results) != len(some):
            raise FtdataError(f"the moderation endpoint gave no list of {len(some)} results, one for each text")
        yield from map(_flagged, results)


def _flagged(result: Any) -> tuple[str, ...]:
    if not isinstance(result, Mapping) or not isinstance(result.get("flagged"), bool):
        raise FtdataError("the moderation endpoint gave a result that does not say whether the text is flagged")
    if not result["flagged"]:
        return ()
    categories, scores = (result.get(key) or {} for key in ("categories", "category_scores"))
    named = [name for name, is_so in categories.items() if is_so is True]
    named.sort(key=lambda name: -scores.get(name, 0))
    return tuple(f"{name} {scores[name]:.2f}" if name in scores else name for name in named) or ("no category",)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _AT_ONCE or size + len(text) > _MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _asked(endpoint: str, model: str, texts: Sequence[str]) -> Any:
    """Send one request, again and again where the other side is busy."""
    request = Request(endpoint, dumps({"model": model, "input": texts}), _headers(endpoint), method="POST")  # noqa: S310 - https, or this machine
    wait = WAIT
    for attempt in range(1, _TRIES + 1):
        try:
            with build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as answer:
                return loads(answer.read(_LONGEST_ANSWER))["results"]
        except HTTPError as error:
            with error:
                if error.code not in _BUSY or attempt == _TRIES:
                    raise FtdataError(f"{endpoint} answered with status {error.code}{_hint(error)}") from error
                wait = max(wait, _told_to_wait(error))
        except (URLError, OSError, HTTPException) as error:
            if attempt == _TRIES:
                raise FtdataError(f"{endpoint} does not answer ({getattr(error, 'reason', error)})") from error
        except (ValueError, KeyError, TypeError) as error:
            raise FtdataError(f"{endpoint} answered with something else than results of a moderation") from error
        time.sleep(min(wait, _LONGEST_WAIT))
        wait *= 2
    raise FtdataError(f"{endpoint} was busy all the time")


def _headers(endpoint: str) -> dict[str, str]:
    key = os.environ.get(KEY) or (os.environ.get(OPENAI_KEY) if urlsplit(endpoint).hostname == OPENAI else None)
    given = {"Authorization": f"Bearer {key}"} if key else {}
    return {"Content-Type": "application/json", "User-Agent": "ftdata"} | given


def _hint(error: HTTPError) -> str:
    if error.code in (401, 403):
        return f"; put the key into the environment variable {KEY}, or {OPENAI_KEY} for {OPENAI}"
    if error.code == 429:
        return ": too many requests; try again later, or send fewer rows with X003.most"
    return "; look at the address" if error.code in (301, 302, 303, 307, 308, 404, 405) else ""


def _told_to_wait(error: HTTPError) -> float:
    try:
        return float(error.headers.get("Retry-After") or 0)
    except ValueError:
        return 0.0


class _NoRedirects(HTTPRedirectHandler):
    """Leaves a redirection alone, since texts and key were meant for the address that was named."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
