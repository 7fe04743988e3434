"""OpenGeoMetadata: records of the Aardvark schema, from its interface or from GeoBlacklight (https://opengeometadata.org).

| asked, each where the one before it fails | record |
|---|---|
| the address, if its path ends in `.json` | the records of a list, whole |
| `/api/v1/search`, 100 a page by title (OGM API) | a record |
| `/catalog.json`, 100 a page (GeoBlacklight) | a record; where the list shows parts of it, its `/catalog/{id}/raw` |

Its key is `id`; its fields stand in `drafting/aardvark_record.py`. Records of the schema's forebear, GeoBlacklight 1.0,
are given the newer names. Suppressed records are left out with a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.aardvark_record import draft_record, is_whole, newer
from harvester.formats import native
from harvester.formats.items import Named, Sifted, read_item, sort_out
from harvester.formats.listing import read_items
from harvester.formats.native import first, mapping, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

_ROWS = 100
_WAYS = {
    "ogm": f"/api/v1/search?q=*:*&per_page={_ROWS}&sort=title_asc&include_ui=false",
    "geoblacklight": f"/catalog.json?per_page={_ROWS}",
}
_EXPECTED = "the JSON of a list of Aardvark records"


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a page of any of these interfaces holds: its documents, how many there are in all (None where it does not
    say), and whether another page follows."""

    documents: list[Any]
    total: int | None
    more: bool


class AardvarkSpider(PortalSpider):
    """Portals that publish OpenGeoMetadata, GeoBlacklight among them."""

    kind: ClassVar[str] = "aardvark"
    title: ClassVar[str] = "OpenGeoMetadata (Aardvark)"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The list that the address names, else the interfaces, newest first."""
        if urlsplit(self.portal.address).path.endswith(".json"):
            return (self.ask(self.portal.address, self.document),)
        older = self._page("geoblacklight", 1)
        return (self._page("ogm", 1, otherwise=(older,)),)

    def document(self, response: Response) -> Page:
        """A whole list of records, read one by one as they are taken."""
        items = read_items(response.body, name="records", expected=_EXPECTED)
        found = Sifted(read_item(newer(item), f"[{n}]", self._name) for n, item in enumerate(items))
        return Page(records=found, findings=found.findings)

    def search(self, response: Response, *, way: str, page: int, seen: int = 0, before: str = "") -> Page:
        """One page of a list. `seen` counts what the pages before it held, `before` is the first id of the last one."""
        listed = _listed(native.read_document(response.body, expected=_EXPECTED))
        documents = [newer(_own(item)) for item in listed.documents]
        if not documents and listed.total is not None and seen < listed.total:
            raise PageUnreadable(f"page {page} is empty, after {seen} of {listed.total} records")
        begins = text(mapping(documents[0]).get("id")) if documents else ""
        if begins and begins == before:
            raise PageUnreadable(f"page {page} repeats the one before it")
        whole = [item for item in documents if is_whole(item)]
        parts = [item for item in documents if isinstance(item, dict) and not is_whole(item)]
        read = (read_item(item, f"[{seen + n}]", self._name) for n, item in enumerate(whole))
        records, findings = sort_out(read)
        held = seen + len(documents)
        more = bool(documents) and (listed.more or (listed.total is not None and held < listed.total))
        following = (self._page(way, page + 1, seen=held, before=begins),) if more else ()
        return Page(
            records=records,
            findings=(*findings, *self._strange(documents)),
            follow=(*self._raws(parts), *following),
            declared=listed.total,
        )

    def raw(self, response: Response) -> Page:
        """One record."""
        said = native.read_document(response.body, expected="the JSON of an Aardvark record")
        records, findings = sort_out((read_item(newer(said), "", self._name),))
        return Page(records=records, findings=findings)

    def draft(self, record: Record) -> Draft:
        """An Aardvark record."""
        return draft_record(record, site=self.address(""))

    def _page(
        self, way: str, page: int, *, seen: int = 0, before: str = "", otherwise: tuple[Request, ...] = ()
    ) -> Request:
        url = self.address(f"{_WAYS[way]}&page={page}")
        return self.ask(url, self.search, otherwise=otherwise, way=way, page=page, seen=seen, before=before)

    def _raws(self, parts: list[dict[str, Any]]) -> Iterator[Request]:
        for part in parts:
            if key := text(part.get("id")):
                yield self.ask(self.address(f"/catalog/{quote(key, safe='')}/raw"), self.raw)

    def _strange(self, documents: list[object]) -> Iterator[Any]:
        """What stands on a list and is no object."""
        for n, item in enumerate(documents):
            if not isinstance(item, dict):
                yield read_item(item, f"[{n}]", self._name)

    def _name(self, said: Mapping[str, Any]) -> Named:
        key = text(said.get("id"))
        return Named(
            key=key,
            source=self.address(f"/catalog/{quote(key, safe=':')}") if key else self.portal.address,
            told=(first(said.get("dct_title_s")),),
            left_out="is suppressed" if said.get("gbl_suppressed_b") is True else "",
        )


def _listed(said: object) -> _Listed:
    """A page of the OGM API or of GeoBlacklight 4 (JSON:API), of GeoBlacklight before it, or of Solr itself."""
    answer = mapping(said)
    inner, meta = mapping(answer.get("response")), mapping(answer.get("meta"))
    documents = answer.get("data") if isinstance(answer.get("data"), list) else inner.get("docs")
    if not isinstance(documents, list):
        problem = first(answer.get("detail"), answer.get("title"), answer.get("error"))
        raise PageUnreadable(f"expected {_EXPECTED}, got JSON without one: {problem[:200]}".rstrip(": "))
    pages = mapping(meta.get("pagination") or meta.get("pages") or inner.get("pages"))
    total = next((n for n in (pages.get("total_count"), inner.get("numFound")) if _is_count(n)), None)
    following = (mapping(answer.get("links")).get("next"), pages.get("next"), pages.get("next_page"))
    return _Listed(documents, total, any(following))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _own(item: object) -> object:
    """A record out of its envelope of JSON:API."""
    said = mapping(item)
    if not isinstance(said.get("attributes"), dict):
        return item
    inner = said["attributes"]
    return {"id": said.get("id")} | (inner["ogm"] if isinstance(inner.get("ogm"), dict) else inner)
