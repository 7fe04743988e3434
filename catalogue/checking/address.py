"""The address of a portal as people write it, made into one that can be asked, or refused in words for them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from catalogue.errors import PortalError

LONGEST = 2_000  # characters
_BROKEN = re.compile(r"[\s\\\x00-\x1f\x7f]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")  # what follows a host's name is a port
_DOCUMENT = re.compile(r"\.(json|jsonld|ttl|rdf|xml|nt|n3|csv|tsv|xlsx|ods)$", re.IGNORECASE)
_PATH, _QUERY = "/%:@!$&'()*+,;=~", "/%:@!$&'()*+,;=~?[]"


def read_address(text: str) -> str:
    """An address as it is asked: https where no scheme is given, the host in small letters and ASCII, nothing behind
    `#`, which is the browser's. PortalError says what is wrong with it, to the person who typed it."""
    written = text.strip().partition("#")[0]
    if not written:
        raise PortalError("Enter the web address of a portal, such as data.example.gov.uk")
    if len(written) > LONGEST:
        raise PortalError(f"The address is longer than {LONGEST:,} characters")
    url = _with_scheme(written)
    if url is None or _BROKEN.search(url):
        raise _not_one(written)
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        raise _not_one(written) from None
    if parts.username is not None or parts.password is not None:
        raise PortalError(f"The address on {parts.hostname} carries a name or a password; give it without")
    query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    return f"{parts.scheme}://{host}{quote(parts.path, safe=_PATH) or '/'}{query}"


def root_of(address: str) -> str:
    """What the addresses of one portal have in common: host and folder, without scheme, `www.` and a document's name.

    "" for an empty one."""
    place, _, query = address.partition("://")[2].removeprefix("www.").partition("?")
    folder, _, last = place.rstrip("/").rpartition("/")
    return folder if folder and not query and _DOCUMENT.search(last) else place.rstrip("/") + query


def host_of(address: str) -> str:
    """The host of an address, whatever its port: what is polite is owed to a machine. "" for one without."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _with_scheme(written: str) -> str | None:
    """The address with its scheme in small letters; None for one that is not of the web."""
    if written.startswith("//"):
        return f"https:{written}"
    scheme, mark, rest = written.partition("://")
    if mark:
        return f"{scheme.lower()}://{rest}" if scheme.lower() in ("http", "https") else None
    return None if _SCHEME.match(written) else f"https://{written}"


def _host(parts: SplitResult) -> str:
    """Host and port in ASCII; ValueError where there is no such host."""
    name, port = (parts.hostname or "").rstrip("."), parts.port
    if not name or port == 0:
        raise ValueError("no host")
    plain = f"[{name}]" if ":" in name else name.encode("idna").decode()
    usual = {"http": 80, "https": 443}[parts.scheme]
    return plain if port in (None, usual) else f"{plain}:{port}"


def _not_one(written: str) -> PortalError:
    shown = written if len(written) <= 60 else written[:57] + "…"
    return PortalError(
        f"{shown!r} is not a web address; one such as https://data.example.gov.uk was expected"
    )
