"""Pages on which something happens to who asks for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(slots=True, kw_only=True)
class Held:
    """A page that is asked for and never comes."""

    reached: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, _: ASGIApp, __: Scope, receive: Receive, ___: Send) -> None:
        self.reached.set()
        while (await receive())["type"] != "http.disconnect":
            pass


@dataclass(slots=True, kw_only=True)
class Meanwhile:
    """A page during which something happens elsewhere."""

    happens: Callable[[], object]

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.happens()
        await app(scope, receive, send)
