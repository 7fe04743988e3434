"""Secrets of a portal: kept outside of the ledger, sent to its own host alone, and never told.

A setting `header.X-App-Token` names one by reference, `secret:CAMDEN_TOKEN`; words may stand around it
(`Apikey secret:NAME`). The setting `apikey` is Opendatasoft's way of saying the same. The secret is in the variable
`STOOK_SECRET_CAMDEN_TOKEN`, or in the file `secrets/CAMDEN_TOKEN` of the home folder, which nobody else may read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from catalogue.errors import PortalError, SettingsError
from catalogue.portal import Portal
from catalogue.secret import REFERENCE, named_secret

_HEADER = "header."
_APIKEY = "apikey"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_NEVER = frozenset(("host", "content-length", "connection", "transfer-encoding", "user-agent", "cookie"))
_HIDDEN = "(secret)"
_SHORTEST = 4  # a shorter text stands in answers by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What is sent beside each request to a portal's own host (scheme, host, port), and the texts that are secret."""

    home: tuple[str, str, int]
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    values: tuple[str, ...] = field(default=(), repr=False)

    def hide(self, body: bytes) -> bytes:
        """Bytes without the secrets that a portal gave back."""
        for value in self.values:
            body = body.replace(value.encode(), _HIDDEN.encode())
        return body


def is_secret(name: str) -> bool:
    """Whether a setting of a portal refers to a secret."""
    return name == _APIKEY or name.startswith(_HEADER)


def shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as they may be shown: a secret that stands in the open is not."""
    return {
        name: _HIDDEN if is_secret(name) and not REFERENCE.search(str(value)) else value
        for name, value in settings.items()
    }


def check_references(portal: Portal) -> None:
    """PortalError where a setting would send a header that is ours to set, or holds a secret instead of its name."""
    for name, value in portal.settings.items():
        if not is_secret(name):
            continue
        header = name.removeprefix(_HEADER)
        if not _NAME.fullmatch(header) or header.lower() in _NEVER:
            raise PortalError(f"portals/{portal.slug}: setting {name} names no header that may be set")
        if not REFERENCE.search(str(value)):
            raise PortalError(
                f"portals/{portal.slug}: setting {name} holds a secret in the open; a reference such as"
                " secret:CAMDEN_TOKEN was expected"
            )


def read_secrets(portal: Portal, home: Path, environment: Mapping[str, str]) -> Secrets:
    """The portal's secrets; PortalError names the one that is nowhere, or that others could read."""
    held: dict[str, str] = {}

    def told(reference: re.Match[str]) -> str:
        held[reference[1]] = _read(reference[1], portal, home, environment)
        return held[reference[1]]

    headers = {}
    for name, value in portal.settings.items():
        if is_secret(name):
            header, text = (name.removeprefix(_HEADER), str(value))
            if name == _APIKEY:
                header, text = "Authorization", f"Apikey {value}"
            headers[header] = REFERENCE.sub(told, text)
    values = tuple(sorted((one for one in held.values() if len(one) >= _SHORTEST), key=len, reverse=True))
    return Secrets(home=_place(portal.address), headers=headers, values=values)


class SecretsMiddleware:
    """Sends a portal's secrets to its own host, and takes them from a request that leads to another."""

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SecretsMiddleware:
        """Reads the setting STOOK_SECRETS."""
        return cls(crawler.settings["STOOK_SECRETS"])

    def process_request(self, request: Request) -> None:
        """Sets or takes away; a redirect is a request of its own, with the headers of the one before."""
        for name, value in self.secrets.headers.items():
            if _place(request.url) == self.secrets.home:
                request.headers[name] = value
            else:
                request.headers.pop(name, None)

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's
        """Hides what a portal says again in its headers, before a redirect is made of them."""
        for name in list(response.headers) if self.secrets.values else ():
            response.headers[name] = [self.secrets.hide(one) for one in response.headers.getlist(name)]
        return response


class EchoMiddleware(SecretsMiddleware):
    """Hides secrets that a portal gives back in an unpacked answer, before anything is read, logged or kept."""

    def process_request(self, request: Request) -> None:
        """Nothing."""

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's
        """The answer without them."""
        if not any(value.encode() in response.body for value in self.secrets.values):
            return response
        return response.replace(body=self.secrets.hide(response.body))


def _read(name: str, portal: Portal, home: Path, environment: Mapping[str, str]) -> str:
    try:
        return named_secret(name, home, environment)
    except SettingsError as error:
        raise PortalError(f"portals/{portal.slug}: {error}") from error


def _place(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what a secret is for. http is another place than https, so nothing is sent in the open."""
    parts = urlsplit(url)
    return (
        parts.scheme,
        (parts.hostname or "").rstrip("."),
        parts.port or (443 if parts.scheme == "https" else 80),
    )
