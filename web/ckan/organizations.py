"""Publishers as CKAN's organisations; the name of each is the end of its page's address here."""

from __future__ import annotations

import re

from catalogue.ledger.status import Organisation
from web.ckan.given import Given
from web.ckan.identities import identity
from web.ckan.listing import in_order, window
from web.ckan.refusals import not_found
from web.site import Site

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
