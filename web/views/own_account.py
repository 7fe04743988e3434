"""/account: the page of whoever is signed in. Public pages only link to it, and are the same for all."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.audit import write_audit
from catalogue.ledger.mutes import ALL, mutes_of, tell_again, tell_no_more
from catalogue.ledger.people import forget_person
from catalogue.ledger.registrations import get_registration
from catalogue.ledger.sessions import sessions_of
from catalogue.ledger.told import registrations_by, told_of
from vocab.bodies import bodies_of
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import go_on, show_form
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.pages.own_account import ForgetPage, OwnAccountPage
from web.people import GROUP
from web.people.managed import managed_by
from web.people.signing_in import drop_session
from web.people.visitor import Visitor, visitor_of
from web.site import Site, site_of

_FIRST = {303: "Nobody is signed in; the page where one does."}


def account(request: Request) -> Response:
    """Who is signed in, or where one signs in."""
    site, visitor = site_of(request), visitor_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.account())
    if visitor is None:
        return sign_in_first(request)
    with site.ledger.reading() as connection:
        return show_form(request, _page(site, connection, visitor))


@takes_form
def mail(request: Request, posted: Posted) -> Response:
    """Says of a portal, or of all, whether one wants to be told."""
    site, visitor = site_of(request), visitor_of(request)
    if visitor is None:
        return sign_in_first(request)
    site.fairness.take("change", visitor.email)
    portal = posted.text("portal", longest=80)
    with site.ledger.writing() as connection:
        if posted.ticked("want"):
            tell_again(connection, visitor.email, portal, now=site.now())
        elif portal == ALL or portal in {one.portal for one in told_of(connection, visitor.email)}:
            tell_no_more(connection, visitor.email, portal, now=site.now())
    return go_on(f"{site.links.account()}#told")


def forget(request: Request) -> Response:
    """What forgetting means, and the button."""
    site, visitor = site_of(request), visitor_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.account("forget"))
    if visitor is None:
        return sign_in_first(request)
    return show_form(request, ForgetPage(title="Forget me", visitor=visitor))


@takes_form
def forgotten(request: Request, _posted: Posted) -> Response:
    """Deletes whoever asks."""
    site, visitor = site_of(request), visitor_of(request)
    if visitor is None:
        return sign_in_first(request)
    name = f"forgotten {sha256(f'{site.key} {visitor.email}'.encode()).hexdigest()[:16]}"
    with site.ledger.writing() as connection:
        forget_person(connection, visitor.email, name=name)
        write_audit(
            connection, who=name, action="person forgotten", thing="person", detail={}, now=site.now()
        )
    return drop_session(go_on(site.links.home()), site)


def sign_in_first(request: Request) -> Response:
    """Leads to where one signs in, and back."""
    here = request.url.path if request.method == "GET" else site_of(request).links.account()
    return go_on(site_of(request).links.sign_in(here))


def _page(site: Site, connection: Connection, visitor: Visitor) -> OwnAccountPage:
    waiting = (get_registration(connection, number) for number in registrations_by(connection, visitor.email))
    return OwnAccountPage(
        title="Your account",
        visitor=visitor,
        managed=managed_by(connection, visitor.email, bodies_of(site.vocabulary)),
        waiting=tuple(one for one in waiting if one),
        told=told_of(connection, visitor.email),
        mutes_all=ALL in mutes_of(connection, visitor.email),
        sessions=sessions_of(connection, visitor.email, now=site.now()),
    )


OPERATIONS = (
    page_with_form(
        "/account",
        account,
        "Who is signed in, what they manage, and what they are told by mail.",
        group=GROUP,
        statuses=_FIRST,
    ),
    form_taken(
        "/account/mail",
        mail,
        "Says of a portal, or of all, whether one wants to be told of it by mail.",
        "portal",
        "want",
        group=GROUP,
    ),
    page_with_form(
        "/account/forget",
        forget,
        "What is deleted of whoever wants to be forgotten, and what stays.",
        group=GROUP,
        statuses=_FIRST,
    ),
    form_taken("/account/forget", forgotten, "Forgets whoever is signed in.", group=GROUP),
)
