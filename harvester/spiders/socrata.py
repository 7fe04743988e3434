"""Socrata (Tyler Data & Insights): the discovery catalogue on the portal's own host (https://dev.socrata.com/docs/other/).

| asked, each where the one before it fails | record |
|---|---|
| `/api/catalog/v1`, 1,000 a page by `dataset_id`, past 10,000 by `scroll_id`; then by `name` | a row of the catalogue |
| `/api/views/metadata/v1`, 100 a page | the same, made of a view |
| `/data.json` | an object, as kind `pod` reads it |

Its key is the asset's four-by-four, whichever of them told it; its fields stand in `drafting/socrata_asset.py`. Rows of
other domains, which the catalogue mixes in, are left out with a finding. A catalogue that lists no datasets is asked
for maps, files and links instead. Where pages overlap, others have been skipped, so all is asked for in another order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.pod_dataset import draft_dataset
from harvester.drafting.socrata_asset import draft_asset, four_by_four, row_of_view
from harvester.formats import native
from harvester.formats.items import Named, read_item, sort_out
from harvester.formats.native import first, mapping, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider
from harvester.spiders.pod import read_records

_ROWS = 1_000
_WINDOW = 10_000  # offset + limit may not pass it
_VIEWS = 100
_SOUND = "dataset_id"  # the one order in which pages do not overlap
_INSTEAD = ["maps", "files", "links"]  # what is asked for where there are no datasets
_RECONCILE = "createdAt"
_EXPECTED = "the JSON of Socrata's catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """Where a walk through the catalogue stands: in the first of `types`, at `offset`, `last` the greatest id so far,
    `counted` what the types before it hold; `unsure` says that pages have overlapped."""

    types: list[str]
    order: str
    offset: int = 0
    last: str = ""
    counted: int = 0
    unsure: bool = False


class SocrataSpider(PortalSpider):
    """Portals that run Socrata. Setting `types`: what counts as a dataset, in the catalogue's words ("datasets")."""

    kind: ClassVar[str] = "socrata"
    title: ClassVar[str] = "Socrata"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The first page by id, else by name, else of another interface."""
        types = self.portal.setting("types", "datasets").replace(",", " ").split() or ["datasets"]
        pod = self.ask(self.address("/data.json"), self.document)
        views = self._views(page=1, otherwise=(pod,))
        by_name = self._rows(_Walk(types=types, order="name"), otherwise=(views,))
        return (self._rows(_Walk(types=types, order=_SOUND), otherwise=(by_name,)),)

    def catalogue(self, response: Response, **state: Any) -> Page:
        """One page of the catalogue, and what is asked after it. `state` is a walk's."""
        walk = _Walk(**state)
        results, count = _envelope(response.body)
        if not results and walk.offset < count < _WINDOW:
            raise PageUnreadable(f"an empty page at {walk.offset} of {count} assets")
        ids = [_id_of(row) for row in results]
        read = (read_item(row, f"results[{walk.offset + n}]", self._name) for n, row in enumerate(results))
        records, findings = sort_out(read)
        after = replace(
            walk,
            offset=walk.offset + len(results),
            last=max([walk.last, *ids]),
            unsure=walk.unsure or not _ascends(walk.last, ids),
        )
        follow = self._after(after, count, ended=not results)
        return Page(records=records, findings=findings, follow=follow, declared=walk.counted + count)

    def reconciled(self, response: Response) -> Page:
        """A page in another order, for what overlapping pages skipped; nothing follows from it."""
        results, _ = _envelope(response.body)
        records, _ = sort_out(read_item(row, f"results[{n}]", self._name) for n, row in enumerate(results))
        return Page(records=records)

    def views(self, response: Response, *, page: int) -> Page:
        """One page of views, which say less than rows of the catalogue do; an empty page is the end."""
        found = native.read_document(response.body, expected="the JSON of Socrata's views")
        if not isinstance(found, list):
            raise PageUnreadable(f"expected a list of Socrata's views, got {native.name_of(found)}")
        read = (
            read_item(row_of_view(view), f"[{(page - 1) * _VIEWS + n}]", self._name)
            for n, view in enumerate(found)
        )
        records, findings = sort_out(read)
        follow = (self._views(page=page + 1),) if len(found) >= _VIEWS else ()
        return Page(records=records, findings=findings, follow=follow)

    def document(self, response: Response) -> Page:
        """The whole data.json, its datasets under their four-by-fours."""
        return Page(records=map(_by_four, read_records(response.body, source=self.portal.address)))

    def draft(self, record: Record) -> Draft:
        """A row of the catalogue, or a dataset of data.json."""
        if "resource" in native.unpack(record.body):
            return draft_asset(record, host=self._host(), files=self.portal.setting("files").rstrip("/"))
        return draft_dataset(record)

    def _rows(self, walk: _Walk, *, otherwise: tuple[Request, ...] = ()) -> Request:
        where = {"scroll_id": walk.last} if _is_deep(walk) else {"offset": walk.offset}
        url = self._catalogue_at(only=walk.types[0], order=walk.order, **where)
        return self.ask(url, self.catalogue, otherwise=otherwise, **asdict(walk))

    def _after(self, walk: _Walk, count: int, *, ended: bool) -> tuple[Request, ...]:
        """The next page; after the last one what may have been skipped, and the next type."""
        if walk.offset < count and not ended:
            deep = _is_deep(walk) and walk.order != _SOUND
            return (self._views(page=1),) if deep else (self._rows(walk),)
        again = self._again(walk, count) if walk.unsure else ()
        counted = walk.counted + count
        rest = walk.types[1:] or (_INSTEAD if not counted and walk.types == ["datasets"] else [])
        if not rest:
            return again
        return (*again, self._rows(_Walk(types=rest, order=walk.order, counted=counted)))

    def _again(self, walk: _Walk, count: int) -> tuple[Request, ...]:
        """The type's pages in another order, each on its own."""
        starts = range(0, min(count, _WINDOW), _ROWS)
        urls = (self._catalogue_at(only=walk.types[0], order=_RECONCILE, offset=start) for start in starts)
        return tuple(self.ask(url, self.reconciled) for url in urls)

    def _catalogue_at(self, *, only: str, order: str, **where: str | int) -> str:
        host = self._host()
        query = {
            "domains": host,
            "search_context": host,
            "only": only,
            "limit": self.rows(_ROWS),
            "order": order,
        } | where
        return self.address(f"/api/catalog/v1?{urlencode(query)}")

    def _views(self, *, page: int, otherwise: tuple[Request, ...] = ()) -> Request:
        url = self.address(f"/api/views/metadata/v1?page={page}&limit={_VIEWS}")
        return self.ask(url, self.views, otherwise=otherwise, page=page)

    def _name(self, row: Mapping[str, Any]) -> Named:
        resource, domain = mapping(row.get("resource")), text(mapping(row.get("metadata")).get("domain"))
        home = first(row.get("permalink"), row.get("link"))
        return Named(
            key=text(resource.get("id")),
            source=home or self.portal.address,
            told=(first(resource.get("name")), home),
            left_out=self._left_out(row, domain),
        )

    def _left_out(self, row: Mapping[str, Any], domain: str) -> str:
        """Why an asset is no dataset of this portal; "" for one that is."""
        if domain and domain.lower() != self._host().lower():
            return f"stands on {domain}, another portal that this one lists as well"
        return "is hidden from the catalogue" if row.get("hidden") is True else ""

    def _host(self) -> str:
        """The portal's own host, by which its catalogue is narrowed to itself."""
        return urlsplit(self.portal.origin or self.portal.address).netloc


