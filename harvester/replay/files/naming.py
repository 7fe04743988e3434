"""Names files in a portal's answers at the address where this client reaches them, instead of at a host that is none.

One place for all kinds: it works on the bytes of an answer, whatever they are, since an address is written the same in
JSON, CSV, Turtle and, but for `&amp;`, in XML and HTML. Only addresses of files are changed, and only whole ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cached_property
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harvester.replay.answering import portal_url
from harvester.replay.files.listing import Listed

# What an address never has within it; a stream is cut behind one of these.
_ENDS = re.compile(rb"[\s\"'<>]")
# After an address: nothing by which it would go on. A full stop and a word would, a full stop alone ends a sentence.
_NOT_GOING_ON = rb"(?![\w%?=~+/\-]|\\/|&(?!quot;|apos;|lt;|gt;|#)|\.[\w%])"


class Naming:
    """Which addresses a portal's records name files by, and the paths at which they are served."""

    def __init__(self, files: Iterable[Listed]) -> None:
        self._paths = {
            written.encode(): path.encode()
            for one in files
            if "://" in one.address
            for written, path in _written(one.address, one.path)
        }

    def __bool__(self) -> bool:
        return bool(self._paths)

    @cached_property
    def mark(self) -> str:
        """What tells an answer's ETag from one with other addresses."""
        return hashlib.sha256(repr(sorted(self._paths.items())).encode()).hexdigest()[:8]

    def named(self, body: bytes, home: str) -> bytes:
        """The bytes with each file named below `home`, the portal's address without a slash at its end."""
        here = home.encode()
        return self._pattern.sub(lambda found: here + self._paths[found[0]], body)

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        longest_first = sorted(self._paths, key=len, reverse=True)
        return re.compile(b"(?:" + b"|".join(map(re.escape, longest_first)) + b")" + _NOT_GOING_ON)


def _written(address: str, path: str) -> Iterable[tuple[str, str]]:
    """An address and its path as they stand in JSON, CSV and Turtle, in XML and HTML, and in JSON of the cautious."""
    yield address, path
    if "&" in address:
        yield escape(address), escape(path)
    yield address.replace("/", "\\/"), path.replace("/", "\\/")


class NamedFiles:
    """An ASGI app around a portal's, in whose answers files have the address at which this client reaches them."""

    def __init__(self, app: ASGIApp, naming: Naming) -> None:
        self._app = app
        self._naming = naming

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(self._naming, portal_url(Request(scope)), send)
        await self._app(_unmarked(scope, self._naming.mark), receive, answer.take)


class _Answer:
    """One answer on its way: what came of it, and what was sent."""

    def __init__(self, naming: Naming, home: str, send: Send) -> None:
        self._naming = naming
        self._home = home
        self._send = send
        self._start: Message = {}
        self._held = b""

    async def take(self, message: Message) -> None:
        """A start waits for the first bytes, since a whole answer tells its length before them."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message.get("more_body"):
            await self._begin()
            await self._go_on(message.get("body", b""))
        else:
            await self._end(message.get("body", b""))

    async def _go_on(self, piece: bytes) -> None:
        whole, self._held = _cut(self._held + piece)
        if whole:
            await self._body(whole, more=True)

    async def _end(self, piece: bytes) -> None:
        last = self._naming.named(self._held + piece, self._home)
        if self._start:
            await self._begin(last)
        await self._send({"type": "http.response.body", "body": last, "more_body": False})

    async def _begin(self, whole: bytes | None = None) -> None:
        """Sends the start, if it was not sent. `whole` is the body where all of it is known."""
        start, self._start = self._start, {}
        if not start:
            return
        headers = MutableHeaders(raw=list(start["headers"]))
        if "content-length" in headers and start["status"] != 304:
            if not whole:  # a stream, or the answer to HEAD
                del headers["content-length"]
            else:
                headers["content-length"] = str(len(whole))
        if tag := headers.get("etag"):
            headers["etag"] = f'{tag.removesuffix(chr(34))}-{self._naming.mark}"'
        await self._send({**start, "headers": headers.raw})

    async def _body(self, whole: bytes, *, more: bool) -> None:
        body = self._naming.named(whole, self._home)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


def _cut(held: bytes) -> tuple[bytes, bytes]:
    """What may be sent, up to where no address is cut in two, and what must wait."""
    ends = [found.end() for found in _ENDS.finditer(held[-4096:])]
    place = max(0, len(held) - 4096) + ends[-1] if ends else 0
    return held[:place], held[place:]


def _unmarked(scope: Scope, mark: str) -> Scope:
    """The request with the ETags that the portal's own app gave; those without the mark were of other answers."""
    tags = Headers(scope=scope).get("if-none-match")
    if tags is None:
        return scope
    ours = [tag.strip() for tag in tags.split(",") if tag.strip().endswith(f'-{mark}"')]
    others = [(name, value) for name, value in scope["headers"] if name.lower() != b"if-none-match"]
    held = ", ".join(tag.removesuffix(f'-{mark}"') + '"' for tag in ours)
    told = [(b"if-none-match", held.encode("latin-1"))] if ours else []
    return {**scope, "headers": [*others, *told]}
