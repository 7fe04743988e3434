"""Server-sent events, written and bounded in number.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from web.problems import Problem, ProblemRaised

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE = b": still here\n\n"
"""A comment, so that no proxy takes the silence for an end."""
_RETRY_SECONDS = 30


@dataclass(slots=True)
class Streams:
    """The streams that are open in this process: so many for one client, so many in all."""

    each: int = 4
    most: int = 200
    closed: bool = False
    _open: Counter[str] = field(default_factory=Counter)

    def close(self) -> None:
        """The site is about to stop: each stream ends at its next look, and its browser comes again later."""
        self.closed = True

    @contextmanager
    def opened(self, client: str) -> Iterator[None]:
        """One more stream of a client, for as long as it lasts."""
        self._open[client] += 1
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]

    def check(self, client: str) -> None:
        """Raises a 429 or a 503 where no further stream may be opened."""
        if self._open[client] >= self.each:
            raise _refused(429, f"Only {self.each} pages of one visitor are told of their progress at once.")
        if self._open.total() >= self.most:
            raise _refused(503, "Too many pages are told of their progress at once.")


class EventStream(StreamingResponse):
    """Events that are counted as one open stream until they end, however they end."""

    def __init__(self, events: AsyncIterator[bytes], streams: Streams, client: str) -> None:
        # nginx holds answers back unless it is told not to
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Robots-Tag": "noindex"}
        super().__init__(events, media_type=MEDIA_TYPE, headers=headers)
        self._streams, self._client = streams, client

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        with self._streams.opened(self._client):
            await super().__call__(scope, receive, send)


def to_event(name: str, number: int, data: object) -> bytes:
    """One event. What it carries is JSON, which is a single line."""
    return f"id: {number}\nevent: {name}\ndata: ".encode() + orjson.dumps(data) + b"\n\n"


def read_last_event(header: str) -> int:
    """The number of the last event that a browser has, which it says as it comes again; -1 for none."""
    return int(header) if header.isascii() and header.isdecimal() and len(header) < 12 else -1


def _refused(status: int, why: str) -> ProblemRaised:
    detail = f"{why} The page itself can be loaded again at any time."
    headers = {"Retry-After": str(_RETRY_SECONDS)}
    return ProblemRaised(
        Problem(status=status, title="Too many open streams", detail=detail, headers=headers)
    )
