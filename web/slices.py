"""The pages of a list in memory: the items of the one asked for, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from starlette.requests import Request

from web.addresses import Query
from web.labels import LONGEST
from web.pages.page import Paging
from web.reading import read_number, read_text
from web.site import Site

T = TypeVar("T")


def take_slice(
    request: Request, site: Site, items: Sequence[T], address: str, query: Query, size: int
) -> tuple[Sequence[T], Paging]:
    """The items of the page asked for, and where it stands."""
    number = page_number(request)
    paging = make_paging(site, address, query, number, -(-len(items) // size))
    return items[(number - 1) * size : number * size], paging


def make_paging(site: Site, address: str, query: Query, number: int, count: int) -> Paging:
    """Where page `number` of `count` stands in a list at an address that a query narrows."""
    return Paging(
        number=number,
        count=count,
        previous=site.links.listed(address, query, min(number - 1, count)) if number > 1 and count else "",
        next=site.links.listed(address, query, number + 1) if number < count else "",
    )


def page_number(request: Request) -> int:
    """The page asked for, from 1."""
    return read_number(request.query_params.get("page", ""), default=1, most=10_000)


def asked_text(request: Request) -> str:
    """The words asked for, of a length that is fair."""
    return read_text(request.query_params.get("q", ""))[:LONGEST]
