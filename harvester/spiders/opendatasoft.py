"""Opendatasoft: pages of the Explore catalogue, else its export whole (https://help.opendatasoft.com/apis/ods-explore-v2/).

| asked, each where the one before it fails | record |
|---|---|
| `/api/explore/v2.1/catalog/datasets`, 100 a page by `dataset_id`; then in no order | a dataset |
| `/api/explore/v2.1/catalog/exports/json`, whole | the same |
| `/api/v2/catalog/datasets`; then `/api/datasets/1.0/search/` | the same, wrapped; flat |

Its key is `dataset_uid`, else `dataset_id`; its fields stand in `drafting/opendatasoft_dataset.py`. Pages end at 10,000
datasets, so a larger catalogue is taken from its export. All is asked for in English: the software speaks French unless
told otherwise. Changes alone are asked for by `modified`, and beside them whatever has no such date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.opendatasoft_dataset import draft_dataset
from harvester.drafting.opendatasoft_versions import even_out
from harvester.formats import native
from harvester.formats.items import Named, Sifted, read_item, sort_out
from harvester.formats.listing import read_items
from harvester.formats.native import first, text
from harvester.record import Draft, Page, PageUnreadable
from harvester.spider import LONG_AGO, TO_COME, Counted, PortalSpider

_ROWS = 100  # the most that Explore gives
_LAST = 9_900  # offset + limit must stay under 10,000
_EXPORT = "/api/explore/v2.1/catalog/exports/json?limit=-1&lang=en&timezone=UTC"
_EXPECTED = "the JSON of Opendatasoft's catalogue"
_UNDATED = "modified is null"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Api:
    """One generation of the catalogue's interface: where it is, and what it calls its parameters and its answer."""

    path: str
    start: str
    rows: str
    items: str
    count: str
    order: str = ""


_APIS = {
    "v2.1": _Api(
        path="/api/explore/v2.1/catalog/datasets?lang=en&timezone=UTC",
        start="offset",
        rows="limit",
        items="results",
        count="total_count",
        order="dataset_id",
    ),
    "v2": _Api(
        path="/api/v2/catalog/datasets?lang=en&timezone=UTC",
        start="offset",
        rows="limit",
        items="datasets",
        count="total_count",
    ),
    "v1": _Api(
        path="/api/datasets/1.0/search/?lang=en&timezone=UTC&interopmetas=true",
        start="start",
        rows="rows",
        items="datasets",
        count="nhits",
    ),
}


