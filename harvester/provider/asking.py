"""JSON from the provider: over a guarded connection, without redirects, bounded."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson

from catalogue.errors import CatalogueError
from harvester.asking.guard import allowed_hosts, check_address
from harvester.telling.webhook import PinnedConnection

_MOST_BYTES = 1_000_000


class ProviderFailed(CatalogueError):
    """The provider did not answer as it should; its text is for the log."""


def ask_provider(
    url: str,
    *,
    allow: tuple[str, ...],
    form: Mapping[str, str] | None = None,
    login: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The object at an address, or the answer to a form that is posted there (RFC 6749, 2.3.1: the client's login).

    Raises ProviderFailed, OSError or AddressRefused.
    """
    check_endpoint(url, allow)
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    connection = PinnedConnection(
        parts.hostname or "", parts.port or (443 if tls else 80), tls=tls, allow=allow
    )
    heads = {"Accept": "application/json"}
    if form is not None:
        heads["Content-Type"] = "application/x-www-form-urlencoded"
    if login:
        pair = ":".join(quote(one, safe="") for one in login)
        heads["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, heads)
        answer = connection.getresponse()
        body = answer.read(_MOST_BYTES)
    finally:
        connection.close()
    if answer.status != 200:
        raise ProviderFailed(f"{parts.path} answered {answer.status}")
    return _object(body, parts.path)


def check_endpoint(url: str, allow: tuple[str, ...]) -> None:
    """Raises AddressRefused or ProviderFailed unless the address may be asked, and is private on its way.

    Only what the setting `allow` names may be asked without TLS (OpenID Connect Core, 16.17).
    """
    check_address(url, allow)
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.hostname or "") not in allowed_hosts(allow):
        raise ProviderFailed(f"{parts.hostname} is asked without TLS")


def _object(body: bytes, path: str) -> dict[str, Any]:
    try:
        said = orjson.loads(body)
    except ValueError as error:
        raise ProviderFailed(f"{path} answered no JSON") from error
    if not isinstance(said, dict):
        raise ProviderFailed(f"{path} answered no object")
    return said
