"""/portal/{slug}/badge.svg: how a portal stands, as a picture for its own pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.scores import portal_scores
from web.answers import answer_kept
from web.operations import PORTAL, Operation
from web.pages.badge import make_badge
from web.portals import named_portal
from web.problems import MOVED
from web.rendering import render
from web.site import site_of

_SVG = "image/svg+xml"
_SECONDS = 300


def badge(request: Request) -> Response:
    """The badge; other sites show it, so it is kept for some minutes and has a validator."""
    site, slug = site_of(request), request.path_params["slug"]
    with site.ledger.reading() as connection:
        status = named_portal(connection, slug)
        scored = portal_scores(connection, slug)
    page = make_badge(status, scored.published if scored else None)
    return answer_kept(request, render(page, site.templates), _SVG, seconds=_SECONDS)


OPERATIONS = (
    Operation(
        path="/portal/{slug}/badge.svg",
        view=badge,
        about="How a portal's harvest stands and what its datasets score, as a small picture for other pages.",
        group="Portals",
        media=(_SVG,),
        parameters=(PORTAL,),
        statuses=MOVED | {404: "No portal has this name."},
    ),
)
