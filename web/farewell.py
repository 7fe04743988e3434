"""How an address says that it will go: the headers of RFC 9745 (Deprecation) and RFC 8594 (Sunset)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from inspect import iscoroutinefunction
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

View = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """Since when an address is not to be used, the day from which it may be gone (ISO dates), and its successor."""

    since: str
    ends: str
    instead: str

    def headers(self) -> dict[str, str]:
        """The headers that every answer of it carries."""
        return {
            "Deprecation": f"@{int(_day(self.since).timestamp())}",
            "Sunset": format_datetime(_day(self.ends), usegmt=True),
        }

    @property
    def link(self) -> str:
        """Its successor as a Link header writes it (RFC 5829, 3.1)."""
        return f'<{self.instead}>; rel="successor-version"'


def announced(view: View, farewell: Farewell) -> Callable[[Request], Awaitable[Response]]:
    """The same view, whose answers say that it will go."""

    async def saying(request: Request) -> Response:
        response = await _answer(view, request)
        response.headers.update(farewell.headers())
        links = (response.headers.get("Link"), farewell.link)
        response.headers["Link"] = ", ".join(filter(None, links))
        return response

    return saying


async def _answer(view: View, request: Request) -> Response:
    if iscoroutinefunction(view):
        return await cast(Callable[[Request], Awaitable[Response]], view)(request)
    return await run_in_threadpool(cast(Callable[[Request], Response], view), request)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
