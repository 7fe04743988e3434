"""How a browser is signed in and out: by a cookie that we sign, whose digest is in the ledger."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from catalogue.clock import shifted
from catalogue.ledger.mailed_links import MailedLink, read_link, take_link, write_link
from catalogue.ledger.outgoing_mail import write_mail
from catalogue.ledger.people import meet_person
from catalogue.ledger.sessions import LONGEST, end_session, end_sessions, open_session
from catalogue.signing import digest_of, new_token
from web.forms.page import PRIVATE
from web.forms.proof import set_cookie
from web.people.letters import sign_in_letter
from web.people.visitor import cookie_name, session_signer, session_token, visitor_of
from web.registering.mailing import take_mail
from web.site import Site, site_of

LASTS = timedelta(minutes=20)
_WHY = "sign-in"


def mail_link(request: Request, email: str, *, leads_to: str) -> None:
    """Writes to an address how to sign in with it; a 429 where its reader, or who asks, has had enough of them.

    Nothing is looked up of the address, so neither answer nor time tells whether anybody here has it.
    """
    site, now, token = site_of(request), site_of(request).now(), new_token()
    take_mail(request, email)
    minutes = int(LASTS.total_seconds()) // 60
    letter = sign_in_letter(
        site.settings.catalogue_title, email, site.iris.sign_in_link(token), minutes=minutes
    )
    with site.ledger.writing() as connection:
        link = MailedLink(email=email, why=_WHY, next=leads_to)
        write_link(connection, link, token=token, lasts=LASTS, now=now)
        key = f"sign-in/{digest_of(token)}"
        write_mail(
            connection,
            to=email,
            key=key,
            subject=letter.subject,
            text=letter.text,
            now=now,
            until=shifted(now, LASTS),
        )


def look_at_link(site: Site, token: str) -> MailedLink | None:
    """What a link would do, without using it."""
    with site.ledger.reading() as connection:
        return read_link(connection, token, why=_WHY, now=site.now())


def use_link(request: Request, token: str) -> tuple[MailedLink, str] | None:
    """Signs in by a link, which is used from then on; what it said, and what the cookie is to carry.

    The session is new, whatever the browser brought, and the one that it had ends.
    """
    site, now, fresh = site_of(request), site_of(request).now(), new_token()
    with site.ledger.writing() as connection:
        link = take_link(connection, token, why=_WHY, now=now)
        if link is None:
            return None
        end_session(connection, session_token(request))
        open_session(connection, meet_person(connection, link.email, now=now), token=fresh, now=now)
    return link, fresh


def sign_out(request: Request, *, everywhere: bool) -> None:
    """Ends the session of the browser that asks, or every one of whoever is signed in with it."""
    site, visitor = site_of(request), visitor_of(request)
    with site.ledger.writing() as connection:
        end_session(connection, session_token(request))
        if visitor and everywhere:
            end_sessions(connection, visitor.email)


def keep_session(response: Response, site: Site, token: str) -> None:
    """Gives the browser its cookie."""
    cookie = session_signer(site).dumps(token)
    set_cookie(response, site, cookie_name(site), cookie, seconds=int(LONGEST.total_seconds()))


def drop_session(response: Response, site: Site) -> Response:
    """Takes the cookie away, as set_cookie set it."""
    set_cookie(response, site, cookie_name(site), "", seconds=0)
    response.headers.update(PRIVATE)
    return response
