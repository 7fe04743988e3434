"""ArcGIS Hub: its search interface, else its DCAT feeds, else data.json (https://hub.arcgis.com).

Whichever way it is read, a dataset's key is its item and layer (`32hex` or `32hex_N`), never the slug in its
address, which changes with the title.

| asked | record | fields |
|---|---|---|
| `/api/search/v1/collections/{dataset, document}/items` | a GeoJSON feature | `drafting/arcgis_item.py` |
| `/api/v3/search?…`, where that is the portal's address | an item of JSON:API | `drafting/arcgis_item.py` |
| `/api/feed/dcat-ap/{3.0.0, 2.1.1, 2.0.1}.json` | N-Triples | `spiders/dcat.py` |
| `/api/feed/dcat-us/1.1.json`, `/data.json` | an object; item by its addresses | `drafting/pod_dataset.py` |

The collections `dataset` and `document` are what a council publishes as data; apps, sites and the rest are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.clock import from_instant
from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address
from harvester.drafting.arcgis_item import item_key, read_item
from harvester.drafting.arcgis_keys import by_download, by_item
from harvester.drafting.dcat_dataset import cut, draft_dataset
from harvester.drafting.pod_dataset import draft_dataset as draft_pod
from harvester.formats import native
from harvester.formats.feed import read_feed
from harvester.formats.native import mapping, objects, text
from harvester.record import Draft, Page, PageUnreadable, Record, weak_key
from harvester.spider import LONG_AGO, TO_COME, Counted, PortalSpider
from harvester.spiders.pod import read_records
from vocab.namespaces import DCAT, DCT

_COLLECTIONS = ("dataset", "document")
_RDF_FEEDS = tuple(f"/api/feed/dcat-ap/{version}.json" for version in ("3.0.0", "2.1.1", "2.0.1"))
_JSON_FEEDS = ("/api/feed/dcat-us/1.1.json", "/data.json")
_LIMIT = 100
_CLAMP = 10_000  # the search counts and gives no further
_FIELDS = {"since": "created", "modified": "modified"}
_EXPECTED = "ArcGIS Hub's search"
_SEARCH, _LEGACY, _FEED = "application/geo+json", "application/vnd.api+json", "application/n-triples"
_PAGE_NUMBER = re.compile(r"([?&]page(?:\[|%5B)number(?:\]|%5D)=)\d+", re.IGNORECASE)


class ArcgisHubSpider(PortalSpider):
    """Portals that run ArcGIS Hub."""

    kind: ClassVar[str] = "arcgis_hub"
    title: ClassVar[str] = "ArcGIS Hub"
    whole: ClassVar[bool] = True  # as its feeds are

    def begin(self) -> tuple[Request, ...]:
        """The search, or what stands in for it; an address that names one interface is asked as it stands."""
        path = urlsplit(self.portal.address).path
        if "/api/v3/" in path:
            return (self.ask(self.portal.address, self.legacy),)
        if path.endswith(".json"):
            return (self.ask(self.portal.address, self.feed if "dcat-ap" in path else self.pod),)
        return (self._search(_COLLECTIONS[0], otherwise=self._feeds()),)

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The items whose `modified` is no earlier, by the search; the feeds cannot be asked so."""
        return (self._search(_COLLECTIONS[0], modified=_millis(since)),) if self._is_searched() else ()

    def controls(self) -> tuple[Request, ...]:
        """How many items each collection has, and with the filter by `modified`."""
        filters = (
            (Counted.ALL, ""),
            (Counted.SINCE_LONG_AGO, LONG_AGO),
            (Counted.SINCE_TO_COME, TO_COME),
        )
        return tuple(
            self.control(counted, self._items(collection, limit=1, filters=_filters(since)), self.count)
            for counted, since in filters
            for collection in _COLLECTIONS
        )

    def count(self, response: Response) -> Page:
        """How many items a search finds; what it does not count further than is no count."""
        matched = _object(response.body, "features", _EXPECTED).get("numberMatched")
        return Page(declared=matched if isinstance(matched, int) and matched < _CLAMP else None)

    def search(
        self,
        response: Response,
        *,
        collection: str,
        start: int,
        counted: int = 0,
        since: int = 0,
        modified: int = 0,
        before: str = "",
    ) -> Page:
        """One page of a collection. `counted` is what the collections before it hold, `since` the creation date
        (ms) from which this window counts, `modified` the date (ms) from which on changes are asked for, `before`
        the first id of the last page."""
        answer = _object(response.body, "features", _EXPECTED)
        features, matched = answer["features"], answer.get("numberMatched")
        if not isinstance(matched, int):
            raise PageUnreadable("expected ArcGIS Hub's search, got JSON without a number `numberMatched`")
        _refuse_everything(matched, (mapping(f.get("properties")).get("orgId") for f in objects(features)))
        begins = text(mapping(next(iter(features), None)).get("id"))
        if not features and start <= matched:
            raise PageUnreadable(f"an empty page at {start} of {matched} items")
        if begins and begins == before:
            raise PageUnreadable(f"the page at {start} repeats the one before it")
        records, findings = self._read_all(features, self._feature)
        following = {"counted": counted, "since": since, "modified": modified, "before": begins}
        return Page(
            records=records,
            findings=findings,
            follow=self._after(collection, start + len(features), matched, features, following),
            declared=None if since or matched >= _CLAMP else counted + matched,
        )

    def legacy(self, response: Response, *, number: int = 1, seen: int = 0, before: str = "") -> Page:
        """One page of the interface before this one, which old addresses still name; `seen` counts the items
        of the pages before it."""
        answer = _object(response.body, "data", "ArcGIS Hub's search (version 3)")
        found, meta = answer["data"], mapping(answer.get("meta"))
        total = mapping(meta.get("stats")).get("totalCount")
        begins = text(mapping(next(iter(found), None)).get("id"))
        if begins and begins == before:
            raise PageUnreadable(f"page {number} repeats the one before it")
        if not found and isinstance(total, int) and seen < total:
            raise PageUnreadable(f"an empty page after {seen} of {total} items")
        records, findings = self._read_all(found, self._item)
        seen += len(found)
        stated = text(meta.get("next"))
        url = urljoin(response.url, stated) if stated else _numbered(response.url, number + 1, len(found))
        more = (
            bool(found)
            and is_web_address(url)
            and (bool(stated) or (isinstance(total, int) and seen < total))
        )
        return Page(
            records=records,
            findings=findings,
            follow=(self.ask(url, self.legacy, number=number + 1, seen=seen, before=begins),) if more else (),
            declared=total if isinstance(total, int) else None,
        )

    def feed(self, response: Response) -> Page:
        """The whole Hub as DCAT-AP, of any of its versions."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        triples = read_feed(response.body, content_type=content_type, url=response.url)
        if next(triples.subjects(DCAT.Catalog), None) is None:
            raise PageUnreadable("expected ArcGIS Hub's DCAT feed, got RDF without a dcat:Catalog")
        records, findings = cut(triples, self.portal.address)
        _refuse_everything(len(records), (value.value for value in triples.values(DCT.publisher)))
        return Page(records=tuple(by_item(record) for record in records), findings=findings)

    def pod(self, response: Response) -> Page:
        """The whole Hub as data.json; records are read as they are taken."""
        found = read_records(response.body, source=self.portal.address)
        return Page(records=(by_download(record) for record in found))

    def draft(self, record: Record) -> Draft:
        """A dataset, whichever interface its record came from."""
        if record.media_type == _FEED:
            return self._of_feed(draft_dataset(record), record.key)
        if record.media_type not in (_SEARCH, _LEGACY):
            return draft_pod(record)
        said = native.unpack(record.body)
        inner = mapping(said.get("properties" if record.media_type == _SEARCH else "attributes"))
        if not text(inner.get("title")) and not text(inner.get("name")):
            raise RecordError(f"item {record.key} has no title")
        dataset = read_item(
            inner,
            key=record.key,
            site=self._site(),
            files=self.portal.setting("files").rstrip("/"),
            geometry=said.get("geometry"),
        )
        return Draft(dataset=dataset)

    def _of_feed(self, draft: Draft, key: str) -> Draft:
        """A feed names a dataset by its page, whose address changes with the title; here the item names it."""
        dataset = draft.dataset
        page = dataset.landing_page or ((dataset.iri,) if dataset.iri else ())
        iri = native.iri(f"{self._site()}/datasets/{key}") if item_key(key) == key else dataset.iri
        return replace(draft, dataset=replace(dataset, key=key, iri=iri, landing_page=page))

    def _feeds(self) -> tuple[Request, ...]:
        """The feeds, each asked where the one before it fails."""
        otherwise: tuple[Request, ...] = ()
        for path in reversed(_RDF_FEEDS + _JSON_FEEDS):
            reader = self.feed if path in _RDF_FEEDS else self.pod
            otherwise = (self.ask(self.address(path), reader, otherwise=otherwise),)
        return otherwise

    def _search(
        self, collection: str, *, start: int = 1, otherwise: tuple[Request, ...] = (), **values: Any
    ) -> Request:
        windows = {name: values.get(name, 0) for name in ("since", "modified")}
        tests = [f"{_FIELDS[name]} >= {at}" for name, at in windows.items() if at]
        url = self._items(collection, start=start, filters=" AND ".join(tests))
        return self.ask(url, self.search, otherwise=otherwise, collection=collection, start=start, **values)

    def _items(self, collection: str, *, start: int = 1, limit: int = _LIMIT, filters: str = "") -> str:
        path = f"/api/search/v1/collections/{collection}/items?limit={limit}&startindex={start}"
        return self.address(
            f"{path}&sortBy=properties.created" + (f"&filter={quote(filters)}" if filters else "")
        )

    def _is_searched(self) -> bool:
        """Whether the portal's address leaves the choice of the interface to us."""
        path = urlsplit(self.portal.address).path
        return "/api/v3/" not in path and not path.endswith(".json")

    def _after(
        self, collection: str, start: int, matched: int, features: list[Any], values: dict[str, Any]
    ) -> tuple[Request, ...]:
        """The next page; at the edge of what the search gives a window from the last date on; then the next
        collection."""
        if start + _LIMIT > _CLAMP and matched >= _CLAMP:
            created = mapping(mapping(features[-1]).get("properties")).get("created")
            if isinstance(created, int) and created > values["since"]:
                return (self._search(collection, **{**values, "since": created, "before": ""}),)
            raise PageUnreadable(
                "the search gives no more than 10,000 items, and these cannot be parted by date"
            )
        if start <= matched:
            return (self._search(collection, start=start, **values),)
        rest = _COLLECTIONS[_COLLECTIONS.index(collection) + 1 :]
        if not rest:
            return ()
        return (self._search(rest[0], counted=values["counted"] + matched, modified=values["modified"]),)

    def _read_all(self, items: list[Any], read: Any) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
        records: list[Record] = []
        findings: list[Finding] = []
        for number, item in enumerate(items):
            if isinstance(item, dict):
                records.append(read(item))
            else:
                findings.append(_not_an_item(item, number))
        return tuple(records), tuple(findings)

    def _feature(self, feature: dict[str, Any]) -> Record:
        said = mapping(feature.get("properties"))
        return self._record(feature, _SEARCH, (text(feature.get("id")), text(said.get("id"))), said)

    def _item(self, item: dict[str, Any]) -> Record:
        said = mapping(item.get("attributes"))
        return self._record(item, _LEGACY, (text(item.get("id")), text(said.get("id"))), said)

    def _record(self, item: dict[str, Any], media_type: str, ids: Iterable[str], said: Any) -> Record:
        key = item_key(*ids) or native.first(*ids)
        weak = weak_key(native.first(said.get("title"), said.get("name")), text(said.get("url")))
        return Record(
            key=key or weak,
            body=native.pack(item),
            media_type=media_type,
            source=f"{self._site()}/datasets/{key}" if key else self.portal.address,
            weak=not key,
        )

    def _site(self) -> str:
        """The Hub's own address, without the path of an interface that was named."""
        home = self.portal.origin or self.portal.address
        return re.split(r"/api/|/data\.json|\?", home)[0].rstrip("/")


