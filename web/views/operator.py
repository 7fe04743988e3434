"""/operator: what waits for those who run the catalogue, and the registrations that they decide."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.audit import audit_lines
from catalogue.ledger.clusters import count_proposals
from catalogue.ledger.holding import count_held_back
from catalogue.ledger.matches import count_matches
from catalogue.ledger.portals import list_portals, portal_at
from catalogue.ledger.registrations import (
    count_waiting,
    decide_registration,
    get_registration,
    waiting_registrations,
)
from catalogue.ledger.reuse_filing import count_waiting_stories
from catalogue.ledger.reuses import count_lost
from catalogue.registering.asked import Registration
from catalogue.registering.proving import owner_of
from vocab.bodies import bodies_of
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import PRIVATE, Wrong, go_on, show_form
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.operator import DecidePage, DeskPage, WaitingPortal
from web.people import OPERATORS
from web.people.visitor import need_operator
from web.problems import not_found
from web.registering.mailing import mail_outcome
from web.rendering import render
from web.site import Site, site_of

_FIRST, _LATELY, _LONGEST_NUMBER = 50, 10, 9
_NUMBER = Parameter(name="number", about="The registration's number.", where="path", example="1")
ONLY = {403: "Nobody is signed in, or nobody who runs this catalogue."}
"""What every address here answers to anybody else."""
_UNKNOWN = ONLY | {404: "No registration has this number."}


def desk(request: Request) -> Response:
    """What waits."""
    visitor, site = need_operator(request), site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator())
    with site.ledger.reading() as connection:
        page = DeskPage(
            title="Operators' desk",
            email=visitor.email,
            registrations=waiting_registrations(connection, limit=_FIRST),
            waiting=count_waiting(connection),
            portals=_portals(connection),
            copies=count_proposals(connection),
            stories=count_waiting_stories(connection),
            lost=count_lost(connection),
            lately=audit_lines(connection, limit=_LATELY),
        )
    return Response(render(page, site.templates), headers=dict(PRIVATE), media_type=HTML.content_type)


def registration(request: Request) -> Response:
    """One registration with what is known of it."""
    need_operator(request)
    site, name = site_of(request), request.path_params["number"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator(f"registrations/{name}"))
    return show_form(request, _page(site, _number(name)))


@takes_form
def decide(request: Request, posted: Posted) -> Response:
    """Approves or refuses it, and has its contact told, in one transaction."""
    visitor, site = need_operator(request), site_of(request)
    number, reason = _number(request.path_params["number"]), posted.prose("reason")
    page, approved = _page(site, number), posted.text("do") == "approve"
    if not approved and not reason:
        wrong = Wrong(field="reason", message="Say why, since it is mailed to whoever asked")
        return show_form(request, _page(site, number, given=posted.values(), wrong=(wrong,)))
    now = site.now()
    with site.ledger.writing() as connection:
        decided = decide_registration(
            connection, number, approved=approved, reason=reason, by=visitor.email, now=now
        )
        if decided:
            mail_outcome(connection, site, decided, now=now)
    return go_on(site.links.operator(f"registrations/{page.held.id}"))


def _page(
    site: Site, number: int, *, given: dict[str, str] | None = None, wrong: tuple[Wrong, ...] = ()
) -> DecidePage:
    with site.ledger.reading() as connection:
        held = get_registration(connection, number)
        if held is None:
            raise not_found("No registration has this number.")
        return _decide_page(site, connection, held, given or {}, wrong)


def _decide_page(
    site: Site,
    connection: Connection,
    held: Registration,
    given: dict[str, str],
    wrong: tuple[Wrong, ...],
) -> DecidePage:
    bodies = bodies_of(site.vocabulary)
    owner, body = owner_of(held.asked.address, bodies), bodies.find(held.asked.body)
    return DecidePage(
        title=held.asked.title or held.asked.organisation or f"Registration {held.id}",
        held=held,
        body=body.label() if body else "",
        owner=owner.label() if owner else "",
        there=held.portal or portal_at(connection, held.asked.address),
        lines=audit_lines(connection, thing=held.thing),
        given=given,
        wrong=wrong,
    )


def _portals(connection: Connection) -> tuple[WaitingPortal, ...]:
    held, matches = count_held_back(connection), count_matches(connection)
    return tuple(
        WaitingPortal(
            slug=one.slug, title=one.title, held=held.get(one.slug, 0), matches=matches.get(one.slug, 0)
        )
        for one in list_portals(connection)
        if one.slug in held or one.slug in matches
    )


def _number(text: str) -> int:
    plain = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    if not plain:
        raise not_found("No registration has this number.")
    return int(text)


OPERATIONS = (
    page_with_form(
        "/operator",
        desk,
        "What waits for a decision of those who run the catalogue.",
        group=OPERATORS,
        statuses=ONLY,
    ),
    page_with_form(
        "/operator/registrations/{number}",
        registration,
        "A portal that somebody wants listed, with what is known of it.",
        group=OPERATORS,
        parameters=(_NUMBER,),
        statuses=_UNKNOWN,
    ),
    form_taken(
        "/operator/registrations/{number}",
        decide,
        "Approves a registration, or refuses it with a reason; its contact is told by mail.",
        "do",
        "reason",
        group=OPERATORS,
        parameters=(_NUMBER,),
        statuses=_UNKNOWN,
    ),
)
