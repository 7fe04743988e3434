"""DCAT as RDF: a feed in any syntax, whole or in Hydra pages, a dataset a record (https://www.w3.org/TR/vocab-dcat-3/).

A record is the dataset's part of the document: its own statements, and those of the distributions, contacts,
publishers and places that it leads to. Each property of the model is read from the property that
`catalogue/model.py` names beside it, or from those that it lists as `also` (`dcat:accessUrl`,
`dct:distributions`, `owl:versionInfo` …); whatever else is said stands in `extra`.

| | source |
|---|---|
| key | the dataset's IRI, else `dct:identifier`, else a weak key of title and landing page |
| declared | `hydra:totalItems` |
| next page | `hydra:next` of a view, `hydra:nextPage` of a paged collection, IRI or text |
| further documents | `dcat:catalog`, and `dct:hasPart` of type dcat:Catalog, on the same portal |
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

from pyoxigraph import NamedNode
from scrapy import Request
from scrapy.http import Response

from catalogue.iri import is_web_address
from catalogue.reading import Triples
from harvester.drafting.dcat_dataset import cut, draft_dataset, is_a
from harvester.formats.feed import read_feed
from harvester.formats.hydra import next_pages, total_items
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import LONG_AGO, TO_COME, Counted, PortalSpider
from vocab.namespaces import DCAT, DCT

# Where portals put their catalogue, the likeliest first (ckanext-dcat, then udata, DKAN and hand-made ones).
_USUAL = (
    "/catalog.ttl",
    "/catalog.jsonld",
    "/catalog.xml",
    "/catalog.rdf",
    "/dcat.ttl",
    "/dcat.rdf",
    "/dcat",
)
_EXPORT = re.compile(r"/catalog\.(?:ttl|xml|rdf|jsonld|n3)$")
_FILES = ("ttl", "rdf", "xml", "jsonld", "json", "nt", "n3", "nq", "trig", "owl")


class DcatSpider(PortalSpider):
    """Portals that publish DCAT as RDF."""

    kind: ClassVar[str] = "dcat"
    title: ClassVar[str] = "DCAT feed"

    def begin(self) -> tuple[Request, ...]:
        """The address itself where it names a document, else the usual places below it, then it as it stands."""
        parts = urlsplit(self.portal.address)
        if parts.query or parts.path.rpartition(".")[2].lower() in _FILES:
            return (self.ask(self.portal.address, self.page),)
        otherwise = (self.ask(self.portal.address, self.page),)
        for path in reversed(_USUAL):
            otherwise = (self.ask(self.address(path), self.page, otherwise=otherwise),)
        return otherwise

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The export of a CKAN, which takes `modified_since` (https://extensions.ckan.org/extension/dcat/)."""
        url = self._since(since)
        return (self.ask(url, self.page),) if url else ()

    def controls(self) -> tuple[Request, ...]:
        """How many datasets the export has, and with its filter."""
        asked = ((Counted.ALL, ""), (Counted.SINCE_LONG_AGO, LONG_AGO), (Counted.SINCE_TO_COME, TO_COME))
        return tuple(self.control(one, self._since(since), self.count) for one, since in asked)

    def count(self, response: Response) -> Page:
        """How many datasets a page says that there are."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Page(
            declared=total_items(read_feed(response.body, content_type=content_type, url=response.url))
        )

    def page(self, response: Response, *, before: str = "") -> Page:
        """One document. `before` stands for the datasets of the page that led here, to notice a page that
        repeats it."""
        triples, page = read_page(response, self.portal.address, before=before, ask=self._next)
        nested = tuple(self.ask(url, self.page) for url in self._catalogues(triples, response.url))
        return replace(page, follow=page.follow + nested)

    def draft(self, record: Record) -> Draft:
        """A dataset read out of its statements."""
        return draft_dataset(record)

    def _since(self, since: str) -> str:
        """The address of a CKAN's export with the filter; "" for a feed that is not named as one."""
        parts = urlsplit(self.portal.address)
        if parts.query or not _EXPORT.search(parts.path):
            return ""
        return self.portal.address + (f"?modified_since={since}" if since else "")

    def _next(self, url: str, mark: str) -> Request:
        return self.ask(url, self.page, before=mark)

    def _catalogues(self, triples: Triples, url: str) -> Iterator[str]:
        """Nested catalogues on this portal that this document does not hold."""
        parts = (v for v in triples.values(DCT.hasPart) if is_a(v, DCAT.Catalog, triples))
        for node in dict.fromkeys((*triples.values(DCAT.catalog), *parts)):
            if not isinstance(node, NamedNode) or triples.about(node).get(DCAT.dataset):
                continue
            address = node.value.partition("#")[0]
            if is_web_address(address) and self._is_here(address) and address != url:
                yield address

    def _is_here(self, address: str) -> bool:
        homes = {urlsplit(home).hostname for home in (self.portal.address, self.portal.origin) if home}
        return urlsplit(address).hostname in homes


def read_page(
    response: Response, source: str, *, before: str, ask: Callable[[str, str], Request]
) -> tuple[Triples, Page]:
    """A document's statements, and it as a page. `ask` makes the request for the next one, given its address and what
    stands for this page's datasets; `before` stands for those of the page that led here."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    triples = read_feed(response.body, content_type=content_type, url=response.url)
    records, findings = cut(triples, source)
    following = next_pages(triples, response.url)
    mark = _mark(records)
    if following and not records and not findings:
        raise PageUnreadable(f"the page holds no dataset, yet points on to {following[0]}")
    if before and mark == before:
        raise PageUnreadable(
            "the page holds the datasets of the page before it: the portal ignores the page number"
        )
    pages = tuple(ask(url, mark) for url in following)
    return triples, Page(
        records=tuple(records), findings=findings, follow=pages, declared=total_items(triples)
    )


def _mark(records: list[Record]) -> str:
    keys = "\n".join(sorted(record.key for record in records))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]
