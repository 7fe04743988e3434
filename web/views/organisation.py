"""/organisation/{slug}: one publisher, what it publishes and what of what it must; its coverage also as a table."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.coverage.peers import MOST
from catalogue.errors import StoreError
from catalogue.ledger.aliases import organisation_aliases
from catalogue.ledger.status import Organisation
from catalogue.portal import SLUG
from catalogue.reuses.story import What
from vocab import Concept
from vocab.bodies import bodies_of, slug_of
from vocab.namespaces import FOAF
from web.answers import Choice, answer, negotiate, to_json
from web.coverage.documents import COLUMNS, COVERAGE_SCHEMA, FIGURES_SCHEMA, coverage_json, requirement_rows
from web.coverage.panel import PEER
from web.coverage.reading import FIND, Coverage, read_coverage
from web.datasets import Shelf, read_shelf
from web.named import find_named
from web.negotiation import CSV, HTML, JSON, THING_FORMS
from web.operations import PAGE, Operation, Parameter
from web.organisations import (
    PUBLISHER_SCHEMA,
    aliases_json,
    body_facts,
    body_json,
    find_organisation,
    portal_links,
    published_as,
)
from web.pages.organisation import OrganisationPage, PublishedName
from web.pages.quality import make_group
from web.portal_json import cards_json, organisation_json
from web.portal_rdf import organisation_triples
from web.problems import MOVED, ProblemRaised, moved, not_found
from web.quality_json import GROUP_SCHEMA
from web.reading import read_number
from web.resource.reading import is_named
from web.schema import joined, or_null, record
from web.site import Site, site_of
from web.stories.beside import stories_part
from web.stories.written import REUSES_SCHEMA, reuses_json
from web.structured import data_block, page_speaker
from web.tables import to_table_csv
from web.writers import thing_writers

_ALIASES = 20  # names on a page; the other forms have them all
_COVERAGE_FORMS = (HTML, JSON, CSV)


def organisation(request: Request) -> Response:
    """One publisher and its datasets."""
    site = site_of(request)
    choice = negotiate(request, THING_FORMS, site.links.organisation, name=request.path_params["name"])
    found = find_organisation(site, choice.name)
    if found is None:
        return _elsewhere(request, site, choice)
    number = read_number(request.query_params.get("page", ""), default=1, most=100_000)
    base = site.links if choice.form is HTML else site.iris
    address = base.organisation(found.slug, choice.form.suffix)
    limit = 20 if choice.form is HTML else 100
    shelf = read_shelf(site, "publisher", found.slug, address=address, number=number, limit=limit)
    concept = bodies_of(site.vocabulary).with_slug(found.slug)
    titles = site.names.table().portals
    aliases = published_as(organisation_aliases(site.ledger, found.slug), found.name, titles)

    def covered() -> Coverage:
        return read_coverage(site, found, concept, request.query_params)

    writers = thing_writers(
        site,
        page=lambda: _page(site, choice, found, concept, aliases=aliases, shelf=shelf, coverage=covered()),
        json=lambda: (
            organisation_json(found, site.iris)
            | (body_json(concept) if concept else {})
            | {"published_as": aliases_json(aliases)}
            | covered().to_json(site)
            | {"reuses": reuses_json(stories_part(site, What.ORGANISATION, found.slug), site.iris)}
            | {"list": cards_json(shelf.cards, site.iris), "next": shelf.paging.next or None}
        ),
        quads=lambda: organisation_triples(found, concept, shelf.cards, site.iris, aliases),
    )
    return answer(request, choice, writers, kind=FOAF.Agent)


def coverage(request: Request) -> Response:
    """What the Code requires of a publisher and what of it is here; for people it stands on the publisher's page."""
    site, slug = site_of(request), request.path_params["slug"]
    peers = tuple(request.query_params.getlist(PEER)[:MOST])
    choice = negotiate(
        request,
        _COVERAGE_FORMS,
        lambda _, suffix: site.links.coverage(slug, peers, suffix),
        name=request.url.path.rpartition("/")[2],
    )
    found = find_organisation(site, slug)
    if found is None:
        raise not_found("No publisher of this name has datasets here.")
    if choice.form is HTML:
        page = site.links.chosen_peers(slug, peers)
        return RedirectResponse(page, status_code=303, headers={"Vary": "Accept"})
    concept = bodies_of(site.vocabulary).with_slug(slug)
    panel = read_coverage(site, found, concept, request.query_params).panel
    writers = {
        JSON.name: lambda: to_json(coverage_json(panel, site.iris)),
        CSV.name: lambda: to_table_csv(COLUMNS, requirement_rows(panel.rows, len(panel.peers), site.iris)),
    }
    return answer(request, choice, writers)


