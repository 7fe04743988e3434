"""/search: one question to the index, answered as a page or as a list for programs."""

from __future__ import annotations

from dataclasses import replace

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from catalogue.indexes.protocol import Sort
from catalogue.ledger.held import list_held
from web.answers import Choice, answer, followed_by, negotiate
from web.finding import Found, find, find_something
from web.lists import (
    LISTING_SCHEMA,
    Listing,
    to_listing_atom,
    to_listing_csv,
    to_listing_json,
    to_listing_quads,
)
from web.negotiation import ATOM, CSV, HTML, JSON, JSON_LD, LIST_FORMS, TURTLE
from web.operations import NUMBER, PAGE, Operation, Parameter
from web.pages.search import SearchPage, make_search_page
from web.rdf import serialise
from web.reading import APART, COPIES, EXACT, FACETS, FILTERS, MOST_PER_PAGE, PLAIN, read_search
from web.related import with_kin
from web.rendering import render
from web.site import Site, site_of


def search(request: Request) -> Response:
    """A page of results in the form asked for."""
    site, typed = site_of(request), read_search(request.query_params)
    choice = negotiate(
        request,
        LIST_FORMS,
        lambda _, suffix: site.links.results(typed.query(page=typed.page), suffix),
        name=request.url.path.rpartition("/")[2],
    )
    # only a page and JSON can say that they are about another spelling
    told = choice.form in (HTML, JSON)
    found = find_something(site, typed, facets=FACETS) if told else find(site, typed, facets=())
    page = make_search_page(found, site, choice.alternates)
    writers = {
        HTML.name: lambda: render(replace(page, cards=with_kin(site, page.cards)), site.templates),
        JSON.name: lambda: to_listing_json(_listing(site, found, page, choice)),
        CSV.name: lambda: to_listing_csv(_listing(site, found, page, choice)),
        ATOM.name: lambda: to_listing_atom(_listing(site, found, page, choice)),
        TURTLE.name: lambda: serialise(to_listing_quads(_listing(site, found, page, choice)), TURTLE),
        JSON_LD.name: lambda: serialise(to_listing_quads(_listing(site, found, page, choice)), JSON_LD),
    }
    response = answer(request, choice, writers)
    if not site.completions.is_made():
        response.background = BackgroundTask(site.completions.refresh)
    following = site.links.results(found.asked.query(page=found.asked.page + 1), choice.form.suffix)
    return followed_by(response, following if page.paging.next else "")


def _listing(site: Site, found: Found, page: SearchPage, choice: Choice) -> Listing:
    asked = found.asked
    more = site.iris.results(asked.query(page=asked.page + 1), choice.form.suffix) if page.paging.next else ""
    return Listing(
        title=page.title,
        address=site.iris.results(asked.query(page=asked.page), choice.form.suffix),
        page=site.iris.results(asked.query()),
        next=more,
        found=found,
        cards=page.cards,
        facets=page.facets,
        updated=_updated(site, page) if choice.form is ATOM else {},
        iris=site.iris,
    )


def _updated(site: Site, page: SearchPage) -> dict[str, str]:
    with site.ledger.reading() as connection:
        held = list_held(connection, tuple(card.id for card in page.cards))
    return {identifier: each.snapshot.last_changed for identifier, each in held.items()}


_ONE = {"enum": ["1"]}

OPERATIONS = (
    Operation(
        path="/search",
        view=search,
        about="Datasets that words and filters find, with facets, the best first.",
        group="Search",
        media=tuple(form.media_type for form in LIST_FORMS),
        suffixes=tuple(form.suffix for form in LIST_FORMS),
        schemas={JSON.media_type: LISTING_SCHEMA},
        parameters=(
            Parameter(name="q", about="What is sought, in any words.", example="bin collection"),
            *(
                Parameter(name=facet, about=f"Only what has this value of the facet {facet}.", many=True)
                for facet in FILTERS
            ),
            Parameter(
                name="sort",
                about="The order.",
                schema={"enum": [each.value for each in Sort]},
                forgiving=True,
                example=Sort.MODIFIED.value,
            ),
            PAGE,
            Parameter(
                name="limit",
                about="How many on a page.",
                schema={**NUMBER, "maximum": MOST_PER_PAGE},
                forgiving=True,
                example="10",
            ),
            Parameter(name=PLAIN, about="Words that are to be taken as they stand.", many=True),
            Parameter(name=EXACT, about="Look for nothing but the words.", schema=_ONE, forgiving=True),
            Parameter(
                name=COPIES,
                about="Every copy as a result of its own.",
                schema={"enum": [APART]},
                forgiving=True,
            ),
        ),
    ),
)
