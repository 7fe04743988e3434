"""/vocabulary, its schemes and concepts, and /theme: what words mean."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from vocab import Concept, Scheme
from web.answers import Choice, Writer, answer, negotiate, to_json
from web.concept_forms import concept_json, concept_triples, scheme_json, scheme_triples
from web.datasets import Shelf, read_shelf
from web.negotiation import HTML, JSON, THING_FORMS
from web.pages.facts import FactReader, Value, link_value
from web.pages.page import Paging
from web.pages.vocabulary import FACT_LABELS, ConceptPage, FactRow, SchemePage, VocabulariesPage
from web.problems import not_found
from web.reading import read_number
from web.rendering import render
from web.site import Site, site_of
from web.writers import thing_writers

FACET_OF = {"theme": "theme", "file-type": "format", "licence": "licence", "language": "language"}
"""The facet of the index that holds the codes of a scheme."""

_PAGE_SIZE = 100


def vocabularies(request: Request) -> Response:
    """Every scheme."""
    site = site_of(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, (HTML, JSON), lambda _, suffix: site.links.vocabulary() + suffix, name=name)
    schemes = tuple(site.vocabulary.schemes.values())
    page = VocabulariesPage(title="Vocabularies", alternates=choice.alternates, schemes=schemes)
    writers: dict[str, Writer] = {
        HTML.name: lambda: render(page, site.templates),
        JSON.name: lambda: to_json({"schemes": [scheme_json(one) for one in schemes]}),
    }
    return answer(request, choice, writers)


def scheme(request: Request) -> Response:
    """One scheme, a page of its concepts at a time."""
    site = site_of(request)
    choice = negotiate(
        request,
        THING_FORMS,
        lambda name, suffix: site.links.vocabulary(name, suffix=suffix),
        name=request.path_params["name"],
    )
    found = _scheme(site, choice.name)
    number = read_number(request.query_params.get("page", ""), default=1, most=10_000)
    count = -(-len(found.concepts) // _PAGE_SIZE)
    by_label = sorted(found.concepts, key=lambda one: (one.former, one.label().casefold()))
    shown = tuple(by_label[(number - 1) * _PAGE_SIZE : number * _PAGE_SIZE])
    address = site.links.vocabulary(found.name, suffix=choice.form.suffix)
    paging = Paging(
        number=number,
        count=count,
        previous=site.links.paged(address, min(number - 1, count)) if number > 1 else "",
        next=site.links.paged(address, number + 1) if number < count else "",
    )
    writers = thing_writers(
        site,
        page=lambda: SchemePage(
            title=found.title, alternates=choice.alternates, scheme=found, concepts=shown, paging=paging
        ),
        json=lambda: (
            scheme_json(found)
            | {"list": [concept_json(one, site.iris) for one in shown]}
            | {"next": site.iris.base + paging.next if paging.next else None}
        ),
        quads=lambda: scheme_triples(found, shown),
    )
    return answer(request, choice, writers)


def concept(request: Request) -> Response:
    """One concept of any scheme."""
    return _concept_response(request, request.path_params["scheme"])


def theme(request: Request) -> Response:
    """One theme, at the short address that themes have."""
    return _concept_response(request, "theme")


def _concept_response(request: Request, scheme_name: str) -> Response:
    site = site_of(request)
    found_scheme = _scheme(site, scheme_name)
    name = request.path_params["name"]
    exact = found_scheme.find(name) is not None  # a code may itself end like a suffix
    choice = negotiate(
        request,
        THING_FORMS,
        lambda code, suffix: site.links.vocabulary(scheme_name, code, suffix),
        name=name,
        exact=exact,
    )
    found = found_scheme.find(choice.name)
    if found is None:
        raise not_found(f"The vocabulary “{found_scheme.title}” has no concept of this code.")
    writers = thing_writers(
        site,
        page=lambda: _concept_page(site, found_scheme, found, choice),
        json=lambda: concept_json(found, site.iris),
        quads=lambda: concept_triples(found, site.iris),
    )
    return answer(request, choice, writers)


def _concept_page(site: Site, found_scheme: Scheme, found: Concept, choice: Choice) -> ConceptPage:
    reader = FactReader(links=site.links, vocabulary=site.vocabulary)
    shelf = _shelf(site, found)
    facet = FACET_OF.get(found.scheme, "")
    slug = found.facts.get("slug", "")
    published = slug in site.names.table().publishers
    return ConceptPage(
        title=found.label(),
        alternates=choice.alternates,
        scheme=found_scheme,
        concept=found,
        facts=_facts(found),
        matches=tuple(link_value(iri) for iri in found.exact_matches),
        broader=tuple(_related(iri, reader) for iri in found.broader),
        replaced_by=tuple(_related(iri, reader) for iri in found.replaced_by),
        organisation=site.links.organisation(slug) if published else "",
        total=shelf.total if shelf else None,
        search=site.links.search(**{facet: found.code}) if facet and facet != "language" else "",
        cards=shelf.cards if shelf else (),
    )


def _facts(found: Concept) -> tuple[FactRow, ...]:
    said = {"true": "yes", "false": "no"}
    return tuple(
        FactRow(label=label, value=link_value(said.get(found.facts[name], found.facts[name])))
        for name, label in FACT_LABELS.items()
        if name in found.facts
    )


def _shelf(site: Site, found: Concept) -> Shelf | None:
    facet = FACET_OF.get(found.scheme)
    return read_shelf(site, facet, found.code, address="", limit=10) if facet else None


def _related(iri: str, reader: FactReader) -> Value:
    known = reader.vocabulary.concept(iri)
    if known is None:
        return link_value(iri)
    return Value(text=known.label(), address=reader.links.vocabulary(known.scheme, known.code))


def _scheme(site: Site, name: str) -> Scheme:
    found = site.vocabulary.schemes.get(name)
    if found is None:
        raise not_found("No vocabulary of this name is used here.")
    return found
