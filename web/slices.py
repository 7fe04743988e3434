"""The pages of a list: the one that is asked for, where it stands, and what follows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request

from web.addresses import Query
from web.labels import LONGEST
from web.pages.page import Paging, make_paging
from web.reading import read_number, read_text
from web.site import Site

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The page of a list in the ledger that is asked for: its `number`, from 1, and how many lines a page has."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many lines stand before it."""
        return (self.number - 1) * self.size

    def paging(self, total: int, address: Callable[[int], str]) -> Paging:
        """Where it stands among the pages of so many lines."""
        return make_paging(self.number, -(-total // self.size), address)

    def following(self, total: int, address: Callable[[int], str]) -> str | None:
        """The address of the next page; None after the last."""
        return address(self.number + 1) if self.number * self.size < total else None


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
