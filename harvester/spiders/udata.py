"""udata: pages of its datasets, a dataset a record (https://guides.data.gouv.fr/guide-data.gouv.fr/readme-2/reference/datasets).

| asked | record | key | fields |
|---|---|---|---|
| `/api/1/datasets/`, 100 a page by `created` | a dataset | its id | `drafting/udata_dataset.py` |

A deep page is a page of HTML now and then; it is then asked in fifths. Private and deleted datasets are left out with a
finding; an archived one is still published, and its draft says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.udata_dataset import draft_dataset
from harvester.formats import native
from harvester.formats.items import Named, read_item, sort_out
from harvester.formats.native import first, mapping, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

_ROWS = 100
_PARTS = 5  # a page that cannot be read is asked for in so many
_ORDERS = ("created", "")  # "" is the portal's own, where it does not know the first
_EXPECTED = "the JSON of udata's datasets"


class UdataSpider(PortalSpider):
    """Portals that run udata."""

    kind: ClassVar[str] = "udata"
    title: ClassVar[str] = "udata"

    def begin(self) -> tuple[Request, ...]:
        """The first page, in the order of creation, else in the portal's own."""
        first_way, second_way = (self._ask(1, order=order) for order in reversed(_ORDERS))
        second_way.meta["otherwise"] = (first_way,)
        return (second_way,)

    def datasets(
        self, response: Response, *, page: int, order: str, rows: int = _ROWS, seen: int = 0, then: int = 0
    ) -> Page:
        """One page. `seen` counts what the pages before it held; `then` is the whole page that follows a part of one,
        0 for a part in the middle."""
        said = _envelope(response.body)
        items, total = said["data"], said.get("total")
        if not items and said.get("next_page"):
            raise PageUnreadable(f"page {page} is empty, and another is to follow")
        read = (read_item(item, f"data[{(page - 1) * rows + n}]", self._name) for n, item in enumerate(items))
        records, findings = sort_out(read)
        declared = total if isinstance(total, int) and not isinstance(total, bool) else None
        held = seen + len(items)
        more = bool(said.get("next_page")) or (declared is not None and len(items) > 0 and held < declared)
        follow: tuple[Request, ...] = ()
        if rows == _ROWS and more:
            follow = (self._next(page + 1, order=order, seen=held),)
        elif then and more:
            follow = (self._next(then, order=order, seen=(then - 1) * _ROWS),)
        return Page(records=records, findings=findings, follow=follow, declared=declared)

    def draft(self, record: Record) -> Draft:
        """A dataset."""
        return draft_dataset(record, site=self.address(""))

    def _next(self, page: int, *, order: str, seen: int) -> Request:
        """A whole page, in parts where it fails; the last part leads on, and so does its failure."""
        size, start = _ROWS // _PARTS, (page - 1) * _PARTS
        parts = [self._ask(start + n, order=order, rows=size) for n in range(1, _PARTS)]
        onward = self._ask(page + 1, order=order, seen=page * _ROWS)
        last = self._ask(start + _PARTS, order=order, rows=size, then=page + 1, otherwise=(onward,))
        return self._ask(page, order=order, seen=seen, otherwise=(*parts, last))

    def _ask(
        self,
        page: int,
        *,
        order: str,
        rows: int = _ROWS,
        seen: int = 0,
        then: int = 0,
        otherwise: tuple[Request, ...] = (),
    ) -> Request:
        sort = f"&sort={order}" if order else ""
        url = self.address(f"/api/1/datasets/?page={page}&page_size={rows}{sort}")
        return self.ask(
            url,
            self.datasets,
            otherwise=otherwise,
            page=page,
            order=order,
            rows=rows,
            seen=seen,
            then=then,
        )

    def _name(self, dataset: Mapping[str, Any]) -> Named:
        key = text(dataset.get("id"))
        page = native.iri(dataset.get("page")) or native.iri(mapping(dataset.get("self")).get("web"))
        return Named(
            key=key,
            source=page or (self.address(f"/datasets/{key}/") if key else self.portal.address),
            told=(first(dataset.get("title")), first(dataset.get("slug"))),
            left_out=_left_out(dataset),
        )


def _envelope(body: bytes) -> dict[str, Any]:
    said = native.read_document(body, expected=_EXPECTED)
    if isinstance(said, dict) and isinstance(said.get("data"), list):
        return said
    problem = first(mapping(said).get("message"), mapping(said).get("error"))
    if problem:
        raise PageUnreadable(f"udata answers that it failed: {problem[:300]}")
    raise PageUnreadable(f"expected {_EXPECTED}, got {native.name_of(said)} without a list `data`")


def _left_out(dataset: Mapping[str, Any]) -> str:
    """Why a dataset is not published; "" for one that is."""
    if deleted := text(dataset.get("deleted") or dataset.get("deleted_at")):
        return f"was deleted on {deleted[:10]}"
    return "is private" if dataset.get("private") is True else ""
