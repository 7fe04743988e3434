"""From a query string, however wild, to what was asked: nothing that a person can type is an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from starlette.datastructures import QueryParams

from catalogue.indexes.protocol import NOT_STATED, Search, Sort

FACETS = ("publisher", "theme", "format", "licence", "portal")
"""The facets of the search page, in its order."""

FILTERS = (*FACETS, "concept")
"""What a search can be narrowed by: the facets, and any concept of any vocabulary as `scheme/code`."""

UNSAID = "not-stated"
"""How an address writes the facet value of datasets that say nothing."""

COPIES, APART = "copies", "apart"
"""The parameter that asks for every copy of a dataset, and its value."""

PAGE_SIZE = 20
MOST_PER_PAGE = 100
_LONGEST_TEXT = 400
_LONGEST_VALUE = 120
_MOST_VALUES = 40
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as an address states it. `chosen` are facet and value, NOT_STATED as UNSAID; `page` counts from 1.
    `apart` wants every copy of a dataset as a result of its own."""

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = PAGE_SIZE
    apart: bool = False

    def query(self, *, page: int = 1) -> tuple[tuple[str, str], ...]:
        """The parameters that state this search; what is as usual is left out."""
        stated = [("q", self.text)] if self.text else []
        stated += self.chosen
        stated += [("sort", self.sort.value)] if self.sort is not Sort.RELEVANCE else []
        stated += [("limit", str(self.limit))] if self.limit != PAGE_SIZE else []
        stated += [(COPIES, APART)] if self.apart else []
        stated += [("page", str(page))] if page > 1 else []
        return tuple(stated)

    def without(self, facet: str, value: str) -> Asked:
        """The same search without one of its filters."""
        return replace(self, chosen=tuple(each for each in self.chosen if each != (facet, value)), page=1)

    def values(self, facet: str) -> tuple[str, ...]:
        """What was chosen in one facet."""
        return tuple(value for name, value in self.chosen if name == facet)

    def search(self) -> Search:
        """The question to the index."""
        filters = {name: tuple(_for_index(v) for v in self.values(name)) for name, _ in self.chosen}
        return Search(
            text=self.text,
            filters=MappingProxyType(filters),
            facets=FACETS,
            sort=self.sort,
            together=not self.apart,
            offset=(self.page - 1) * self.limit,
            limit=self.limit,
        )


def read_search(parameters: QueryParams) -> Asked:
    """What a query string asks; what cannot be understood is as if it were not there."""
    return Asked(
        text=read_text(parameters.get("q", "")),
        chosen=tuple(_chosen(parameters.multi_items())),
        sort=_sort(parameters.get("sort", "")),
        page=read_number(parameters.get("page", ""), default=1, most=_LAST_PAGE),
        limit=read_number(parameters.get("limit", ""), default=PAGE_SIZE, most=MOST_PER_PAGE),
        apart=parameters.get(COPIES) == APART,
    )


def read_text(text: str) -> str:
    """Typed text on one line, without control characters, of a length that is fair to ask for."""
    cleaned = "".join(char if char.isprintable() else " " for char in text[: 4 * _LONGEST_TEXT])
    return " ".join(cleaned.split())[:_LONGEST_TEXT].strip()


def read_number(text: str, *, default: int, most: int) -> int:
    """A number from 1 to `most`; `default` for anything else that was written."""
    if not (text.isascii() and text.isdigit()):
        return default
    return min(int(text[-12:]), most) or default


def _chosen(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    stated = ((name, read_text(value[:_LONGEST_VALUE])) for name, value in items if name in FILTERS)
    return list(dict.fromkeys((name, value) for name, value in stated if value))[:_MOST_VALUES]


def _sort(text: str) -> Sort:
    return next((sort for sort in Sort if sort.value == text), Sort.RELEVANCE)


def _for_index(value: str) -> str:
    return NOT_STATED if value == UNSAID else value
