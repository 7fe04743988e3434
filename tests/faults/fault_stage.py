"""The stage on which a portal has its bad day: one address, behind which the portal is changed like scenery."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.faults import heard
from harvester.replay.server import running

OPEN = "User-agent: *\nAllow: /\n"
CLOSED = "User-agent: *\nDisallow: /\n"


@dataclass(slots=True)
class Stage:
    """An app that answers for one portal at a time, under `/{slug}/`; `address` is where it is served."""

    address: str = ""
    robots: str = OPEN
    asked: list[str] = field(default_factory=list)  # as `heard` has it, oldest first
    _slug: str = ""
    _portal: ASGIApp = field(default_factory=lambda: PlainTextResponse("empty", status_code=404))

    def show(self, slug: str, portal: ASGIApp, *, robots: str = OPEN) -> None:
        """Puts a portal on the stage."""
        self._slug, self.robots = slug, robots
        self._portal = Router([Mount(f"/{slug}", app=portal)])
        self.asked.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, receive = await heard(scope, receive)
        self.asked.append(asked)
        app = PlainTextResponse(self.robots) if scope["path"] == "/robots.txt" else self._portal
        await app(scope, receive, send)


@contextmanager
def open_stage() -> Iterator[Stage]:
    """A stage that is served from a thread."""
    stage = Stage()
    with running(stage) as address:
        stage.address = address
        yield stage


@dataclass(slots=True, kw_only=True)
class Held:
    """A page that is asked for and never comes."""

    reached: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, _: ASGIApp, __: Scope, receive: Receive, ___: Send) -> None:
        self.reached.set()
        while (await receive())["type"] != "http.disconnect":
            pass
