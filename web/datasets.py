"""The datasets of one portal, publisher or concept: a filtered search without words."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.indexes.protocol import Search, Sort
from web.addresses import Addresses
from web.pages.cards import Card, make_card
from web.pages.facets import label_finder
from web.pages.page import Paging
from web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A page of datasets that share one facet value."""

    total: int
    cards: tuple[Card, ...]
    paging: Paging


def read_shelf(
    site: Site, facet: str, value: str, *, address: str, number: int = 1, limit: int = 10
) -> Shelf:
    """The datasets by title, page `number` of those at `address`."""
    search = Search(filters={facet: (value,)}, sort=Sort.TITLE, offset=(number - 1) * limit, limit=limit)
    results, find = site.index.search(search), label_finder(site)
    paging = make_paging(site.links, address, number=number, total=results.total, limit=limit)
    return Shelf(
        total=results.total, cards=tuple(make_card(hit, find) for hit in results.hits), paging=paging
    )


def make_paging(links: Addresses, address: str, *, number: int, total: int, limit: int) -> Paging:
    """Where page `number` stands in a list of `total` things, `limit` a page, at `address`."""
    count = -(-total // limit)
    return Paging(
        number=number,
        count=count,
        previous=links.paged(address, min(number - 1, count)) if number > 1 and count else "",
        next=links.paged(address, number + 1) if number < count else "",
    )
