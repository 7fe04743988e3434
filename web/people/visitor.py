"""Who looks: nobody in particular, an officer who has proven an e-mail address, or an operator of this catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Connection
from starlette.requests import Request

from catalogue.errors import PortalError
from catalogue.ledger.portals import get_portal
from catalogue.ledger.rights import has_right
from catalogue.ledger.sessions import LONGEST, Session, renew_session, session_of
from catalogue.managing.managers import manages_by_domain
from catalogue.signing import signer
from vocab import load_vocabulary
from vocab.bodies import bodies_of
from web.problems import Problem, ProblemRaised
from web.site import Site, site_of

_LONGEST_COOKIE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in: by the address that they have proven, in small letters."""

    email: str
    is_operator: bool = False


def visitor_of(request: Request) -> Visitor | None:
    """Who is signed in with the browser that asks. A session that comes back lasts on."""
    site = site_of(request)
    token = session_token(request)
    if not token:
        return None
    with site.ledger.reading() as connection:
        session = session_of(connection, token, now=site.now())
    if session is None:
        return None
    _renew(site, session)
    return Visitor(email=session.email, is_operator=is_operator(site, session.email))


def may_manage(connection: Connection, visitor: Visitor | None, slug: str) -> bool:
    """Whether somebody may manage a portal: as an operator, by a right that was granted, or by where their mailbox is.

    False where there is no such portal.
    """
    if visitor is None:
        return False
    try:
        portal = get_portal(connection, slug)
    except PortalError:
        return False
    return (
        visitor.is_operator
        or has_right(connection, slug, visitor.email)
        or manages_by_domain(visitor.email, portal, bodies_of(load_vocabulary()))
    )


def need_operator(request: Request) -> Visitor:
    """Who is signed in, if that is an operator; raises the same 403 for everybody else."""
    visitor = visitor_of(request)
    if visitor is None or not visitor.is_operator:
        detail = "This page is for those who run this catalogue. If you are one of them, sign in first."
        raise ProblemRaised(Problem(status=403, title="For operators only", detail=detail))
    return visitor


def is_operator(site: Site, email: str) -> bool:
    """Whether the settings name an address among those who run this catalogue."""
    return email.lower() in {one.lower() for one in site.settings.operators}


def session_token(request: Request) -> str:
    """What the browser's cookie carries, if we signed it; "" otherwise."""
    site = site_of(request)
    cookie = request.cookies.get(cookie_name(site), "")[:_LONGEST_COOKIE]
    try:
        said = session_signer(site).loads(cookie, max_age=int(LONGEST.total_seconds()))
    except BadSignature:
        return ""
    return said if isinstance(said, str) else ""


def cookie_name(site: Site) -> str:
    """The name of the cookie. Under TLS one that no other host of the domain can set for us (RFC 6265bis, 4.1.3)."""
    secure = site.settings.public_base.startswith("https:")
    return f"{'__Host-' if secure else ''}stook-session"


def session_signer(site: Site) -> URLSafeTimedSerializer:
    """Signs what the cookie carries."""
    return signer(site.key, "session")


def _renew(site: Site, session: Session) -> None:
    now = site.now()
    if session.is_due(now):
        with site.ledger.writing() as connection:
            renew_session(connection, session, now=now)
