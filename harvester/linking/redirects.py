"""Redirects, followed with the cookies that they set: many a site leads in a circle until it is given its own back.

Nothing is kept beyond the one question, and no cookie goes to another host.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

_MOST, _LONGEST = 20, 4096  # cookies, and bytes of each (RFC 6265, 6.1)


class CookieRedirectMiddleware(RedirectMiddleware):
    """Scrapy's own, which drops a cookie where another host is next."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's
    ) -> Request | Response:
        """The response, or the request that it leads to."""
        led = super().process_response(request, response)
        if isinstance(led, Request) and _is_same_place(request.url, led.url):
            cookies = list((_cookies(led) | _set(response)).items())[:_MOST]
            led.headers["Cookie"] = b"; ".join(b"=".join(one) for one in cookies) or None
        return led


def _is_same_place(url: str, other: str) -> bool:
    """Whether what one set may be told to the other: the same host, and no less private a way to it."""
    here, there = urlsplit(url), urlsplit(other)
    return here.netloc == there.netloc and there.scheme in (here.scheme, "https")


def _cookies(request: Request) -> dict[bytes, bytes]:
    return _pairs((request.headers.get("Cookie") or b"").split(b";"))


def _set(response: Response) -> dict[bytes, bytes]:
    return _pairs([one.partition(b";")[0] for one in response.headers.getlist("Set-Cookie")])


def _pairs(said: list[bytes]) -> dict[bytes, bytes]:
    parts = (one.strip().partition(b"=") for one in said if len(one) <= _LONGEST)
    return {name: value for name, equals, value in parts if name and equals}
