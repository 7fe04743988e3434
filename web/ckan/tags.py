"""Keywords as CKAN's tags, and its lists of formats and licences."""

from __future__ import annotations

from collections.abc import Iterator

from vocab import Concept, Vocabulary
from web.ckan.given import Given
from web.ckan.listing import MOST, facet_counts
from web.ckan.packages import pack_all
from web.ckan.refusals import not_found
from web.ckan.searching import datasets_of
from web.site import Site

_SHORTEST = 2
_MOST_TAGS = 50_000


def list_tags(site: Site, given: Given) -> list[object]:
    """Every tag, or those with a text in their name; `all_fields` for objects."""
    found = _names(site, given.text("query") or given.text("q"))
    part = found[given.number("offset", 0) :][: given.number("limit", _MOST_TAGS, most=_MOST_TAGS)]
    return [tag(name) for name in part] if given.flag("all_fields") else list(part)


def search_tags(site: Site, given: Given) -> dict[str, object]:
    """Tags with a text in their name, and how many there are."""
    found = _names(site, given.text("query") or given.text("q"))
    start = given.number("offset", 0)
    return {
        "count": len(found),
        "results": [tag(name) for name in found[start:][: given.number("limit", MOST, most=MOST)]],
    }


def complete_tags(site: Site, given: Given) -> list[str]:
    """Names of tags with a text in them, ten unless more are asked for."""
    text, limit = given.text("query") or given.text("q"), given.number("limit", 10, most=MOST)
    return _names(site, text)[:limit] if text else []


def show_tag(site: Site, given: Given) -> dict[str, object]:
    """One tag, with its first datasets where they are asked for."""
    name = given.required("id")
    if name not in facet_counts(site, "keyword"):
        raise not_found()
    if not given.flag("include_datasets"):
        return tag(name)
    return {**tag(name), "packages": pack_all(site, datasets_of(site, "keyword", name, rows=MOST))}


def tag(name: str) -> dict[str, object]:
    """A tag by itself."""
    return {"id": name, "name": name, "display_name": name, "vocabulary_id": None}


def complete_formats(site: Site, given: Given) -> list[str]:
    """Formats of files that begin so, the most frequent first."""
    text = given.required("q").casefold()
    fitting = [code for code in facet_counts(site, "format") if text in code.casefold()]
    return fitting[: given.number("limit", 5, most=MOST)]


def list_licences(site: Site, _: Given) -> list[dict[str, object]]:
    """Every licence that is known here, by its code."""
    return list(_licences(site.vocabulary))


def _names(site: Site, text: str) -> list[str]:
    """Names of tags with a text in them, by the alphabet."""
    wanted = text.casefold().strip()
    names = (name for name in facet_counts(site, "keyword") if len(name) >= _SHORTEST)
    return sorted(name for name in names if wanted in name.casefold())


def _licences(vocabulary: Vocabulary) -> Iterator[dict[str, object]]:
    for concept in sorted(vocabulary.schemes["licence"].concepts, key=lambda one: one.code):
        yield {
            "id": concept.code,
            "title": concept.label(),
            "url": concept.iri if concept.iri.startswith("http") else "",
            "family": "",
            "status": "deleted" if concept.former else "active",
            "maintainer": "",
            "domain_content": _said(concept.facts.get("open") == "true"),
            "domain_data": _said(concept.facts.get("open") == "true"),
            "domain_software": "False",
            "is_generic": _said(_is_generic(concept)),
            "od_conformance": _conformance(concept),
            "osd_conformance": "not reviewed",
            "is_okd_compliant": _said(concept.facts.get("open") == "true"),
            "is_osi_compliant": "False",
        }


def _said(truth: bool) -> str:
    """CKAN's list of licences writes truth values as words."""
    return str(truth)


def _is_generic(concept: Concept) -> bool:
    return concept.code.startswith("other-") or concept.code == "notspecified"


def _conformance(concept: Concept) -> str:
    """Whether it meets the Open Definition, in that list's words."""
    return {"true": "approved", "false": "rejected"}.get(concept.facts.get("open", ""), "not reviewed")
