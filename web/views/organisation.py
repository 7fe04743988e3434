"""/organisation and /organisation/{slug}: who publishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.errors import StoreError
from catalogue.ledger.aliases import organisation_aliases
from catalogue.ledger.status import Organisation
from catalogue.ledger.status import organisation as get_organisation
from catalogue.portal import SLUG
from vocab.bodies import bodies_of, slug_of
from vocab.namespaces import FOAF
from web.answers import Choice, answer, negotiate
from web.datasets import read_shelf
from web.named import find_named
from web.negotiation import HTML, JSON, TABLE_FORMS, THING_FORMS
from web.operations import PAGE, Operation, Parameter
from web.organisations import PUBLISHER_SCHEMA, aliases_json, body_facts, body_json, published_as
from web.pages.organisation import OrganisationListPage, OrganisationPage, PortalLink, by_name, letters
from web.pages.page import make_paging
from web.portal_json import ORGANISATION_SCHEMA, cards_json, organisation_json
from web.portal_rdf import organisation_triples
from web.problems import MOVED, ProblemRaised, moved
from web.reading import read_number
from web.resource.reading import is_named
from web.schema import every, record
from web.site import Site, site_of
from web.structured import data_block, page_speaker
from web.tables import Member, collection_triples, to_table_csv
from web.writers import table_writers, thing_writers

_ALIASES = 20  # names on a page; the other forms have them all
_COLUMNS = ("slug", "iri", "name", "datasets", "portals")
_A_PAGE = 250  # publishers on one page, which then stays under 50 KB


def organisation_list(request: Request) -> Response:
    """Every publisher with datasets, by name."""
    site = site_of(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, TABLE_FORMS, lambda _, suffix: site.links.organisations() + suffix, name=name)
    number = read_number(request.query_params.get("page", ""), default=1, most=100_000)
    found = site.names.table().organisations
    here = by_name(found)[(number - 1) * _A_PAGE : number * _A_PAGE]
    page = OrganisationListPage(
        title="Publishers",
        alternates=choice.alternates,
        count=len(found),
        letters=letters(here),
        paging=make_paging(
            number, -(-len(found) // _A_PAGE), lambda page: site.links.paged(site.links.organisations(), page)
        ),
    )
    writers = table_writers(
        site,
        page=lambda: page,
        json=lambda: {"organisations": _rows(found, site)},
        table=lambda: to_table_csv(_COLUMNS, _rows(found, site)),
        quads=lambda: collection_triples(
            site.iris.organisations(), "Publishers", [_member(one, site) for one in found]
        ),
    )
    return answer(request, choice, writers)


def _rows(found: Iterable[Organisation], site: Site) -> list[dict[str, object]]:
    return [organisation_json(one, site.iris) for one in found]


def _member(one: Organisation, site: Site) -> Member:
    return Member(iri=site.iris.organisation(one.slug), kind=FOAF.Agent, name=one.name, named=FOAF.name)


def organisation(request: Request) -> Response:
    """One publisher and its datasets."""
    site = site_of(request)
    choice = negotiate(request, THING_FORMS, site.links.organisation, name=request.path_params["name"])
    found = _organisation(site, choice.name)
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
    writers = thing_writers(
        site,
        page=lambda: OrganisationPage(
            title=found.name or found.slug,
            alternates=choice.alternates,
            structured=data_block(
                page_speaker(site).organisation(found.slug, found.name, (one.name for one in aliases))
            ),
            organisation=found,
            concept=concept,
            body=body_facts(concept, site) if concept else None,
            aliases=aliases[:_ALIASES],
            more_aliases=max(0, len(aliases) - _ALIASES),
            portals=tuple(
                PortalLink(title=titles.get(slug, slug), address=site.links.portal(slug))
                for slug in found.portals
            ),
            cards=shelf.cards,
            paging=shelf.paging,
            all_datasets=site.links.search(publisher=found.slug),
            named=find_named(site, site.iris.organisation(found.slug)),
        ),
        json=lambda: (
            organisation_json(found, site.iris)
            | (body_json(concept) if concept else {})
            | {"published_as": aliases_json(aliases)}
            | {"list": cards_json(shelf.cards, site.iris), "next": shelf.paging.next or None}
        ),
        quads=lambda: organisation_triples(found, concept, shelf.cards, site.iris, aliases),
    )
    return answer(request, choice, writers, kind=FOAF.Agent)


def _organisation(site: Site, slug: str) -> Organisation | None:
    """The publisher; also a body that we know and whose datasets have all gone, or that only took part in some."""
    if not SLUG.fullmatch(slug):
        return None
    with site.ledger.reading() as connection:
        found = get_organisation(connection, slug)
    body = bodies_of(site.vocabulary).with_slug(slug) if found is None else None
    return Organisation(slug=slug, name=body.label(), datasets=0) if body else found


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


OPERATIONS = (
    Operation(
        path="/organisation",
        view=organisation_list,
        about="Every publisher with datasets.",
        group="Things",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: record("Organisations", organisations=every(ORGANISATION_SCHEMA))},
        parameters=(PAGE,),
    ),
    Operation(
        path="/organisation/{name}",
        view=organisation,
        about="One publisher and its datasets.",
        group="Things",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: PUBLISHER_SCHEMA},
        parameters=(
            Parameter(
                name="name",
                about="The publisher's name in addresses; .json, .ttl … behind it chooses a form.",
                where="path",
                of="publisher",
            ),
            replace(PAGE, about="Which page of its datasets, from 1."),
        ),
        statuses=MOVED
        | {
            303: "It publishes nothing, but is spoken of: where that is told.",
            404: "No publisher has this name.",
        },
    ),
)
