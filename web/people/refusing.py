"""What somebody is told who may not manage a portal."""

from __future__ import annotations

from starlette.responses import Response

from catalogue.ledger.status import PortalStatus
from web.forms.page import PRIVATE
from web.negotiation import HTML
from web.pages.manage import NotManagingPage
from web.people.visitor import Visitor
from web.problems import MOVED
from web.rendering import render
from web.site import Site

MANAGED = MOVED | {
    403: "Nobody is signed in, or somebody who does not manage it.",
    404: "No portal has this name.",
}
"""What pages for those who manage a portal answer beside 200."""


def refuse_managing(site: Site, status: PortalStatus, visitor: Visitor | None, *, leads_to: str) -> Response:
    """The page that says who may, with status 403; signing in leads on to a page of ours."""
    page = NotManagingPage(
        title=f"Manage {status.title}",
        portal=status,
        email=visitor.email if visitor else "",
        sign_in=site.links.sign_in(leads_to),
    )
    body = render(page, site.templates)
    return Response(body, status_code=403, headers=dict(PRIVATE), media_type=HTML.content_type)
