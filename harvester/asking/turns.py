"""Turns: one request at a time to a host, whatever portals stand on it and whichever processes ask them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from catalogue.checking.address import host_of
from catalogue.ledger.hosts import Asker, give_turn, next_turn, take_turn
from catalogue.ledger.ledger import Ledger

_TURN = "turn_at"  # in a request's meta: the host whose turn it has


class BudgetSpent(IgnoreRequest):
    """The host was asked as often as it may be on one day; its text says so."""


def spent(host: str, asker: Asker) -> BudgetSpent:
    """That a host gets no more requests of an asker today."""
    return BudgetSpent(f"was not asked: {host} gets no more than {asker.budget:,} requests a day")


@dataclass(slots=True, kw_only=True)
class Haste:
    """Leave to ask each host quicker at first, while a person waits: so many requests, so many seconds apart.

    Still one at a time, each counted, and only while nobody else asks the host.
    """

    requests: int
    delay: float
    _asked: dict[str, int] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _answered: dict[str, float] = field(default_factory=dict)

    def rest(self, host: str, now: float) -> float:
        """Seconds to wait after the host's last answer: it may hear of a request later than we send it."""
        return max(0.0, self._answered.get(host, 0.0) + self.delay - now)

    def of(self, host: str, asker: Asker, *, least: float) -> Asker:
        """The asker with what is left of the leave for a host, which itself wants `least` seconds between requests."""
        left = self._asked.get(host, 0) < self.requests
        haste = max(0.0, asker.delay - max(self.delay, least)) if left else 0.0
        return replace(asker, haste=haste, last=self._last.get(host, 0.0))

    def answered(self, host: str, now: float) -> None:
        """An answer came."""
        self._answered[host] = now

    def note(self, host: str, next_at: float) -> None:
        """A request was made, after which others may ask from an instant on."""
        self._asked[host] = self._asked.get(host, 0) + 1
        self._last[host] = next_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Where turns are kept, who takes them, and the haste that a check may make."""

    ledger: Ledger
    asker: Asker
    haste: Haste | None = None

    def __deepcopy__(self, _: object) -> Turns:
        """Itself: Scrapy copies its settings, and a ledger is no thing to copy."""
        return self


class TurnMiddleware:
    """Waits for a host's turn before each request leaves, and gives it back with the answer.

    It stands nearest to the network, so that what is refused or answered before costs no turn, and each try does.
    """

    def __init__(self, turns: Turns, crawler: Crawler) -> None:
        self.turns = turns
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TurnMiddleware:
        """Reads the setting STOOK_TURNS."""
        return cls(crawler.settings["STOOK_TURNS"], crawler)

    async def process_request(self, request: Request) -> None:
        """Returns once it is our turn; raises BudgetSpent where none is left today."""
        host = host_of(request.url)
        while wait := self._take(host, request):
            await asyncio.sleep(wait)
        request.meta[_TURN] = host

    def process_response(self, request: Request, response: Response) -> Response:
        """The response; the turn is over."""
        self._give(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's
        """Nothing; the turn is over."""
        self._give(request)

    def _take(self, host: str, request: Request) -> float:
        haste, now = self.turns.haste, datetime.now(UTC)
        asker = replace(self.turns.asker, delay=self._delay(request, self.turns.asker.delay))
        if haste:
            asker = haste.of(host, asker, least=self._wanted(request))
            if asker.delay and (rest := haste.rest(host, now.timestamp())):
                return rest
        with self.turns.ledger.writing() as connection:
            wait = take_turn(connection, host, asker, now=now)
        if wait is None:
            raise spent(host, asker)
        if haste and not wait:
            haste.note(host, next_turn(asker, now))
        return wait

    def _delay(self, request: Request, least: float) -> float:
        """The delay as it stands; none at all stays none."""
        return max(least, self._wanted(request)) if least else least

    def _wanted(self, request: Request) -> float:
        """What a host itself wants: a Crawl-delay and a slow portal make it longer."""
        engine = self.crawler.engine
        slot = engine.downloader.slots.get(engine.downloader.get_slot_key(request)) if engine else None
        return slot.delay if slot else 0.0

    def _give(self, request: Request) -> None:
        host = request.meta.pop(_TURN, "")
        if host and self.turns.haste:
            self.turns.haste.answered(host, datetime.now(UTC).timestamp())
        if host and self.turns.asker.delay:
            with self.turns.ledger.writing() as connection:
                give_turn(connection, host, self.turns.asker.owner)
