"""Catalogues that answer with JSON of their own: a Solr index of CKAN's packages, and UKCEH's catalogue of documents.

| asked | record |
|---|---|
| the address if it ends in `/select` (Solr), 500 a page by id | its `validated_data_dict`, else the document |
| else `/documents`, 100 a page, then each `/documents/{id}` (UKCEH) | a document |

A package is drafted by `drafting/ckan_package.py`, a document by `drafting/ceh_document.py`; their keys are their ids.
What an index holds beside datasets, such as organisations, is left out with a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.ceh_document import draft_document
from harvester.drafting.ckan_package import draft_package
from harvester.formats import native
from harvester.formats.items import Named, read_item, sort_out
from harvester.formats.native import first, mapping, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

_ROWS = 500
_LISTED = 100
_PACKAGE = "validated_data_dict"  # where data.gov.uk's index keeps a package whole


class NativeJsonSpider(PortalSpider):
    """Portals that answer with JSON of their own."""

    kind: ClassVar[str] = "native_json"
    title: ClassVar[str] = "JSON of its own"

    def begin(self) -> tuple[Request, ...]:
        """The first page of the index, or of the list of documents."""
        if urlsplit(self.portal.address).path.rstrip("/").endswith("/select"):
            return (self._select(0),)
        return (self._documents(1),)

    def index(self, response: Response, *, start: int, before: str = "") -> Page:
        """One page of a Solr index. `before` is the first id of the last page."""
        documents, count = _documents_of(response.body)
        if not documents and start < count:
            raise PageUnreadable(f"an empty page at {start} of {count} documents")
        begins = text(mapping(documents[0]).get("id")) if documents else ""
        if begins and begins == before:
            raise PageUnreadable(f"the page at {start} repeats the one before it: the portal ignores `start`")
        read = (
            read_item(package_of(item), f"response.docs[{start + n}]", self._package)
            for n, item in enumerate(documents)
        )
        records, findings = sort_out(read)
        held = start + len(documents)
        follow = (self._select(held, before=begins),) if held < count else ()
        return Page(records=records, findings=findings, follow=follow, declared=count)

    def listed(self, response: Response, *, page: int, seen: int = 0) -> Page:
        """One page of UKCEH's list, each of whose documents is then asked for."""
        said = mapping(native.read_document(response.body, expected="the JSON of a list of documents"))
        results, count = said.get("results"), said.get("numFound")
        if not isinstance(results, list) or not isinstance(count, int) or isinstance(count, bool):
            raise PageUnreadable("expected a list of documents, got JSON without `results` and `numFound`")
        if not results and seen < count:
            raise PageUnreadable(f"page {page} is empty, after {seen} of {count} documents")
        ids = [first(mapping(one).get("identifier"), mapping(one).get("id")) for one in results]
        held = seen + len(results)
        follow = (self._documents(page + 1, seen=held),) if held < count and results else ()
        return Page(follow=(*map(self._document, filter(None, ids)), *follow), declared=count)

    def document(self, response: Response) -> Page:
        """One document."""
        said = native.read_document(response.body, expected="the JSON of a document")
        records, findings = sort_out((read_item(said, "", self._named),))
        return Page(records=records, findings=findings)

    def draft(self, record: Record) -> Draft:
        """A package of the index, or a document."""
        said = native.unpack(record.body)
        if "notes" in said or "metadata_created" in said or "metadata_modified" in said:
            return draft_package(
                record, site=f"{urlsplit(record.source).scheme}://{urlsplit(record.source).netloc}"
            )
        return draft_document(record)

    def _select(self, start: int, *, before: str = "") -> Request:
        address = self.portal.address.split("?")[0]
        url = f"{address}?q=*:*&rows={self.rows(_ROWS)}&start={start}&sort=id%20asc&wt=json"
        return self.ask(url, self.index, start=start, before=before)

    def _documents(self, page: int, *, seen: int = 0) -> Request:
        url = self.address(f"/documents?page={page}&rows={_LISTED}&format=json")
        return self.ask(url, self.listed, page=page, seen=seen)

    def _document(self, key: str) -> Request:
        return self.ask(self.address(f"/documents/{quote(key, safe='')}?format=json"), self.document)

    def _package(self, said: Mapping[str, Any]) -> Named:
        name = first(said.get("name"), said.get("id"))
        dataset = "notes" in said or "resources" in said
        return Named(
            key=text(said.get("id")),
            source=f"{_home(self.portal.origin or self.portal.address)}/dataset/{name}",
            told=(first(said.get("title")), name),
            left_out="" if dataset else "is no dataset, though the index lists it",
        )

    def _named(self, said: Mapping[str, Any]) -> Named:
        key = text(said.get("id"))
        page = native.iri(said.get("uri"))
        return Named(
            key=key,
            source=page or self.address(f"/documents/{key}"),
            told=(first(said.get("title")), page),
        )


def package_of(item: object) -> object:
    """The package that a document of the index holds whole; else the document itself."""
    said = mapping(item)
    package = native.inner_json(said.get(_PACKAGE))
    if not isinstance(package, dict):
        return item
    return package | {"id": first(said.get("id"), package.get("id"))}


def _documents_of(body: bytes) -> tuple[list[Any], int]:
    answer = mapping(native.read_document(body, expected="the JSON of a Solr index"))
    inner = mapping(answer.get("response"))
    documents, count = inner.get("docs"), inner.get("numFound")
    if isinstance(documents, list) and isinstance(count, int) and not isinstance(count, bool):
        return documents, count
    problem = first(mapping(answer.get("error")).get("msg"), answer.get("error"))
    raise PageUnreadable(
        f"expected a Solr index, got JSON without `response.docs` and a count {problem[:200]}".strip()
    )


def _home(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
