"""Lists of publishers, themes and keywords: counted, put in order, and cut to the part that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.errors import IndexUnavailable
from catalogue.indexes.protocol import NOT_STATED, Index, Search
from web.ckan.given import Given
from web.ckan.refusals import invalid
from web.site import Site

MOST = 1_000
"""Organisations, groups or datasets in one answer."""

SORTS = ("name", "title", "package_count", "packages")


def in_order(found: list[dict[str, object]], counts: dict[str, int], given: Given) -> list[dict[str, object]]:
    """By `sort`, else `order_by`, else the title; a count is from the most, the rest from A."""
    written = given.text("sort") or given.text("order_by") or "title asc"
    name, _, direction = written.strip().partition(" ")
    direction = direction.strip().lower()
    if name not in SORTS or direction not in ("", "asc", "desc"):
        raise invalid("sort", f"Cannot sort by field `{written[:60]}`; known are {', '.join(SORTS)}")
    by_count = name in ("package_count", "packages")
    ordered = sorted(found, key=lambda one: str(one["name"]))
    if by_count:
        return sorted(ordered, key=lambda one: counts.get(str(one["name"]), 0), reverse=direction != "asc")
    return sorted(ordered, key=lambda one: str(one[name]).casefold(), reverse=direction == "desc")


def window(found: Sequence[dict[str, object]], given: Given) -> list[object]:
    """The part of a list that was asked for, MOST at most: names, or all fields."""
    start = given.number("offset", 0)
    part = found[start : start + given.number("limit", MOST, most=MOST)]
    return list(part) if given.flag("all_fields") else [one["name"] for one in part]


def whole_index(site: Site) -> Index:
    """The index, which must have every column that is asked for here.

    One of an older form serves pages until the new one is built; here it would find nothing that has changed since some
    day, and a harvester would believe it. Raises IndexUnavailable.
    """
    if site.index.is_outdated():
        raise IndexUnavailable("the index is of an older form, and is to be built anew")
    return site.index


def facet_counts(site: Site, facet: str) -> dict[str, int]:
    """How many datasets have each value of a facet."""
    search = Search(facets=(facet,), together=False, limit=0)
    return {
        each.value: each.count
        for each in whole_index(site).search(search).facets[facet]
        if each.value != NOT_STATED
    }