class OpendatasoftSpider(PortalSpider):
    """Portals that run Opendatasoft (Huwise)."""

    kind: ClassVar[str] = "opendatasoft"
    title: ClassVar[str] = "Opendatasoft"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The first page in an order that does not move; else in any, in one document, by an older interface."""
        older = (self._page(api="v2", otherwise=(self._page(api="v1"),)),)
        whole = self._whole(otherwise=older)
        return (
            self._page(api="v2.1", ordered=True, otherwise=(self._page(api="v2.1", otherwise=(whole,)),)),
        )

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The datasets modified no earlier, and those without a date of change."""
        return tuple(self._page(api="v2.1", ordered=True, where=where) for where in (_since(since), _UNDATED))

    def controls(self) -> tuple[Request, ...]:
        """How many datasets there are, and with the filter by `modified`."""
        return (
            self._control(Counted.ALL, ""),
            self._control(Counted.SINCE_LONG_AGO, _since(LONG_AGO)),
            self._control(Counted.SINCE_LONG_AGO, _UNDATED),
            self._control(Counted.SINCE_TO_COME, _since(TO_COME)),
        )

    def count(self, response: Response) -> Page:
        """How many datasets a filter finds."""
        return Page(declared=_envelope(response.body, _APIS["v2.1"])[1])

    def catalogue(
        self,
        response: Response,
        *,
        api: str,
        start: int = 0,
        ordered: bool = False,
        before: str = "",
        where: str = "",
    ) -> Page:
        """One page of the catalogue, and the request for those after it. `before` is the first id of the last page,
        `where` the filter of a run of changes."""
        items, count = _envelope(response.body, _APIS[api])
        if not items and start < count:
            raise PageUnreadable(f"an empty page at {start} of {count} datasets")
        begins = _id_of(items[0]) if items else ""
        if begins and begins == before:
            raise PageUnreadable(f"the page at {start} repeats the one before it")
        name = _APIS[api].items
        read = (read_item(even_out(item), f"{name}[{start + n}]", self._name) for n, item in enumerate(items))
        records, findings = sort_out(read)
        return Page(
            records=records,
            findings=findings,
            follow=self._after(
                start + len(items), count, api=api, ordered=ordered, before=begins, where=where
            ),
            declared=None if where else count,
        )

    def export(self, response: Response) -> Page:
        """The whole catalogue in one document, its datasets read one by one as they are taken."""
        items = read_items(response.body, name="results", expected=_EXPECTED)
        found = Sifted(read_item(even_out(item), f"[{n}]", self._name) for n, item in enumerate(items))
        return Page(records=found, findings=found.findings)

    def draft(self, record: Any) -> Draft:
        """A dataset of the catalogue."""
        return draft_dataset(record, site=self.address(""))

    def _page(
        self,
        *,
        api: str,
        start: int = 0,
        ordered: bool = False,
        before: str = "",
        where: str = "",
        otherwise: tuple[Request, ...] = (),
    ) -> Request:
        spoken = _APIS[api]
        url = f"{spoken.path}&{spoken.rows}={_ROWS}&{spoken.start}={start}{_filter(where)}"
        if ordered and spoken.order:
            url += f"&order_by={spoken.order}"
        return self.ask(
            self.address(url),
            self.catalogue,
            otherwise=otherwise,
            api=api,
            start=start,
            ordered=ordered,
            before=before,
            where=where,
        )

    def _control(self, counted: Counted, where: str) -> Request:
        return self.control(
            counted, self.address(f"{_APIS['v2.1'].path}&limit=1{_filter(where)}"), self.count
        )

    def _whole(self, *, otherwise: tuple[Request, ...] = ()) -> Request:
        return self.ask(self.address(_EXPORT), self.export, otherwise=otherwise)

    def _after(
        self, start: int, count: int, *, api: str, ordered: bool, before: str, where: str
    ) -> tuple[Request, ...]:
        """The next page; the export for what pages do not reach, and in place of a page that cannot be read."""
        if start >= count:
            return ()
        whole = (self._whole(),) if api == "v2.1" else ()
        if count > _LAST and whole:
            return whole
        return (
            self._page(api=api, start=start, ordered=ordered, before=before, where=where, otherwise=whole),
        )

    def _name(self, dataset: Mapping[str, Any]) -> Named:
        name = text(dataset.get("dataset_id"))
        metas = native.mapping(native.mapping(dataset.get("metas")).get("default"))
        source = self.address(f"/explore/dataset/{name}/") if name else self.portal.address
        return Named(
            key=first(dataset.get("dataset_uid"), name), source=source, told=(first(metas.get("title")),)
        )


def _since(instant: str) -> str:
    """The filter for what was changed no earlier, in the query language of Explore."""
    return f"modified >= date'{instant}'"


def _filter(where: str) -> str:
    return f"&where={quote(where, safe='')}" if where else ""


def _envelope(body: bytes, api: _Api) -> tuple[list[Any], int]:
    """The datasets of a page, and how many there are in all."""
    answer = native.read_document(body, expected=_EXPECTED)
    said = native.mapping(answer)
    items, count = said.get(api.items), said.get(api.count)
    if isinstance(items, list) and isinstance(count, int) and not isinstance(count, bool):
        return items, count
    if problem := first(
        said.get("message"), said.get("error"), said.get("errorcode"), said.get("error_code")
    ):
        raise PageUnreadable(f"Opendatasoft answers that it failed: {problem[:300]}")
    missing = f"a number `{api.count}`" if isinstance(items, list) else f"a list `{api.items}`"
    raise PageUnreadable(f"expected {_EXPECTED}, got JSON without {missing}")


def _id_of(item: object) -> str:
    said = native.mapping(even_out(item))
    return first(said.get("dataset_id"), said.get("dataset_uid"))
