"""CKAN: pages of `package_search`, a package a record (https://docs.ckan.org/en/2.11/api/).

| asked | record | key | fields |
|---|---|---|---|
| `/api/3/action/package_search`, else `/api/action/…` | a package | its id | `drafting/ckan_package.py` |
| `/catalog.ttl`, where robots.txt closes `/api/` and nobody agreed | N-Triples | its id | `spiders/dcat.py` |

Packages of another type than `dataset`, private ones and deleted ones are left out, each with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.ckan_package import draft_package
from harvester.drafting.dcat_dataset import draft_dataset
from harvester.formats import native
from harvester.formats.items import Named, read_item, sort_out
from harvester.formats.native import first, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import LONG_AGO, TO_COME, Counted, PortalSpider
from harvester.spiders.dcat import read_page

_DATASET = re.compile(r"/dataset/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
_PATHS = ("/api/3/action", "/api/action")
_ROWS = 500  # CKAN itself caps at 1,000 without saying so
_SMALLER = 4  # a page that cannot be read is asked again in pieces of a quarter


class CkanSpider(PortalSpider):
    """Portals that run CKAN. Setting `types`: the package types that are datasets ("dataset")."""

    kind: ClassVar[str] = "ckan"
    title: ClassVar[str] = "CKAN"

    def begin(self) -> tuple[Request, ...]:
        """The first page at the API's address, or at its older one."""
        return self._first()

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The packages whose `metadata_modified` is no earlier."""
        return self._first(since)

    def controls(self) -> tuple[Request, ...]:
        """How many packages there are, and with the filter by `metadata_modified`."""
        return (
            self._control(Counted.ALL, ""),
            self._control(Counted.SINCE_LONG_AGO, LONG_AGO),
            self._control(Counted.SINCE_TO_COME, TO_COME),
        )

    def count(self, response: Response) -> Page:
        """How many packages a search finds."""
        return Page(declared=_result(response.body)["count"])

    def search(
        self,
        response: Response,
        *,
        path: str,
        start: int = 0,
        rows: int = _ROWS,
        before: str = "",
        since: str = "",
    ) -> Page:
        """One page of results, and the request for those after it. `before` is the first id of the last page."""
        result = _result(response.body)
        results, count = result["results"], result["count"]
        if not results and start < count:
            raise PageUnreadable(f"an empty page at {start} of {count} packages")
        begins = text(native.mapping(results[0]).get("id")) if results else ""
        if begins and begins == before:
            raise PageUnreadable(f"the page at {start} repeats the one before it: the portal ignores `start`")
        read = (read_item(item, f"result.results[{start + n}]", self._name) for n, item in enumerate(results))
        records, findings = sort_out(read)
        return Page(
            records=records,
            findings=findings,
            follow=self._after(start + len(results), count, path=path, rows=rows, before=begins, since=since),
            declared=count,
        )

    def export(self, response: Response, *, before: str = "") -> Page:
        """One page of the DCAT export (https://extensions.ckan.org/extension/dcat/), by the packages' ids."""
        _, page = read_page(response, self.portal.address, before=before, ask=self._next_export)
        return replace(page, records=tuple(map(_by_package, page.records)))

    def draft(self, record: Record) -> Draft:
        """A package as a dataset, by whichever way it came."""
        if record.media_type == "application/json":
            return draft_package(record, site=self.address(""))
        draft = draft_dataset(record)
        return replace(draft, dataset=replace(draft.dataset, key=record.key))

    def _first(self, since: str = "") -> tuple[Request, ...]:
        """The first page at the API's address, or at its older one."""
        export = () if since else (self.ask(self.address("/catalog.ttl"), self.export),)
        first = partial(self._search, rows=self.rows(_ROWS), since=since, if_closed=export)
        return (first(path=_PATHS[0], otherwise=(first(path=_PATHS[1]),)),)

    def _search(
        self,
        *,
        path: str,
        start: int = 0,
        rows: int = _ROWS,
        since: str = "",
        otherwise: tuple[Request, ...] = (),
        if_closed: tuple[Request, ...] = (),
        **values: Any,
    ) -> Request:
        asked = f"q=*:*&rows={rows}&start={start}&sort=id%20asc{_since(since)}"
        told = {"path": path, "start": start, "rows": rows, "since": since} | values
        return self.ask(
            self.address(f"{path}/package_search?{asked}"),
            self.search,
            otherwise=otherwise,
            if_closed=if_closed,
            **told,
        )

    def _next_export(self, url: str, mark: str) -> Request:
        return self.ask(url, self.export, before=mark)

    def _control(self, counted: Counted, since: str) -> Request:
        now, old = (self.address(f"{path}/package_search?q=*:*&rows=0{_since(since)}") for path in _PATHS)
        request = self.control(counted, now, self.count)
        request.meta["otherwise"] = (self.control(counted, old, self.count),)
        return request

    def _after(
        self, start: int, count: int, *, path: str, rows: int, before: str, since: str
    ) -> tuple[Request, ...]:
        """The next page. Where it fails it is asked in ever smaller pieces, down to the one bad package, which
        is stepped over: the count that CKAN declared tells that it is missing."""
        if start >= count:
            return ()
        ask = partial(self._search, path=path, before=before, since=since)
        otherwise = (ask(start=start + 1),) if start + 1 < count else ()
        sizes = [rows]
        while sizes[-1] > 1:
            sizes.append(max(1, sizes[-1] // _SMALLER))
        for size in reversed(sizes):
            otherwise = (ask(start=start, rows=size, otherwise=otherwise),)
        return otherwise

    def _name(self, package: Mapping[str, Any]) -> Named:
        key = text(package.get("id"))
        name = first(package.get("name"), key)
        return Named(
            key=key,
            source=self.address(f"/dataset/{name}") if name else self.portal.address,
            told=(first(package.get("title")), first(package.get("name"), package.get("url"))),
            left_out=self._left_out(package),
        )

    def _left_out(self, package: Mapping[str, Any]) -> str:
        """Why a package is no published dataset; "" for one that is."""
        kind, state = text(package.get("type")), text(package.get("state"))
        if kind and kind not in self.portal.setting("types", "dataset").replace(",", " ").split():
            return f"is of the type {kind!r}, not a dataset"
        if text(package.get("private")).lower() == "true":
            return "is private"
        return f"has the state {state!r}, not 'active'" if state and state != "active" else ""


def _by_package(record: Record) -> Record:
    """A record of the export under its package's id, which its address ends in: the same dataset as by the API."""
    found = _DATASET.search(record.key)
    return replace(record, key=found[1]) if found else record


def _since(instant: str) -> str:
    """The parameter that leaves out packages changed before an instant (Solr's range over a date)."""
    return f"&fq=metadata_modified:%5B{instant}%20TO%20*%5D" if instant else ""


def _result(body: bytes) -> dict[str, Any]:
    """What is inside of CKAN's envelope, its two keys checked."""
    answer = native.read_document(body, expected="the JSON of CKAN's package_search")
    if not isinstance(answer, dict):
        raise PageUnreadable(f"expected CKAN's answer, got {native.name_of(answer)}: {str(answer)[:100]!r}")
    if answer.get("success") is False:
        raise PageUnreadable(f"CKAN answers that it failed: {_reason(answer.get('error'))}")
    result = answer.get("result")
    if not isinstance(result, dict) or not isinstance(result.get("results"), list):
        raise PageUnreadable("expected CKAN's answer, got JSON without a list `result.results`")
    if not isinstance(result.get("count"), int) or isinstance(result["count"], bool):
        raise PageUnreadable("expected CKAN's answer, got JSON without a number `result.count`")
    return result


def _reason(error: object) -> str:
    if isinstance(error, dict):
        parts = (f"{key}: {text(item) or item}" for key, item in error.items() if key != "__type")
        return first(error.get("message"), "; ".join(parts))[:500] or "no reason given"
    return text(error)[:500] or "no reason given"
