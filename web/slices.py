"""The pages of a list in memory: the items of the one asked for, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from starlette.requests import Request

from web.addresses import Query
from web.labels import LONGEST
from web.pages.page import Paging, make_paging
from web.reading import read_number, read_text
from web.site import Site

T = TypeVar("T")


def take_slice(
    request: Request, site: Site, items: Sequence[T], address: str, query: Query, size: int
) -> tuple[Sequence[T], Paging]:
    """The items of the page asked for, and where it stands."""
    number = page_number(request)
    paging = make_paging(number, -(-len(items) // size), lambda page: site.links.listed(address, query, page))
    return items[(number - 1) * size : number * size], paging


def page_number(request: Request) -> int:
    """The page asked for, from 1."""
    return read_number(request.query_params.get("page", ""), default=1, most=10_000)


def asked_text(request: Request) -> str:
    """The words asked for, of a length that is fair."""
    return read_text(request.query_params.get("q", ""))[:LONGEST]
