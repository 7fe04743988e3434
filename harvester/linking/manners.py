"""Scrapy's settings for the checking of links, and what is owed to each host.

robots.txt is not asked for: it is for those who crawl from link to link (RFC 9309, 1), and here an address is asked
that its publisher has published to be followed, by two small requests a week, as any reader's browser would. A portal
that wants none of it says so by its setting `links`, and a host's Retry-After is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from sqlalchemy import Connection

from catalogue.checking.address import host_of
from catalogue.errors import PortalError
from catalogue.ledger.hosts import Asker, give_turn, take_turn
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import list_portals
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.asking.manners import asker_for, scrapy_settings
from harvester.asking.terms import files_delay
from harvester.asking.turns import Turns, spent
from harvester.owner import is_alive, own_name

_SCRAPY = "scrapy.downloadermiddlewares"
MIDDLEWARES = {
    "harvester.asking.guard.GuardMiddleware": 50,
    f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
    f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
    f"{_SCRAPY}.useragent.UserAgentMiddleware": 500,
    "harvester.linking.redirects.CookieRedirectMiddleware": 600,
    f"{_SCRAPY}.httpproxy.HttpProxyMiddleware": 750,
    "harvester.linking.manners.LinkTurnMiddleware": 845,
}
"""What each question passes, and each answer on its way back."""

_TURN = "turn_at"  # in a request's meta: the host whose turn it has
_OF_THE_DAY = 2  # links get half of the requests that a host gets in a day: its harvest needs the others


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTurns(Turns):
    """Where turns are kept, and what hosts of registered portals are owed beyond what any host is."""

    owed: Mapping[str, Asker]

    def __deepcopy__(self, _: object) -> LinkTurns:
        """Itself, as of all turns."""
        return self

    def asker_of(self, host: str) -> Asker:
        """Who asks a host, and how often."""
        return self.owed.get(host, self.asker)

    def take(self, host: str) -> float:
        """0 where it is our turn; else the seconds after which to try again. BudgetSpent where none is left today."""
        asker = self.asker_of(host)
        with self.ledger.writing() as connection:
            wait = take_turn(connection, host, asker, now=datetime.now(UTC))
        if wait is None:
            raise spent(host, asker)
        return wait

    def give(self, host: str) -> None:
        """Lets others ask the host. The delay counts from the answer on: no two requests come closer, however long one
        was under way."""
        not_before = datetime.now(UTC).timestamp() + self.asker_of(host).delay
        with self.ledger.writing() as connection:
            give_turn(connection, host, self.asker.owner, not_before=not_before)


class LinkTurnMiddleware:
    """Waits for a host's turn before each request leaves, as in a harvest, but for each host as its portal wants it.

    The turns are taken in threads: while the ledger waits for another writer, other hosts are still listened to.
    """

    def __init__(self, turns: LinkTurns) -> None:
        self.turns = turns

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LinkTurnMiddleware:
        """Reads the setting STOOK_TURNS."""
        return cls(crawler.settings["STOOK_TURNS"])

    async def process_request(self, request: Request) -> None:
        """Returns once it is our turn; raises BudgetSpent where none is left today."""
        host = host_of(request.url)
        while wait := await asyncio.to_thread(self.turns.take, host):
            await asyncio.sleep(wait)
        request.meta[_TURN] = host

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response; the turn is over."""
        await self._give(request)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's
        """Nothing; the turn is over."""
        await self._give(request)

    async def _give(self, request: Request) -> None:
        if host := request.meta.pop(_TURN, ""):
            await asyncio.to_thread(self.turns.give, host)


def link_turns(ledger: Ledger, settings: Settings) -> LinkTurns:
    """The turns of a process that checks links."""
    return turns_beside(ledger, settings, delay=settings.links_delay, of_the_day=_OF_THE_DAY)


def turns_beside(ledger: Ledger, settings: Settings, *, delay: float, of_the_day: int) -> LinkTurns:
    """The turns of this process, which leaves harvests their part, with what is owed to the hosts of all portals at
    this moment. It stops at a host that has had one in `of_the_day` of its requests of the day, whoever made them."""
    usual = Asker(
        owner=own_name(),
        delay=delay,
        budget=max(1, settings.daily_requests // of_the_day),
        is_gone=lambda other: is_alive(other) is False,
    )
    with ledger.reading() as connection:
        owed = _owed(connection, settings, usual, of_the_day)
    return LinkTurns(ledger=ledger, asker=usual, owed=owed)


def scrapy_for_links(settings: Settings, turns: LinkTurns) -> dict[str, Any]:
    """Scrapy for one check after the other at many hosts at once. Nothing is unpacked, so that nothing can grow."""
    made = scrapy_settings(Portal(slug="links", title="", kind="", address=""), settings, whole=False)
    return (
        made
        | {
            "STOOK_TURNS": turns,
            "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Encoding": "identity"},
            "EXTENSIONS_BASE": {},
            "DOWNLOADER_MIDDLEWARES_BASE": MIDDLEWARES,
            "DOWNLOAD_MAXSIZE": 0,  # a long answer is left after its first bytes; its length is no reason to refuse it
            "DOWNLOAD_FAIL_ON_DATALOSS": False,
            "DOWNLOAD_TIMEOUT": settings.links_timeout,
            "DOWNLOAD_DELAY": 0,  # the turns wait
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS": settings.links_parallel,
            "REACTOR_THREADPOOL_MAXSIZE": 32,  # names are looked up there, and some take long
            "CLOSESPIDER_TIMEOUT": 0,
        }
    )


def _owed(connection: Connection, settings: Settings, usual: Asker, of_the_day: int) -> dict[str, Asker]:
    """By host: no faster, and no more of them a day, than each portal that stands there agreed to."""
    found: dict[str, Asker] = {}
    for portal in list_portals(connection):
        host = host_of(portal.address)
        try:
            asked = asker_for(portal, settings, usual.owner)
        except PortalError:  # settings that are no numbers are told where the portal is harvested
            continue
        delay, least = _delay(portal, usual.delay, asked.delay), found.get(host)
        found[host] = replace(
            usual,
            delay=max(least.delay, delay) if least else delay,
            budget=min((least or usual).budget, max(1, asked.budget // of_the_day)),
        )
    return found


def _delay(portal: Portal, usual: float, asked: float) -> float:
    """Seconds between two requests at a portal's host: what it agreed to for its files, be it less than usual."""
    if "files_delay" in portal.settings:
        return files_delay(portal)
    return max(usual, asked if "delay" in portal.settings else 0.0)
