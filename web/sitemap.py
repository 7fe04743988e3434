"""Sitemaps for crawlers: an index of parts, and addresses with their last change.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

MOST = 10_000
"""Addresses in one part; the protocol takes 50,000, but no more than 50 MB."""

LONGEST = 2_048
"""Characters of an address that the protocol takes: fewer than this."""

MEDIA_TYPE = "application/xml"

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_QUOTES = {"'": "&apos;", '"': "&quot;"}
_AT_ONCE = 500  # lines sent together

Listed = tuple[str, str]
"""An address, and when what is there last changed, "" where that is not known."""


def write_addresses(listed: Iterable[Listed]) -> Iterator[bytes]:
    """A sitemap, piece by piece; addresses that are too long are left out."""
    return _written("urlset", "url", listed)


def write_index(parts: Iterable[Listed]) -> Iterator[bytes]:
    """A sitemap index of the addresses of sitemaps."""
    return _written("sitemapindex", "sitemap", parts)


def _written(whole: str, each: str, listed: Iterable[Listed]) -> Iterator[bytes]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{_SPACE}">\n'.encode()
    waiting: list[str] = []
    for address, changed in listed:
        if len(address) >= LONGEST:
            continue
        when = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        waiting.append(f"<{each}><loc>{escape(address, _QUOTES)}</loc>{when}</{each}>\n")
        if len(waiting) == _AT_ONCE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield f"{''.join(waiting)}</{whole}>\n".encode()
