"""A notice by webhook: a signed POST to an address that is public, at the very address its name was checked at."""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
import ssl
import time
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlsplit

import orjson

from catalogue.errors import SettingsError
from catalogue.ledger.notices import Notice
from catalogue.secret import read_secret
from catalogue.settings import Settings
from harvester.asking.guard import AddressRefused, allowed_hosts, check_address, is_public
from harvester.asking.manners import user_agent

SIGNATURE, TIMESTAMP, KEY = "Stook-Signature", "Stook-Timestamp", "Idempotency-Key"
_SECONDS = 15.0


class WebhookFailed(Exception):
    """A receiver that did not take a notice; its text says what it answered."""


def send_webhook(notice: Notice, settings: Settings, *, clock: Callable[[], float] = time.time) -> None:
    """Posts a notice. Raises WebhookFailed, OSError or AddressRefused where it was not taken."""
    key = read_secret(settings.webhook_secret, settings.home, os.environ)
    if not key:
        raise SettingsError(
            "setting webhook_secret (STOOK_WEBHOOK_SECRET) is empty; a webhook is always signed"
        )
    body = orjson.dumps(dict(notice.body), option=orjson.OPT_SORT_KEYS)
    timestamp = str(int(clock()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": user_agent(settings),
        TIMESTAMP: timestamp,
        SIGNATURE: sign(body, timestamp, key),
        KEY: hashlib.sha256(notice.key.encode()).hexdigest()[:32],
    }
    status = _post(notice.target, body, headers, settings.allow)
    if not 200 <= status < 300:
        moved = "; redirects are not followed" if 300 <= status < 400 else ""
        raise WebhookFailed(f"the webhook answered {status}{moved}")


def sign(body: bytes, timestamp: str, key: str) -> str:
    """`sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the body."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()


def _post(url: str, body: bytes, headers: dict[str, str], allow: tuple[str, ...]) -> int:
    check_address(url, allow)
    parts = urlsplit(url)
    host, tls = parts.hostname or "", parts.scheme == "https"
    connection = PinnedConnection(host, parts.port or (443 if tls else 80), tls=tls, allow=allow)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


class PinnedConnection(HTTPConnection):
    """A connection to one of the public addresses that a name has at this moment, and to no other."""

    def __init__(self, host: str, port: int, *, tls: bool, allow: tuple[str, ...]) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self.default_port = 443 if tls else 80
        self._tls = tls
        self._allow = allow

    def connect(self) -> None:
        """Looks the name up once, refuses it if it leads nowhere public, and connects to what was looked up."""
        found = [str(one[4][0]) for one in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        listed = self.host.lower() in allowed_hosts(self._allow)
        public = [address for address in found if listed or is_public(address)]
        if not public:
            raise AddressRefused(f"{self.host} leads to no public address")
        self.sock = socket.create_connection((public[0], self.port), _SECONDS)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
