"""Sitemaps and the lines of a robots.txt that name them (https://www.sitemaps.org/protocol.html, RFC 9309)."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from catalogue.iri import is_web_address
from harvester.formats.elements import each, name_of, word_of
from harvester.formats.native import as_utf8
from harvester.formats.xml import read_xml
from harvester.record import PageUnreadable

_EXPECTED = "a sitemap"
_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_UNPACKED = 50 * 1024 * 1024  # bytes: the protocol's own bound of a sitemap


@dataclass(frozen=True, slots=True)
class Place:
    """An address in a sitemap, and when it changed, as written; "" where it does not say."""

    address: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists: pages, or further sitemaps."""

    pages: tuple[Place, ...] = ()
    sitemaps: tuple[Place, ...] = ()


def sitemaps_of(robots: bytes) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names; relative addresses are none."""
    found = _LINE.findall(as_utf8(robots).decode())
    return tuple(dict.fromkeys(address for address in found if is_web_address(address)))


def read_sitemap(body: bytes) -> Sitemap:
    """A sitemap or an index of sitemaps, as XML or one address a line, packed or not. Raises PageUnreadable."""
    text = _unpacked(body) if body.startswith(b"\x1f\x8b") else body
    if is_web_address(text.lstrip(b"\xef\xbb\xbf \r\n")[:8].decode("latin-1")):
        lines = as_utf8(text).decode().split()
        return Sitemap(pages=tuple(Place(line, "") for line in lines if is_web_address(line)))
    root = read_xml(text, expected=_EXPECTED)
    if name_of(root) == "sitemapindex":
        return Sitemap(sitemaps=tuple(_places(root, "sitemap")))
    if name_of(root) == "urlset":
        return Sitemap(pages=tuple(_places(root, "url")))
    raise PageUnreadable(f"expected {_EXPECTED}, got XML whose root is <{name_of(root)}>")


def _places(root: object, name: str) -> Iterator[Place]:
    for said in each(root, name):  # type: ignore[arg-type]
        address = word_of(said, "loc")
        if is_web_address(address):
            yield Place(address, word_of(said, "lastmod"))


def _unpacked(body: bytes) -> bytes:
    try:
        with gzip.open(BytesIO(body)) as file:
            text = file.read(_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PageUnreadable(
            f"expected {_EXPECTED}, got a packed one that cannot be unpacked: {error}"
        ) from error
    if len(text) > _UNPACKED:
        raise PageUnreadable(f"the sitemap is larger than {_UNPACKED >> 20} MB when unpacked")
    return text
