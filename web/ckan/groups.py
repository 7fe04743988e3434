"""Themes as CKAN's groups: the code of each in small letters is its name."""

from __future__ import annotations

from collections.abc import Iterable

from vocab import Concept
from web.ckan.fields import theme_code
from web.ckan.given import Given
from web.ckan.identities import identity
from web.ckan.listing import facet_counts, in_order, window
from web.ckan.refusals import not_found
from web.site import Site


def brief_group(concept: Concept) -> dict[str, object]:
    """A group as a package carries it."""
    return {
        "id": identity("theme", concept.code),
        "name": group_name(concept.code),
        "title": concept.label(),
        "display_name": concept.label(),
        "description": concept.definition,
        "image_display_url": "",
    }


def group_name(code: str) -> str:
    """What CKAN takes for a name: small letters."""
    return code.lower()


def list_groups(site: Site, given: Given) -> list[object]:
    """The themes that datasets have: names, or all that is known of each."""
    wanted = given.strings("groups", split=",")
    words = given.text("q").casefold().strip()
    counted = given.flag("include_dataset_count", default=True)
    counts = {group_name(code): count for code, count in facet_counts(site, "theme").items()}
    fitting = [
        _group(concept, counts[name], counted=counted)
        for concept in site.vocabulary.schemes["theme"].concepts
        if (name := group_name(concept.code)) in counts
        and (not wanted or name in wanted)
        and (words in name or words in concept.label().casefold())
    ]
    return window(in_order(fitting, counts, given), given)


def show_group(site: Site, given: Given) -> dict[str, object]:
    """One theme."""
    name = given.required("id")
    concept = site.vocabulary.find("theme", theme_code(name, site.vocabulary))
    if concept is None:
        raise not_found()
    counts = facet_counts(site, "theme")
    counted = given.flag("include_dataset_count", default=True)
    found = _group(concept, counts.get(concept.code, 0), counted=counted)
    return {**found, "users": [], "tags": [], "groups": [], "extras": [{"key": "uri", "value": concept.iri}]}


def titles(names: Iterable[str], site: Site) -> dict[str, str]:
    """What groups are called, by name."""
    found = ((name, site.vocabulary.find("theme", theme_code(name, site.vocabulary))) for name in names)
    return {name: concept.label() for name, concept in found if concept}


def _group(concept: Concept, count: int, *, counted: bool) -> dict[str, object]:
    return {
        **brief_group(concept),
        "image_url": "",
        "created": None,
        "type": "group",
        "state": "active",
        "approval_status": "approved",
        "is_organization": False,
        "num_followers": 0,
        **({"package_count": count} if counted else {}),
    }
