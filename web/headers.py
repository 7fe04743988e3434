"""Headers that every response carries: what a browser may do with it, and that anybody may read it."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No script, style or image but our own files: a portal's text that gets past escaping still cannot run.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Range, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, "
        "Stook-Limit-Reached, Stook-Limits"
    ),
}

UNINDEXED = {"X-Robots-Tag": "noindex"}
"""For pages of which there are as many as there are ways to choose, and which say nothing that is not elsewhere."""

_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class HeadersMiddleware:
    """Adds HEADERS to each response that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in _RAW if one[0] not in present)]
            await send(message)

        await self._app(scope, receive, send_with)
