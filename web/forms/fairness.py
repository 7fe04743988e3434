"""How often one client may do what costs others something: file checks, have mails sent, tell stories."""

from __future__ import annotations

import time
from collections.abc import Mapping

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from catalogue.settings import Settings
from web.clients import client_of, read_networks
from web.problems import Problem, ProblemRaised


class Fairness:
    """The shares of the clients of one process. A limit is written as `limits` reads it: "20/hour;60/day"."""

    def __init__(self, settings: Settings) -> None:
        self._trusted = read_networks(settings.trusted_proxies)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._allowed: Mapping[str, list[RateLimitItem]] = {
            "check": parse_many(settings.check_limit),
            "mail": parse_many(settings.mail_limit),
            "change": parse_many(settings.change_limit),
            "story": parse_many(settings.story_limit),
        }

    def client(self, request: Request) -> str:
        """Who asks, as it is counted."""
        peer = request.client.host if request.client else ""
        return client_of(peer, request.headers.getlist("x-forwarded-for"), self._trusted)

    def take(self, what: str, who: str) -> None:
        """Counts one more of "check", "mail", "change" or "story" for `who`; raises a 429 that says when to come."""
        for limit in self._allowed[what]:
            if not self._limiter.hit(limit, what, who):
                raise _too_many(
                    limit, self._limiter.get_window_stats(limit, what, who).reset_time - time.time()
                )


def _too_many(limit: RateLimitItem, seconds: float) -> ProblemRaised:
    wait = max(1, int(seconds) + 1)
    detail = (
        f"This was asked for more often than one visitor may, which is {limit.amount} times in "
        f"{_span(limit)}. Try again in {wait // 60 + 1 if wait > 90 else wait} {'minutes' if wait > 90 else 'seconds'}."
    )
    headers = {"Retry-After": str(wait)}
    return ProblemRaised(Problem(status=429, title="Too many requests", detail=detail, headers=headers))


def _span(limit: RateLimitItem) -> str:
    name = limit.GRANULARITY.name
    return (
        f"{limit.multiples} {name}s"
        if limit.multiples > 1
        else f"an {name}"
        if name == "hour"
        else f"a {name}"
    )
