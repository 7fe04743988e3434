"""/register/{token}: a check followed to its report; once it is registered, the private page of the portal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from anyio import sleep, to_thread
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.portals import portal_at
from catalogue.ledger.registrations import registration_of
from catalogue.ledger.workers import worker_statuses
from catalogue.registering.asked import Registration
from web.answers import negotiate
from web.negotiation import HTML
from web.operations import Operation
from web.pages.check import CheckPage, make_check_page
from web.problems import ProblemRaised
from web.registering.answers import read_held
from web.registering.forms import GROUP, page_at
from web.registering.private import (
    GONE,
    TOKEN,
    Private,
    find_private,
    led_to,
    show_private,
    turn_of,
    unknown_link,
)
from web.registering.streams import KEEP_ALIVE, MEDIA_TYPE, EventStream, read_last_event, to_event
from web.site import Site, site_of
from web.views.registration import registration_page

_LOOK_SECONDS = 0.5
_QUIET_LOOKS = 30  # looks without news after which a proxy is told that we still live
_MOST_LOOKS = 240  # two minutes; the browser comes again by itself


def follow(request: Request) -> Response:
    """The check as it stands; what was filed for registration, once it was."""
    site, token = site_of(request), request.path_params["token"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.registering(token))
    private = find(site, token)
    if private.moved and (link := _held_link(request, site, private.moved)):
        raise led_to(site.links.registering(link))
    if private.registration:
        return show_private(request, registration_page(site, private, private.registration))
    return show_private(request, check_page(site, private))


def report(request: Request) -> Response:
    """The last check of what was filed; where nothing was, the link itself is that page."""
    site, token = site_of(request), request.path_params["token"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.registering(token, "report"))
    private = find(site, token)
    if private.registration is None or private.check is None:
        raise led_to(site.links.registering(token))
    return show_private(request, check_page(site, private))


def _held_link(request: Request, site: Site, moved: Registration) -> str:
    """The private link of a registration where this browser filed it; "" elsewhere."""
    held = read_held(request)
    with site.ledger.reading() as connection:
        mine = registration_of(connection, held) if held else None
    return held if mine and mine.id == moved.id else ""


def find(site: Site, token: str) -> Private:
    """What is behind a private link."""
    with site.ledger.reading() as connection:
        return find_private(connection, token, now=site.now())


def check_page(site: Site, private: Private) -> CheckPage:
    """The page of the check behind a private link; a 404 where it is deleted."""
    if private.check is None:
        raise unknown_link()
    found = private.check.progress.found
    with site.ledger.reading() as connection:
        portal = portal_at(connection, (found and found.address) or private.check.address)
        at_work = any(one.alive for one in worker_statuses(connection, now=site.now()))
    return make_check_page(
        private.token,
        private.check,
        portal=portal,
        moved=private.moved is not None,
        listed=private.registration is not None,
        at_work=at_work,
    )


async def events(request: Request) -> Response:
    """Each change of the check as it is told, to its end."""
    site, token = site_of(request), request.path_params["token"]
    client, last = site.fairness.client(request), read_last_event(request.headers.get("last-event-id", ""))
    page = await to_thread.run_sync(lambda: check_page(site, find(site, token)))
    if page.is_over and page.check.turn == last:
        return Response(status_code=204)  # the browser has heard the end, and comes no more
    site.streams.check(client)
    return EventStream(_tell(site, page, last), site.streams, client)


async def _tell(site: Site, page: CheckPage, last: int) -> AsyncIterator[bytes]:
    """What changes, and a comment where nothing has for a while.

    It ends with the check, or after a while for the browser to come again.
    """
    yield b"retry: 1000\n\n"
    for look in range(1, _MOST_LOOKS):
        if page.check.turn != last:
            last = page.check.turn
            yield to_event("told", last, {"told": page.told, "html": _going(site, page)})
        if page.is_over:
            yield to_event("end", last, {"told": page.told})
            return
        if look % _QUIET_LOOKS == 0:
            yield KEEP_ALIVE
        await sleep(_LOOK_SECONDS)
        if site.streams.closed:
            return
        newer = await to_thread.run_sync(partial(_newer, site, page))
        if newer is None:
            return
        page = newer


def _newer(site: Site, page: CheckPage) -> CheckPage | None:
    """The page with what was told since; the same where that is nothing, None where the check is deleted."""
    with site.ledger.reading() as connection:
        if turn_of(connection, page.token) == page.check.turn:
            return page
    try:
        return check_page(site, find(site, page.token))
    except ProblemRaised:
        return None


def _going(site: Site, page: CheckPage) -> str:
    return site.templates.get_template("check_going.html").render(page=page)


OPERATIONS = (
    page_at(
        "/register/{token}",
        follow,
        "A check as it goes on, then its report; once registered, the private page of the portal.",
    ),
    page_at("/register/{token}/report", report, "The last check of what was filed for registration."),
    Operation(
        path="/register/{token}/events",
        view=events,
        about="Each change of a check, as server-sent events, until it ends.",
        group=GROUP,
        media=(MEDIA_TYPE,),
        parameters=(TOKEN,),
        statuses=GONE
        | {
            204: "The check has ended, and the browser has heard so.",
            429: "This visitor has too many such streams open.",
            503: "Too many such streams are open.",
        },
        stable=False,
    ),
)
