"""/portal/{slug}/cautions: where those who manage a portal look at what may single somebody out when it is joined."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import PortalError
from catalogue.ledger.cautions import Decision, count_cautions, decide_caution, portal_cautions
from catalogue.ledger.status import PortalStatus
from web.answers import negotiate
from web.forms.described import FORM, form_statuses
from web.forms.page import Wrong, go_on, show_form, show_limited
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import PAGE, PORTAL, STRING, Operation, Parameter
from web.pages.cautions import DONE, CautionsPage
from web.people.refusing import MANAGED, refuse_managing
from web.people.visitor import Visitor, may_manage, visitor_of
from web.portals import named_portal
from web.problems import ProblemRaised
from web.schema import record
from web.site import Site, site_of
from web.slices import Window, page_number

_SHOWN = 20
_LONGEST_NOTE = 500
_DECIDED = "answered"


def cautions(request: Request) -> Response:
    """The page, for who may manage the portal; for others what they would need."""
    site, slug = site_of(request), request.path_params["slug"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.cautions(slug))
    visitor = visitor_of(request)
    with site.ledger.reading() as connection:
        status = named_portal(connection, slug)
        if visitor is None or not may_manage(connection, visitor, slug):
            return refuse_managing(site, status, visitor, leads_to=site.links.cautions(slug))
        page = _page(request, site, connection, status, visitor)
    return show_form(request, replace(page, done=DONE.get(request.query_params.get("done", ""), "")))


@takes_form
def decide(request: Request, posted: Posted) -> Response:
    """Writes down what is said of one dataset, in one transaction with its line in the log, and leads back."""
    site, slug = site_of(request), request.path_params["slug"]
    visitor = visitor_of(request)
    with site.ledger.reading() as connection:
        status = named_portal(connection, slug)
        if visitor is None or not may_manage(connection, visitor, slug):
            return refuse_managing(site, status, visitor, leads_to=site.links.cautions(slug))
        page = replace(_page(request, site, connection, status, visitor), given=posted.values())
    try:
        site.fairness.take("change", visitor.email)
        name = _decided(site, slug, visitor, posted)
    except ProblemRaised as limited:
        return show_limited(request, page, limited.problem)
    except (ValueError, PortalError):
        wrong = Wrong(field="", message="Choose a dataset that is listed here, and one of its buttons.")
        return show_form(request, replace(page, wrong=(wrong,)))
    return go_on(site.links.cautions(slug, decided=_shows_decided(request), done=name))


def _decided(site: Site, slug: str, visitor: Visitor, posted: Posted) -> str:
    """What is said to have been done. ValueError where the decision is none."""
    decision = Decision(posted.text("decision"))
    with site.ledger.writing() as connection:
        done = decide_caution(
            connection,
            posted.text("dataset", longest=40),
            decision,
            posted.prose("note", longest=_LONGEST_NOTE),
            portal=slug,
            who=visitor.email,
            now=site.now(),
        )
    return decision.value if done else "nothing"


def _shows_decided(request: Request) -> bool:
    return request.query_params.get("shown", "") == _DECIDED


def _page(
    request: Request, site: Site, connection: Connection, status: PortalStatus, visitor: Visitor
) -> CautionsPage:
    decided = _shows_decided(request)
    window = Window(number=page_number(request), size=_SHOWN)
    counts = count_cautions(connection, status.slug)
    return CautionsPage(
        title=f"Cautions: {status.title}",
        portal=status,
        email=visitor.email,
        decided=decided,
        waiting=counts[False],
        answered=counts[True],
        rows=portal_cautions(
            connection, status.slug, decided=decided, limit=window.size, offset=window.offset
        ),
        paging=window.paging(
            counts[decided],
            lambda page: site.links.cautions(status.slug, decided=decided, page=page),
        ),
    )


_WHICH = (
    PORTAL,
    Parameter(
        name="shown",
        about="Those of which something was said already.",
        schema={"enum": [_DECIDED]},
        forgiving=True,
        example=_DECIDED,
    ),
    PAGE,
)

OPERATIONS = (
    Operation(
        path="/portal/{slug}/cautions",
        view=cautions,
        about="Datasets of a portal that may single somebody out when they are joined, for those who manage it.",
        group="Portals",
        media=(HTML.media_type,),
        parameters=(
            *_WHICH,
            Parameter(
                name="done",
                about="What was said last.",
                schema={"enum": list(DONE)},
                forgiving=True,
                example="kept",
            ),
        ),
        statuses=MANAGED,
        stable=False,
    ),
    Operation(
        path="/portal/{slug}/cautions",
        view=decide,
        methods=("POST",),
        about="Writes down what is said of one of them: that nobody can be singled out, or that it was changed.",
        group="Portals",
        media=(HTML.media_type,),
        parameters=_WHICH,
        body={
            FORM: record(
                "CautionForm",
                proof=STRING,
                dataset=STRING,
                decision={"enum": [one.value for one in Decision]},
                note=STRING,
            )
        },
        statuses=form_statuses(MANAGED),
        stable=False,
    ),
)
