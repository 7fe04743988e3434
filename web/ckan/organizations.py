"""Publishers as CKAN's organisations; the name of each is the end of its page's address here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.indexes.protocol import NOT_STATED, Search
from catalogue.ledger.status import Organisation
from web.ckan.given import Given
from web.ckan.identities import identity
from web.ckan.refusals import invalid, not_found
from web.site import Site

MOST = 1_000
"""Organisations, groups or datasets in one answer."""

SORTS = ("name", "title", "package_count", "packages")
_PLAIN = {
    "type": "organization",
    "description": "",
    "image_url": "",
    "state": "active",
    "approval_status": "approved",
    "is_organization": True,
}


def brief_organization(slug: str, title: str) -> dict[str, object]:
    """An organisation as a package carries it."""
    return {"id": identity("publisher", slug), "name": slug, "title": title, "created": None, **_PLAIN}


def organization(one: Organisation, *, counted: bool = True) -> dict[str, object]:
    """An organisation as lists and its own answer carry it."""
    return {
        **brief_organization(one.slug, one.name),
        "display_name": one.name,
        "image_display_url": "",
        "num_followers": 0,
        **({"package_count": one.datasets} if counted else {}),
    }


def list_organizations(site: Site, given: Given) -> list[object]:
    """The publishers with datasets: names, or all that is known of each."""
    wanted = given.strings("organizations", split=",")
    words = given.text("q").casefold().strip()
    counted = given.flag("include_dataset_count", default=True)
    fitting = [
        organization(one, counted=counted)
        for one in site.names.table().organisations
        if (not wanted or one.slug in wanted) and (words in one.slug or words in one.name.casefold())
    ]
    counts = {one.slug: one.datasets for one in site.names.table().organisations}
    return window(in_order(fitting, counts, given), given)


def show_organization(site: Site, given: Given) -> dict[str, object]:
    """One publisher, with its first datasets where they are asked for."""
    found = find_organization(site, given.required("id"))
    counted = given.flag("include_dataset_count", default=True)
    return {**organization(found, counted=counted), "users": [], "tags": [], "groups": [], "extras": []}


def find_organization(site: Site, name: str) -> Organisation:
    """The publisher of that name or id. Raises CKAN's 404."""
    slug = publisher_of(site, name)
    for one in site.names.table().organisations:
        if one.slug == slug:
            return one
    raise not_found()


def publisher_of(site: Site, name: str) -> str:
    """The name of the publisher with that name or id; what is neither stays as it is."""
    if not _UUID.fullmatch(name):
        return name
    slugs = (one.slug for one in site.names.table().organisations)
    return next((slug for slug in slugs if identity("publisher", slug) == name), name)


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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


def facet_counts(site: Site, facet: str) -> dict[str, int]:
    """How many datasets have each value of a facet."""
    search = Search(facets=(facet,), together=False, limit=0)
    return {
        each.value: each.count for each in site.index.search(search).facets[facet] if each.value != NOT_STATED
    }
