"""/: the first page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from catalogue.indexes.protocol import NOT_STATED, Results, Search
from catalogue.joins.kinds import does_join
from catalogue.ledger.reuses import first_stories
from catalogue.ledger.status import catalogue_size
from web.answers import answer, negotiate
from web.negotiation import HTML
from web.operations import Operation
from web.pages.home import HomePage, Tile
from web.rendering import render
from web.site import Site, site_of
from web.stories.told import make_cards
from web.structured import ABOUT, data_block, page_speaker

_STORIES, _KEYS = 3, 8


def home(request: Request) -> Response:
    """How much there is, and where to begin."""
    site = site_of(request)
    choice = negotiate(request, (HTML,), lambda _name, _suffix: site.links.home())
    with site.ledger.reading() as connection:
        datasets, portals, last = catalogue_size(connection)
        cards = make_cards(site, connection, first_stories(connection, limit=_STORIES))
        keys = _keys(site.holders.holders(connection).datasets, site)
    page = HomePage(
        title="Find data that councils publish",
        structured=data_block(page_speaker(site).catalog(ABOUT)),
        datasets=datasets,
        portals=portals,
        publishers=len(site.names.table().publishers),
        last=last,
        tiles=_tiles(site.index.search(Search(facets=("theme",), limit=0)), site),
        keys=keys,
        stories=cards,
    )
    response = answer(request, choice, {HTML.name: lambda: render(page, site.templates)})
    response.background = BackgroundTask(site.completions.refresh)  # before anybody types
    return response


def _tiles(results: Results, site: Site) -> tuple[Tile, ...]:
    """The themes that have datasets, the fullest first."""
    found = (
        (site.vocabulary.find("theme", one.value), one)
        for one in results.facets.get("theme", ())
        if one.value != NOT_STATED
    )
    return tuple(
        Tile(
            label=concept.label(),
            count=one.count,
            hint=concept.definition,
            address=site.links.theme(one.value),
        )
        for concept, one in found
        if concept
    )


def _keys(held: Mapping[str, int], site: Site) -> tuple[Tile, ...]:
    """The kinds of identifier that name things, those that most datasets hold first."""
    found = (
        (held.get(code, 0), site.vocabulary.find("identifier", code)) for code in held if does_join(code)
    )
    ranked = sorted(
        ((count, concept) for count, concept in found if count > 1 and concept),
        key=lambda one: (-one[0], one[1].code),
    )
    return tuple(
        Tile(
            label=concept.label(),
            count=count,
            hint=concept.definition,
            address=site.links.identifier(concept.code),
        )
        for count, concept in ranked[:_KEYS]
    )


OPERATIONS = (
    Operation(path="/", view=home, about="The first page.", group="Pages", media=(HTML.media_type,)),
)
