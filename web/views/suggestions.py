"""/suggest: what a person may be about to ask for, while they type; and /opensearch.xml, which tells browsers of it."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from web.answers import answer_kept, to_json
from web.completing import Kind, Offer
from web.negotiation import JSON
from web.opensearch import MEDIA_TYPE, SUGGESTIONS, describe
from web.operations import Operation, Parameter
from web.reading import read_text
from web.schema import COUNT, STRING, every, record
from web.site import Site, site_of
from web.wording import say_count

_LONGEST = 100
_SAID = {Kind.PLACE: "Place", Kind.PUBLISHER: "Publisher", Kind.THEME: "Theme", Kind.TITLE: "Dataset"}


def suggest(request: Request) -> Response:
    """A list of at most ten, each with kind, label, address and datasets; `format=opensearch` gives it as browsers
    read it (https://github.com/dewitt/opensearch, Suggestions extension)."""
    site = site_of(request)
    text = read_text(request.query_params.get("q", ""))[:_LONGEST]
    offers = site.completions.offer(text)
    if request.query_params.get("format") == "opensearch":
        media_type = SUGGESTIONS
        body = to_json(
            [
                text,
                [each.label for each in offers],
                [_about(each) for each in offers],
                [site.iris.base + _address(each, site) for each in offers],
            ]
        )
    else:
        media_type = JSON.media_type
        body = to_json([_offer_json(each, site) for each in offers])
    response = answer_kept(request, body, media_type, seconds=60)
    response.background = BackgroundTask(site.completions.refresh)
    return response


def opensearch(request: Request) -> Response:
    """How to search this catalogue, for browsers and programs."""
    return answer_kept(request, describe(site_of(request).iris), MEDIA_TYPE, seconds=86_400)


def _offer_json(offer: Offer, site: Site) -> dict[str, object]:
    return {
        "kind": offer.kind.value,
        "label": offer.label,
        "about": _about(offer),
        "address": _address(offer, site),
        "datasets": offer.datasets,
    }


def _about(offer: Offer) -> str:
    """What it is, and of how many datasets where that is not one."""
    said = _SAID[offer.kind]
    return (
        said
        if offer.kind is Kind.TITLE and offer.code
        else f"{said} · {say_count(offer.datasets, 'dataset')}"
    )


def _address(offer: Offer, site: Site) -> str:
    """A title's dataset, else the search for what is offered."""
    if offer.kind is not Kind.TITLE:
        return site.links.results([(offer.kind.value, offer.code)])
    return site.links.dataset(offer.code) if offer.code else site.links.results([("q", offer.label)])


_OFFERS_SCHEMA = every(
    record("Suggestion", kind=STRING, label=STRING, about=STRING, address=STRING, datasets=COUNT)
)

OPERATIONS = (
    Operation(
        path="/suggest",
        view=suggest,
        about="Titles, publishers, places and themes with words that begin so.",
        group="Search",
        media=(JSON.media_type, SUGGESTIONS),
        schemas={JSON.media_type: _OFFERS_SCHEMA},
        parameters=(
            Parameter(name="q", about="What was typed.", example="bin"),
            Parameter(
                name="format", about="As browsers read it.", schema={"enum": ["opensearch"]}, forgiving=True
            ),
        ),
    ),
    Operation(
        path="/opensearch.xml",
        view=opensearch,
        about="The description of the search for browsers and programs.",
        group="Search",
        media=(MEDIA_TYPE,),
    ),
)
