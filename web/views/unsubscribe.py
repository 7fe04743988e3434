"""/unsubscribe/{token}: the link in each mail about a portal, by which its reader is told of it no more.

What the link carries is signed, so that it alone says who may do this: nobody need be signed in, and a mail program
may do it in one click, without a cookie (RFC 8058). So this form, alone of ours, has no proof in it.
"""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import PortalError
from catalogue.ledger.mutes import is_muted, tell_again, tell_no_more
from catalogue.ledger.portals import get_portal
from catalogue.unsubscribing import Unsubscription, from_token
from web.answers import negotiate
from web.asking import read_pairs
from web.forms.operations import form_taken, page_with_form
from web.forms.page import PRIVATE
from web.negotiation import HTML
from web.operations import Operation, Parameter
from web.pages.unsubscribe import UnsubscribePage
from web.people import GROUP
from web.problems import not_found
from web.registering.private import unnamed
from web.rendering import render
from web.site import site_of

_TOKEN = Parameter(
    name="token", about="What the link in the mail carries.", where="path", example="WyJhIiwiYiJd.x.y"
)
_UNKNOWN = {404: "The link was not copied whole."}


def look(request: Request) -> Response:
    """How it stands, and a button; opening the link changes nothing."""
    wanted = _wanted(request)
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.unsubscribe(request.path_params["token"]))
    with site.ledger.reading() as connection:
        return _show(request, connection, wanted)


async def leave(request: Request) -> Response:
    """Tells the reader no more, or again where they say so; done twice it is as if it had been done once."""
    again = any(name == "again" and value for name, value in await read_pairs(request))
    return await to_thread.run_sync(partial(_change, request, again=again))


def _change(request: Request, *, again: bool) -> Response:
    wanted, site = _wanted(request), site_of(request)
    with site.ledger.writing() as connection:
        change = tell_again if again else tell_no_more
        change(connection, wanted.email, wanted.portal, now=site.now())
        return _show(request, connection, wanted)


def _wanted(request: Request) -> Unsubscription:
    found = from_token(site_of(request).key, request.path_params["token"])
    if found is None:
        raise not_found(
            "This link was not copied whole. Open it from the mail again, or sign in: your account says all that you "
            "are told, and stops it."
        )
    return found


def _show(request: Request, connection: Connection, wanted: Unsubscription) -> Response:
    site = site_of(request)
    title, slug = _named(connection, wanted.portal)
    page = UnsubscribePage(
        title=f"Mails about {title}",
        address=site.links.unsubscribe(request.path_params["token"]),
        email=wanted.email,
        portal=title,
        slug=slug,
        muted=is_muted(connection, wanted.email, wanted.portal),
    )
    body = render(page, site.templates)
    return unnamed(Response(body, headers=dict(PRIVATE), media_type=HTML.content_type))


def _named(connection: Connection, slug: str) -> tuple[str, str]:
    try:
        return get_portal(connection, slug).title, slug
    except PortalError:
        return slug, ""


OPERATIONS: tuple[Operation, ...] = (
    page_with_form(
        "/unsubscribe/{token}",
        look,
        "Where the reader of a mail about a portal stops such mails.",
        group=GROUP,
        parameters=(_TOKEN,),
        statuses=_UNKNOWN,
    ),
    form_taken(
        "/unsubscribe/{token}",
        leave,
        "Stops the mails about a portal to one reader, in one click (RFC 8058); with `again` it begins them anew.",
        "again",
        group=GROUP,
        parameters=(_TOKEN,),
        statuses=_UNKNOWN,
    ),
)
