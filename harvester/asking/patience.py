"""Patience: which failures are tried again, how long we wait before, and when we give up."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from catalogue.clock import to_instant
from harvester.asking.failure import is_untrusted

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 524})
TRIES = 3
LONGEST_WAIT = 120.0


class PortalAsksToWait(IgnoreRequest):
    """The portal asked for a longer pause than a run can make."""


def read_retry_after(value: str, *, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After head, which is a number or a date (RFC 9110, 10.2.3); None if neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    until = _read_date(text)
    return max(0.0, (until - now).total_seconds()) if until else None


def read_clock(value: str) -> str:
    """The instant that a Date head gives (RFC 9110, 6.6.1); "" for one that gives none."""
    moment = _read_date(value)
    return to_instant(moment) if moment else ""


def _read_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def backoff(tries: int, first: float, *, chance: Callable[[], float]) -> float:
    """Seconds before the next try: doubling from `first`, with up to half as much again by chance."""
    return min(LONGEST_WAIT, first * float(2**tries) * (1 + chance() / 2))


class PatienceMiddleware:
    """Tries a failed request again, after a growing pause, and not before the time the portal asks for.

    Scrapy's own retry goes at once and knows no Retry-After (scrapy issue 3849). One request at a time is
    made to a portal, so waiting here also leaves the portal in peace.
    """

    def __init__(self, first: float, longest: float = LONGEST_WAIT) -> None:
        self.first = first
        self.longest = longest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatienceMiddleware:
        """Reads the first pause, and the longest that a portal may ask for, in seconds."""
        given = crawler.settings
        return cls(given.getfloat("STOOK_BACKOFF"), given.getfloat("STOOK_LONGEST_WAIT", LONGEST_WAIT))

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """The response, or the same request once more."""
        tries = request.meta.get("tries", 0)
        if response.status not in AGAIN or tries >= TRIES:
            return response
        head = (response.headers.get("Retry-After") or b"").decode("latin-1")
        asked = read_retry_after(head, now=datetime.now(UTC)) if head else None
        if asked is not None and asked > self.longest:
            raise PortalAsksToWait(f"answered {response.status} and asked us to wait {asked:,.0f} seconds")
        await asyncio.sleep(max(asked or 0.0, backoff(tries, self.first, chance=random.random)))
        return again(request, tries)

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The same request once more, for a connection that failed; None gives the failure on."""
        tries = request.meta.get("tries", 0)
        if isinstance(exception, IgnoreRequest) or not _passing(exception) or tries >= TRIES:
            return None
        await asyncio.sleep(backoff(tries, self.first, chance=random.random))
        return again(request, tries)


def again(request: Request, tries: int) -> Request:
    """The same request once more, after so many tries."""
    meta: dict[str, Any] = dict(request.meta) | {"tries": tries + 1}
    return request.replace(meta=meta, dont_filter=True)


def _passing(exception: Exception) -> bool:
    """Whether a failure may be over in a moment: connections and time-outs, not what an address is."""
    if is_untrusted(exception):
        return False
    names = {kind.__name__ for kind in type(exception).__mro__}
    lasting = {
        "DownloadCancelledError",
        "DNSLookupError",
        "CannotResolveHostError",
        "UnsupportedURLSchemeError",
    }
    passing = {
        "OSError",
        "TimeoutError",
        "ConnectError",
        "ConnectionLost",
        "ResponseFailed",
        "DownloadTimeoutError",
        "DownloadConnectionRefusedError",
        "DownloadFailedError",
        "ResponseDataLossError",
        "ConnectionDone",
    }
    return bool(names & passing) and not names & lasting