def _page(
    site: Site,
    choice: Choice,
    found: Organisation,
    concept: Concept | None,
    *,
    aliases: tuple[PublishedName, ...],
    shelf: Shelf,
    coverage: Coverage,
) -> OrganisationPage:
    named = (one.name for one in aliases)
    return OrganisationPage(
        title=found.name or found.slug,
        alternates=choice.alternates,
        structured=data_block(page_speaker(site).organisation(found.slug, found.name, named)),
        organisation=found,
        concept=concept,
        body=body_facts(concept, site) if concept else None,
        aliases=aliases[:_ALIASES],
        more_aliases=max(0, len(aliases) - _ALIASES),
        portals=portal_links(found, site),
        panel=coverage.panel,
        figures=coverage.figures,
        scores=make_group(coverage.scores, coverage.days, site.links),
        cards=shelf.cards,
        paging=shelf.paging,
        all_datasets=site.links.search(publisher=found.slug),
        stories=stories_part(site, What.ORGANISATION, found.slug),
        named=find_named(site, site.iris.organisation(found.slug)),
    )


def _elsewhere(request: Request, site: Site, choice: Choice) -> Response:
    """One that only took part in datasets has no page: what is said of it is told where any IRI is (303)."""
    iri = site.iris.organisation(choice.name)
    if not (SLUG.fullmatch(choice.name) and _is_named(site, iri)):
        raise _renamed(request, site, choice)
    address = site.links.resource(iri, choice.form.suffix)
    return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})


def _is_named(site: Site, iri: str) -> bool:
    try:
        return is_named(site.store, iri)
    except StoreError:
        return False


def _renamed(request: Request, site: Site, choice: Choice) -> ProblemRaised:
    """Where a body is now that went by its published name before it was recognised; else that nobody has the name."""
    reading = bodies_of(site.vocabulary).named_in_full(choice.name.replace("-", " "))
    if reading is None:
        return choice.missing("No publisher of this name has datasets here.")
    suffix = next((one.suffix for one in choice.alternates if request.url.path.endswith(one.suffix)), "")
    query = f"?{request.url.query}" if request.url.query else ""
    return moved(site.links.organisation(slug_of(reading.body), suffix) + query)


_PEERS = Parameter(
    name=PEER,
    about=f"The name in addresses of another publisher to compare with, at most {MOST}; without any, those most like.",
    many=True,
    of="publisher",
)

OPERATIONS = (
    Operation(
        path="/organisation/{name}",
        view=organisation,
        about="One publisher: its datasets, how recent and how open they are, and what it must publish.",
        group="Things",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={
            JSON.media_type: joined(
                "Publisher",
                PUBLISHER_SCHEMA,
                record(coverage=COVERAGE_SCHEMA, figures=FIGURES_SCHEMA, scores=or_null(GROUP_SCHEMA)),
                record(reuses=REUSES_SCHEMA),
            )
        },
        parameters=(
            Parameter(
                name="name",
                about="The publisher's name in addresses; .json, .ttl … behind it chooses a form.",
                where="path",
                of="publisher",
            ),
            replace(PAGE, about="Which page of its datasets, from 1."),
            _PEERS,
            Parameter(
                name=FIND,
                about="On the page, words of the names of other publishers to choose from.",
                example="council",
            ),
        ),
        statuses=MOVED
        | {
            303: "It publishes nothing, but is spoken of: where that is told.",
            404: "No publisher has this name.",
        },
    ),
    Operation(
        path="/organisation/{slug}/coverage",
        view=coverage,
        about="What the Transparency Code requires of a publisher and what of it is here, a line each; a page leads to "
        "the publisher's.",
        group="Things",
        media=tuple(form.media_type for form in _COVERAGE_FORMS),
        suffixes=tuple(form.suffix for form in _COVERAGE_FORMS),
        schemas={JSON.media_type: COVERAGE_SCHEMA},
        parameters=(
            Parameter(name="slug", about="The publisher's name in addresses.", where="path", of="publisher"),
            _PEERS,
        ),
        statuses=MOVED
        | {303: "For people: where it stands on the publisher's page.", 404: "No publisher has this name."},
    ),
)
