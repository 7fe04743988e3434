"""/search: one question to the index, answered as a page or as a list for programs."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from catalogue.indexes.protocol import Results
from catalogue.ledger.held import list_held
from catalogue.questions.question import Question
from web.answers import Choice, answer, negotiate
from web.lists import Listing, to_listing_atom, to_listing_csv, to_listing_json, to_listing_quads
from web.negotiation import ATOM, CSV, HTML, JSON, JSON_LD, LIST_FORMS, TURTLE
from web.pages.search import SearchPage, make_search_page
from web.rdf import serialise
from web.reading import FACETS, Asked, read_search
from web.rendering import render
from web.site import Site, site_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was asked, how it was understood and what the index has of it."""

    asked: Asked
    question: Question
    results: Results


def search(request: Request) -> Response:
    """A page of results in the form asked for."""
    site, asked = site_of(request), read_search(request.query_params)
    choice = negotiate(
        request,
        LIST_FORMS,
        lambda _, suffix: site.links.results(asked.query(page=asked.page), suffix),
        name=request.url.path.rpartition("/")[2],
    )
    found = _find(site, asked, facets=FACETS if choice.form in (HTML, JSON) else ())
    page = make_search_page(asked, found.question, found.results, site, choice.alternates)
    writers = {
        HTML.name: lambda: render(page, site.templates),
        JSON.name: lambda: to_listing_json(_listing(site, found, page, choice)),
        CSV.name: lambda: to_listing_csv(_listing(site, found, page, choice)),
        ATOM.name: lambda: to_listing_atom(_listing(site, found, page, choice)),
        TURTLE.name: lambda: serialise(to_listing_quads(_listing(site, found, page, choice)), TURTLE),
        JSON_LD.name: lambda: serialise(to_listing_quads(_listing(site, found, page, choice)), JSON_LD),
    }
    response = answer(request, choice, writers)
    if page.paging.next:
        following = site.links.results(asked.query(page=asked.page + 1), choice.form.suffix)
        response.headers["Link"] = f'<{following}>; rel="next", {response.headers["Link"]}'
    return response


def _find(site: Site, asked: Asked, *, facets: tuple[str, ...]) -> Found:
    today = site.now()[:10]
    question = asked.understood(site.vocabulary, today=today)
    results = site.index.search(asked.search(question, today=today, facets=facets))
    return Found(asked=asked, question=question, results=results)


def _listing(site: Site, found: Found, page: SearchPage, choice: Choice) -> Listing:
    asked = found.asked
    more = site.iris.results(asked.query(page=asked.page + 1), choice.form.suffix) if page.paging.next else ""
    return Listing(
        title=page.title,
        address=site.iris.results(asked.query(page=asked.page), choice.form.suffix),
        page=site.iris.results(asked.query()),
        next=more,
        question=found.question,
        results=found.results,
        cards=page.cards,
        facets=page.facets,
        updated=_updated(site, page) if choice.form is ATOM else {},
        iris=site.iris,
    )


def _updated(site: Site, page: SearchPage) -> dict[str, str]:
    with site.ledger.reading() as connection:
        held = list_held(connection, tuple(card.id for card in page.cards))
    return {identifier: each.snapshot.last_changed for identifier, each in held.items()}