def _object(body: bytes, name: str, expected: str) -> dict[str, Any]:
    answer = native.read_document(body, expected=expected)
    if isinstance(answer, dict) and isinstance(answer.get(name), list):
        return answer
    said = mapping(answer).get("message") or mapping(answer).get("error") or native.name_of(answer)
    raise PageUnreadable(f"expected {expected}, got JSON without a list `{name}`: {str(said)[:200]}")


def _millis(instant: str) -> int:
    return int(from_instant(instant).timestamp() * 1000)


def _filters(since: str) -> str:
    return f"modified >= {_millis(since)}" if since else ""


def _refuse_everything(count: int, owners: Iterable[object]) -> None:
    """A Hub whose catalogue is left empty answers with every item of ArcGIS Online."""
    if count >= _CLAMP and len({text(owner) for owner in owners} - {""}) > 2:
        raise PageUnreadable(
            "the portal answers with the whole of ArcGIS Online, 10,000 items and more of many organisations:"
            " its site has no catalogue of its own; set the site's catalogue in ArcGIS Hub"
        )


def _not_an_item(item: object, number: int) -> Finding:
    return Finding(
        code="hub-not-an-item",
        severity=Severity.VIOLATION,
        message=f"item {number} of the page is {native.name_of(item)}, not an object",
        place=f"[{number}]",
        rejected=True,
    )


def _numbered(url: str, number: int, size: int) -> str:
    """An address of the older search with another page's number."""
    if _PAGE_NUMBER.search(url):
        return _PAGE_NUMBER.sub(rf"\g<1>{number}", url)
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}page[number]={number}&page[size]={size}"
