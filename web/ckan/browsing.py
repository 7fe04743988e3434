"""Actions that walk through packages and resources: lists, one of them, the beginnings of titles."""

from __future__ import annotations

from catalogue.indexes.filters import Beginning
from catalogue.indexes.protocol import By, Key, Search
from catalogue.ledger.held import shown_identifiers
from web.ckan import groups, organizations
from web.ckan.fields import theme_code
from web.ckan.given import Given
from web.ckan.identities import whole_of
from web.ckan.listing import MOST, whole_index
from web.ckan.packages import make_packer, pack_all, show, shown
from web.ckan.refusals import invalid, not_found
from web.ckan.searching import datasets_of
from web.site import Site

_MOST_NAMES = 1_000_000
_BEGINNING_WORDS = 8


def list_packages(site: Site, given: Given) -> list[str]:
    """The names of all packages, in their order."""
    limit, offset = given.number("limit", _MOST_NAMES, most=_MOST_NAMES), given.number("offset", 0)
    with site.ledger.reading() as connection:
        return list(shown_identifiers(connection, limit=limit, offset=offset))


def list_current(site: Site, given: Given) -> list[dict[str, object]]:
    """Packages with their resources, those changed last first."""
    limit = given.number("limit", MOST, most=MOST)
    offset = given.number("offset", 0) or (given.number("page", 1) - 1) * limit
    if offset < 0:
        raise invalid("page", "Must be a positive integer")
    search = Search(
        order=(By(key=Key.CHANGED, descending=True), By(key=Key.ID)),
        together=False,
        offset=offset,
        limit=limit,
        snippets=False,
    )
    return pack_all(site, [hit.id for hit in whole_index(site).search(search).hits])


def show_package(site: Site, given: Given) -> dict[str, object]:
    """One package by its id, which is its name as well."""
    return show(
        site, given.required("name_or_id" if given.has("name_or_id") and not given.has("id") else "id")
    )


def show_resource(site: Site, given: Given) -> dict[str, object]:
    """One resource; its id says of which package it is."""
    name = given.required("id")
    package = make_packer(site).pack(shown(site, whole_of(name)))
    for resource in package["resources"]:  # type: ignore[attr-defined] # a list, as packages are made
        if resource["id"] == name:
            found: dict[str, object] = resource
            return found
    raise not_found()


def show_organization(site: Site, given: Given) -> dict[str, object]:
    """One publisher, with its first datasets where they are asked for."""
    found = organizations.show_organization(site, given)
    if not given.flag("include_datasets"):
        return found
    return {
        **found,
        "packages": pack_all(site, datasets_of(site, "publisher", str(found["name"]), rows=MOST)),
    }


def show_group(site: Site, given: Given) -> dict[str, object]:
    """One theme, with its first datasets where they are asked for."""
    found = groups.show_group(site, given)
    if not given.flag("include_datasets"):
        return found
    code = theme_code(str(found["name"]), site.vocabulary)
    return {**found, "packages": pack_all(site, datasets_of(site, "theme", code, rows=MOST))}


def list_group_packages(site: Site, given: Given) -> list[dict[str, object]]:
    """The packages of one theme, or of one publisher."""
    name = given.required("id")
    column, value = "theme", theme_code(name, site.vocabulary)
    if site.vocabulary.find("theme", value) is None:
        column, value = "publisher", organizations.find_organization(site, name).slug
    rows = given.number("limit", MOST, most=MOST)
    return pack_all(site, datasets_of(site, column, value, rows=rows, start=given.number("offset", 0)))


def complete_packages(site: Site, given: Given) -> list[dict[str, str]]:
    """Packages with a word in their title that begins so, ten unless more are asked for."""
    typed, limit = given.text("q").split()[:_BEGINNING_WORDS], given.number("limit", 10, most=100)
    if not typed:
        return []
    *words, last = typed
    search = Search(
        text=" ".join(words),
        where=Beginning(text=last, part="title"),
        together=False,
        limit=limit,
        snippets=False,
    )
    found = whole_index(site).search(search).hits
    return [
        {
            "name": hit.id,
            "title": str(hit.card["title"]),
            "match_field": "title",
            "match_displayed": f"{hit.card['title']} ({hit.id})",
        }
        for hit in found
    ]


def complete_organizations(site: Site, given: Given) -> list[dict[str, object]]:
    """Publishers with a text in their name, twenty unless more are asked for."""
    return _completed(organizations.list_organizations(site, _all_fields(given)), given)


def complete_groups(site: Site, given: Given) -> list[dict[str, object]]:
    """Themes with a text in their name, twenty unless more are asked for."""
    return _completed(groups.list_groups(site, _all_fields(given)), given)


def _all_fields(given: Given) -> Given:
    return Given({"q": given.text("q"), "all_fields": True})


def _completed(found: list[object], given: Given) -> list[dict[str, object]]:
    part = found[: given.number("limit", 20, most=MOST)]
    return [{name: one[name] for name in ("id", "name", "title")} for one in part if isinstance(one, dict)]
