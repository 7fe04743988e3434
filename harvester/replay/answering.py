"""How a replayed portal answers: recorded pages first, byte for byte, then what its kind computes."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.recording import Page, Recording, split_address

Json = dict[str, Any]
_PIECE = 65_536  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What a kind's builder gives: where a harvester begins, the portal's own API, and the kind by which it is read
    where that is not the recording's."""

    kind: str = ""
    entry: str = "/"  # path and query below the portal's address, as it may stand in a URL
    routes: tuple[BaseRoute, ...] = ()


Builder = Callable[[Recording], Replay]


class ReplayApp:
    """An ASGI app for one portal: its recorded pages, then the routes of its kind."""

    def __init__(self, recording: Recording, replay: Replay) -> None:
        self._recording = recording
        self._pages = {(page.path, page.parameters): page for page in recording.pages}
        self._computed: ASGIApp = Router([*replay.routes, Route("/", _front_page(recording))])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self._recorded(scope)
        answer = self._computed if page is None else page_answer(page, self._recording, Request(scope))
        await answer(scope, receive, send)

    def _recorded(self, scope: Scope) -> Page | None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        _, parameters = split_address("?" + scope["query_string"].decode("latin-1"))
        return self._pages.get((path, parameters))


def page_answer(page: Page, recording: Recording, request: Request) -> Response:
    """A recorded answer, with an ETag so that an unchanged page costs no body."""
    body = page.body()
    return conditional(request, page.media_type, body, captured=recording.captured, status=page.status)


def conditional(
    request: Request, media_type: str, body: bytes, *, captured: str | None = None, status: int = 200
) -> Response:
    """An answer with ETag and Last-Modified; 304 without a body if the client holds it (RFC 9110, 13.1.2)."""
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'} | last_modified(captured)
    if status == 200 and headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return typed(body, media_type, status=status, headers=headers)


def typed(
    body: bytes, media_type: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A response whose Content-Type is exactly the recorded one (Starlette would add a charset to text/*)."""
    response = Response(body, status_code=status, headers=headers)
    response.headers["content-type"] = media_type
    return response


def streamed(chunks: Iterable[bytes], *, headers: dict[str, str] | None = None) -> Response:
    """JSON in pieces, put together to some size, since each piece sent has its price."""

    async def pieces() -> AsyncIterator[bytes]:
        held = bytearray()
        for chunk in chunks:
            held += chunk
            if len(held) >= _PIECE:
                yield bytes(held)
                held.clear()
        yield bytes(held)

    return StreamingResponse(pieces(), media_type="application/json", headers=headers)


def json_answer(content: Any, *, status: int = 200, media_type: str = "application/json") -> Response:
    """A JSON answer."""
    return typed(orjson.dumps(content), media_type, status=status)


def portal_url(request: Request) -> str:
    """The portal's address as this client reached it, without a slash at its end."""
    return str(request.base_url).rstrip("/") + str(request.scope.get("root_path", ""))


def to_url(address: str) -> str:
    """A recorded path and query as it may stand in a URL; what is percent-encoded already stays."""
    return quote(address, safe="/?&=:%")


def last_modified(captured: str | None) -> dict[str, str]:
    """The header for an ISO date; nothing if there is none that can be read."""
    try:
        day = datetime.fromisoformat(captured or "").replace(tzinfo=UTC)
    except ValueError:
        return {}
    return {"Last-Modified": format_datetime(day, usegmt=True)}


def distinct(values: Iterable[str]) -> list[str]:
    """Each value once, in the order of first appearance."""
    return list(dict.fromkeys(values))


def _made_by(recording: Recording) -> str:
    """What the page says of its maker: a Hub's is a shell that its own scripts fill, whatever interfaces it has."""
    return "<script>window.__SITE = {}</script>" if recording.kind == "arcgis_hub" else ""


def _front_page(recording: Recording) -> Callable[[Request], Any]:
    async def front_page(_: Request) -> Response:
        title = escape(recording.title)
        return HTMLResponse(
            f'<!doctype html><html lang="en-GB"><title>{title}</title>{_made_by(recording)}<h1>{title}</h1>'
            "<p>A replayed portal: it answers as the real software does.</p></html>"
        )

    return front_page