def _envelope(body: bytes) -> tuple[list[Any], int]:
    """The rows of a page, and how many there are in all."""
    said = mapping(native.read_document(body, expected=_EXPECTED))
    results, count = said.get("results"), said.get("resultSetSize")
    if isinstance(results, list) and isinstance(count, int | None) and not isinstance(count, bool):
        return results, len(results) if count is None else count
    if problem := first(said.get("error"), said.get("message")):
        raise PageUnreadable(f"Socrata answers that it failed: {problem[:300]}")
    missing = "a number `resultSetSize`" if isinstance(results, list) else "a list `results`"
    raise PageUnreadable(f"expected {_EXPECTED}, got JSON without {missing}")


def _is_deep(walk: _Walk) -> bool:
    """Whether the next page lies past what offsets reach."""
    return walk.offset + _ROWS > _WINDOW


def _id_of(row: object) -> str:
    return text(mapping(mapping(row).get("resource")).get("id"))


def _ascends(last: str, ids: list[str]) -> bool:
    """Whether each id is greater than the one before it, so that pages cannot overlap."""
    return all(before < after for before, after in zip([last, *ids], ids, strict=False))


def _by_four(record: Record) -> Record:
    """A record of data.json under its four-by-four, where its identifier or page names one."""
    said = native.unpack(record.body) if record.body[:1] == b"{" else {}
    told = (said.get("identifier"), said.get("landingPage"), said.get("@id"))
    key = next(filter(None, (four_by_four(text(word)) for word in told)), "")
    return replace(record, key=key, weak=False) if key else record
