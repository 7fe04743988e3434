"""A feed (RFC 4287), whatever it lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from web.opensearch import MEDIA_TYPE, NAMESPACE

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry; `iri` names it for good and is where a person reads of it, unless that is at `page`."""

    iri: str
    title: str
    updated: str
    summary: str
    author: str = ""
    category: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A page of results: `start` is the number of its first one, from 1; `size` how many a page has. `description`
    is where the search is described."""

    description: str
    total: int
    start: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed at `address` of what a person sees at `page`, newest first; `next` is its next page or "".

    `slice` says which part of a search's results it is, where it is one.
    """

    title: str
    address: str
    page: str
    entries: tuple[FeedEntry, ...]
    next: str = ""
    slice: Slice | None = None


def to_atom(feed: Feed) -> bytes:
    """The feed as XML, without what XML cannot hold."""
    root = ElementTree.Element("feed", xmlns=_ATOM)
    _sub(root, "id", feed.address)
    _sub(root, "title", feed.title)
    _sub(root, "updated", max((one.updated for one in feed.entries), default=NEVER))
    _sub(_sub(root, "author"), "name", "Stook")
    _sub(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _sub(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.next:
        _sub(root, "link", rel="next", type="application/atom+xml", href=feed.next)
    if feed.slice:
        root.set("xmlns:opensearch", NAMESPACE)
        _sub(root, "opensearch:totalResults", str(feed.slice.total))
        _sub(root, "opensearch:startIndex", str(feed.slice.start))
        _sub(root, "opensearch:itemsPerPage", str(feed.slice.size))
        _sub(root, "link", rel="search", type=MEDIA_TYPE, href=feed.slice.description)
    for one in feed.entries:
        _add(root, one)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _add(root: ElementTree.Element, one: FeedEntry) -> None:
    entry = _sub(root, "entry")
    _sub(entry, "id", one.iri)
    _sub(entry, "title", one.title)
    _sub(entry, "updated", one.updated)
    _sub(entry, "link", rel="alternate", type="text/html", href=one.page or one.iri)
    if one.author:
        _sub(_sub(entry, "author"), "name", one.author)
    if one.category:
        _sub(entry, "category", term=one.category)
    _sub(entry, "summary", one.summary)


def _sub(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = _NOT_XML.sub("\ufffd", text) or None
    return element
