"""Faults for tests: a wrapper that spoils chosen answers of an app, as portals on a bad day do."""

# ruff: noqa: ARG002 — every fault is called alike, whatever it needs of what it is given

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MEGABYTE = 1_000_000  # bytes


class Fault(Protocol):
    """What goes wrong with one answer. `app` is the healthy app."""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a fault happens: for a request (path, query, and what it posts) that `pattern` is found in, at these turns.

    `nth` counts the matching requests from 1; empty means every one.
    """

    fault: Fault
    pattern: str = ""  # a regular expression
    nth: frozenset[int] = frozenset()


class FaultyApp:
    """An app with faults by rule, the first that applies; requests are counted in this instance only."""

    def __init__(self, app: ASGIApp, rules: Sequence[Rule]) -> None:
        self._app = app
        self._rules = tuple(rules)
        self._counted: Counter[int] = Counter()
        self.addresses: list[str] = []  # of every request, oldest first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address, receive = await heard(scope, receive)
        self.addresses.append(address)
        fault = self._fault(address)
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await fault(self._app, scope, receive, send)

    def _fault(self, address: str) -> Fault | None:
        chosen: Fault | None = None
        for number, rule in enumerate(self._rules):
            if re.search(rule.pattern, address):
                self._counted[number] += 1
                if chosen is None and (not rule.nth or self._counted[number] in rule.nth):
                    chosen = rule.fault
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An error status; `retry_after` is seconds or an HTTP date, as RFC 9110 has it."""

    code: int
    retry_after: str | None = None

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"Retry-After": self.retry_after} if self.retry_after else None
        await Response(f"{self.code}\n", self.code, headers)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlInstead:
    """A web page with status 200 where data was asked for."""

    text: str = "<!doctype html><title>Maintenance</title><p>We will be back soon.</p>"

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse(self.text)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncated:
    """The first part of the right body, as if that were all; neither JSON nor XML parses then."""

    share: float = 0.5

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        await answer.with_body(answer.body[: int(len(answer.body) * self.share)])(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """The first part of the right body under a Content-Length for the whole: the connection breaks."""

    share: float = 0.5

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        headers = {"connection": "close", "content-type": answer.media_type}
        headers["content-length"] = str(len(answer.body))
        await send(started(answer.status, headers))
        part = answer.body[: int(len(answer.body) * self.share)]
        await send({"type": "http.response.body", "body": part, "more_body": True})
        raise ConnectionAbortedError("cut off on purpose")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The right answer with something replaced in it: invalid JSON, another total, one record less."""

    find: str  # a regular expression
    replace: str
    count: int = 0  # how many times at most; 0 is all

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        body = re.sub(self.find.encode(), self.replace.encode(), answer.body, count=self.count)
        await answer.with_body(body)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextIsSelf:
    """Every `parameter=number` in the body is this request's own: the next page is this page, for ever."""

    parameter: str  # page, startindex …
    first: str = "1"  # what a request without the parameter means

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        own = Request(scope).query_params.get(self.parameter, self.first)
        pattern = rf"\b{re.escape(self.parameter)}=\d+"
        await Edited(find=pattern, replace=f"{self.parameter}={own}")(app, scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedPage:
    """The answer of another address of the same app, whatever was asked: the page does not move on."""

    path: str
    query: str = ""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        other = {
            **scope,
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": self.query.encode(),
        }
        await app(other, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """A body of so many megabytes, streamed without a Content-Length: one long JSON text."""

    megabytes: int
    media_type: str = "application/json"

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await send(started(200, {"content-type": self.media_type}))
        await send({"type": "http.response.body", "body": b'"', "more_body": True})
        chunk = b"x" * _MEGABYTE
        for _ in range(self.megabytes):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b'"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A redirect to any address, one on this machine among them."""

    to: str
    code: int = 302

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await RedirectResponse(self.to, self.code)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drip:
    """The right body, `size` bytes at a time with a pause of so many seconds between."""

    size: int = 1
    pause: float = 0.05

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        request = Request(scope, receive)
        await send(started(answer.status, {"content-type": answer.media_type}))
        for start in range(0, len(answer.body), self.size):
            part = answer.body[start : start + self.size]
            await send({"type": "http.response.body", "body": part, "more_body": True})
            await asyncio.sleep(self.pause)
            if await request.is_disconnected():
                return
        await send({"type": "http.response.body", "body": b""})


@dataclass(slots=True, kw_only=True)
class Answer:
    """What the healthy app answered, collected instead of sent."""

    status: int = 200
    media_type: str = "application/octet-stream"
    pieces: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """All that was sent."""
        return b"".join(self.pieces)

    def with_body(self, body: bytes) -> Response:
        """The same answer with another body."""
        response = Response(body, self.status)
        response.headers["content-type"] = self.media_type
        return response

    async def collect(self, message: Message) -> None:
        """Takes the place of sending."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            self.media_type = headers.get("content-type", self.media_type)
        else:
            self.pieces.append(message.get("body", b""))


async def healthy_answer(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """What the app answers, as a whole: also to one who holds it, since what is spoilt is not what that one holds."""
    answer, asked = Answer(), [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
    await app({**scope, "headers": asked}, receive, answer.collect)
    return answer


_CONDITIONS = (b"if-none-match", b"if-modified-since")


def started(status: int, headers: dict[str, str]) -> Message:
    """The message that begins an answer."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": raw}


async def heard(scope: Scope, receive: Receive) -> tuple[str, Receive]:
    """Path and query of a request, and below it what it posts, with something to receive the latter from again."""
    address = address_of(scope)
    if scope["method"] != "POST":
        return address, receive
    body = await Request(scope, receive).body()
    given: list[Message] = [{"type": "http.request", "body": body}]

    async def again() -> Message:
        return given.pop() if given else await receive()

    return f"{address}\n{body.decode('utf-8', 'replace')}", again


def address_of(scope: Scope) -> str:
    """Path and query of a request."""
    query = scope.get("query_string", b"").decode("latin-1")
    return str(scope["path"]) + (f"?{query}" if query else "")
