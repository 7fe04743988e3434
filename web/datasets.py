"""The datasets of one portal, publisher or concept: a filtered search without words."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.indexes.protocol import Search, Sort
from web.pages.cards import Card, make_card
from web.pages.facets import label_finder
from web.pages.page import Paging, make_paging
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
    count = -(-results.total // limit)
    paging = make_paging(number, count, lambda page: site.links.paged(address, page))
    return Shelf(
        total=results.total, cards=tuple(make_card(hit, find) for hit in results.hits), paging=paging
    )
