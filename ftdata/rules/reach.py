"""Asking web addresses whether they answer.

It is done only on request, without reading what they hold, and never inside the user's own network.
"""

import socket
from http.client import HTTPException, HTTPMessage
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

TIMEOUT = 5.0
"""Seconds for one step of a request."""

_AGENT = {"User-Agent": "ftdata", "Range": "bytes=0-0"}


def unreachable(url: str) -> str:
    """Say why an image cannot be fetched from an address; empty when it answers with something like an image."""
    try:
        if not _is_public(url):
            return "its host is not on the public network"
        status, kind = _ask(url, "HEAD")
        if status >= 400:  # signed addresses are often for GET alone
            status, kind = _ask(url, "GET")
    except (URLError, OSError, HTTPException, ValueError) as error:
        return f"it does not answer ({_reason(error)})"
    if status >= 400:
        return f"it answers with status {status}"
    return f"it answers with {kind[:40]!r}, not with an image" if kind.startswith("text/") else ""


def _ask(url: str, method: str) -> tuple[int, str]:
    """Send a request and return the status and the content type; the body is not read."""
    request = Request(url, headers=_AGENT, method=method)  # noqa: S310 - the opener knows http and https alone
    try:
        with _opener().open(request, timeout=TIMEOUT) as answer:
            return answer.status, answer.headers.get("Content-Type") or ""
    except HTTPError as error:
        error.close()
        return error.code, ""


def _opener() -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor, _Redirects):
        opener.add_handler(handler())
    return opener


class _Redirects(HTTPRedirectHandler):
    """Follows a redirection only to where a request may go."""

    max_redirections = 3

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if not _is_public(newurl):
            raise URLError("it leads to a host that is not on the public network")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_public(url: str) -> bool:
    """Whether every address of a URL's host belongs to the public network.

    Raises:
        OSError: The host has no address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    return all(ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(reason)[:80] or type(error).__name__
