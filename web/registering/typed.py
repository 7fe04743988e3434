"""What a person typed as the address of a portal: a web address, or a sentence that says what was expected.

What can be seen at once is answered beside the field; whether a name leads to a private address, only the worker finds
out, each time it asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from catalogue.checking.address import LONGEST, read_address
from catalogue.errors import PortalError

_EXAMPLE = "https://data.example.gov.uk"
_AROUND = " \t<>\"'“”‘’`,;"
_SLASHES = re.compile(r"^(https?):/*(?=[^/\d])", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?://|(?!\d))", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_MAILBOX = re.compile(r"(?:mailto:)?[^\s@/:]+@[^\s@/:]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An address that can be asked for, or else what is wrong with what was typed."""

    address: str = ""
    wrong: str = ""


def read_typed(text: str, allow: Iterable[str] = ()) -> Typed:
    """Reads an address as people write it, with or without `https://`.

    `allow` are the hosts, or hosts with a port, that may be asked although they are private.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip(_AROUND).rstrip(".")
    if wrong := _not_an_address(plain):
        return Typed(wrong=wrong)
    try:
        address = read_address(_SLASHES.sub(r"\1://", plain))
    except PortalError as error:
        return Typed(wrong=str(error))
    if wrong := _not_a_site(address, tuple(allow)):
        return Typed(wrong=wrong)
    return Typed(address=address)


def _not_an_address(text: str) -> str:
    if not text:
        return f"Enter the web address of your portal, such as {_EXAMPLE}"
    if _MAILBOX.fullmatch(text):
        return f"That is an e-mail address. Enter the web address of your portal, such as {_EXAMPLE}"
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"Enter an address that begins with https:// or http://, not with {scheme[1][:20]}:"
    if len(text) <= LONGEST and len(text.split()) > 1:
        return f"An address has no spaces. Enter it as the browser shows it in its address bar, such as {_EXAMPLE}"
    return ""


def _not_a_site(address: str, allow: tuple[str, ...]) -> str:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in allow or parts.netloc in allow:
        return ""
    if number := _number(host):
        return "" if number.is_global else f"{host} is on a private network, where no public portal is"
    if not _HOST.fullmatch(host) or host.rpartition(".")[2].isdecimal():
        return f"“{host[:60]}” cannot be the name of a site. Enter an address such as {_EXAMPLE}"
    if "." not in host:
        return (
            f"“{host[:60]}” is not a whole web address. Enter it as the browser shows it, such as {_EXAMPLE}"
        )
    return ""


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
