"""More faults for tests: what is packed, labelled, counted or linked wrongly, and what must not be read at all."""

# ruff: noqa: ARG002 — every fault is called alike, whatever it needs of what it is given

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harvester.replay.faults import Fault, Status, address_of, healthy_answer, heard, started

_MEGABYTE = 1_000_000  # bytes
_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)
)  # ten times ten, nine times over
XML_BOMB = f'<?xml version="1.0"?><!DOCTYPE lolz [{_LAUGHS}]><lolz>&l9;</lolz>'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtFirst:
    """A fault that is over when the same address is asked again; it returns at the third time, and so on."""

    fault: Fault
    _asked: Counter[str] = field(default_factory=Counter)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        address = address_of(scope)
        self._asked[address] += 1
        spoilt = self._asked[address] % 2 == 1
        await (self.fault(app, scope, receive, send) if spoilt else app(scope, receive, send))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Status 429 and a Retry-After that names the moment, so many seconds from now on."""

    seconds: int

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        until = datetime.now(UTC) + timedelta(seconds=self.seconds)
        wait = Status(code=429, retry_after=format_datetime(until, usegmt=True))
        await wait(app, scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Any body where the portal's was asked for, with status 200."""

    body: bytes
    media_type: str

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await Response(self.body, media_type=self.media_type)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelled:
    """The right body under another Content-Type."""

    media_type: str

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        answer.media_type = self.media_type
        await answer.with_body(answer.body)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class TruncatedGzip:
    """The right body, packed, and only the first part of that; its Content-Length is that of the part."""

    share: float = 0.6

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        packed = gzip.compress(answer.body)
        response = answer.with_body(packed[: int(len(packed) * self.share)])
        response.headers["content-encoding"] = "gzip"
        await response(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bomb:
    """A small packed body of so many megabytes once unpacked."""

    megabytes: int
    media_type: str = "application/json"

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        packed = (
            gzip.compress(b" " * _MEGABYTE, 9) * self.megabytes
        )  # packed parts in a row are one packed body
        response = Response(packed, media_type=self.media_type, headers={"content-encoding": "gzip"})
        await response(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """The right answer with another number in it: that of group 1 of `pattern`, by `change`."""

    pattern: str
    change: Callable[[int], int]

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        body = re.sub(self.pattern.encode(), self._recounted, answer.body)
        await answer.with_body(body)(scope, receive, send)

    def _recounted(self, found: re.Match[bytes]) -> bytes:
        number = str(self.change(int(found[1]))).encode()
        return found[0][: found.start(1) - found.start()] + number + found[0][found.end(1) - found.start() :]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardIsSelf:
    """What leads onward leads back: group 1 of `pattern` becomes this request's own `parameter`, or its address."""

    pattern: str
    parameter: str = ""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        asked, receive = await heard(scope, receive)
        answer, request = await healthy_answer(app, scope, receive), Request(scope)
        posted = re.search(rf'\b{self.parameter}="([^"]*)"', asked)
        own = str(request.url)
        if self.parameter:
            own = posted[1] if posted else request.query_params.get(self.parameter, "")
        body = answer.body
        if (found := re.search(self.pattern.encode(), body)) and own:
            body = body[: found.start(1)] + own.encode() + body[found.end(1) :]
        await answer.with_body(body)(scope, receive, send)


class Unfiltered:
    """An app that does not hear a part of what it is asked, in the query or in what is posted."""

    def __init__(self, app: ASGIApp, part: str) -> None:
        self._app, self._part = app, part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        given: list[Message] = [{"type": "http.request", "body": re.sub(self._part.encode(), b"", body)}]

        async def rest() -> Message:
            return given.pop() if given else await receive()

        query = re.sub(self._part.encode(), b"", scope["query_string"])
        await self._app({**scope, "query_string": query}, rest, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capitalised:
    """Every name in the answer begins with a capital: of keys in JSON, elements in XML, properties in Turtle."""

    syntax: str

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await healthy_answer(app, scope, receive)
        body = re.sub(_NAMES[self.syntax], lambda found: found[1] + found[2].upper(), answer.body)
        await answer.with_body(body)(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The head of an answer, and then nothing, for as long as the other side waits."""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await send(started(200, {"content-type": "application/json"}))
        while (await receive())["type"] != "http.disconnect":
            pass


def too_deep(syntax: str) -> Instead:
    """A document nested deeper than anybody means it."""
    begin, end, media_type = _NESTS[syntax]
    return Instead(body=begin * _DEPTH + end * _DEPTH, media_type=media_type)


_DEPTH = 50_000
_NESTS = {
    "json": (b'{"a":[', b"]}", "application/json"),
    "xml": (b"<a>", b"</a>", "application/xml"),
    "turtle": (b"[ <urn:a> ", b"]", "text/turtle"),
}
_NAMES = {
    "json": rb'("(?=\w+"\s*:))([a-z])',
    "xml": rb"(</?(?:\w+:)?)([a-z])",
    "turtle": rb"(\b(?:dcat|dct):)([a-z])",
    "csv": rb"(\A|(?<=,))([a-z])",
}
