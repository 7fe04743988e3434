"""Answers with a portal's files as web servers give them: whole or a range, their ETag and date, or nothing new."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.answering import last_modified, typed
from harvester.replay.files.listing import Body, Listed
from harvester.replay.files.writing import MEDIA_TYPES, written
from harvester.replay.recording import split_address

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHARSETS = {"cp1252": "windows-1252", "utf-8-sig": "utf-8"}
_SIGN_IN = (
    "<!doctype html><html lang='en-GB'><title>Sign in</title><h1>Sign in</h1>"
    "<p>Sign in with your council account to download this file.</p></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is answered. `day` is the ISO date of its last change."""

    body: bytes
    media_type: str
    day: str | None

    @property
    def etag(self) -> str:
        """A strong one, of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


class PortalFiles:
    """The files of one portal, made when they are asked for."""

    def __init__(self, files: Iterable[Listed], body: Body, day: str | None) -> None:
        self._listed = tuple(files)
        self._at = {split_address(one.path): one for one in self._listed if one.form}
        self._body = body
        self._day = day
        self._made: dict[Listed, File] = {}  # 20 kB or so each, once they were asked for

    @property
    def listed(self) -> tuple[Listed, ...]:
        """Every file, in the order of the list."""
        return self._listed

    @property
    def has_unnamed(self) -> bool:
        """Whether it has files that no answer of the portal names."""
        return any("://" not in one.address for one in self._listed)

    def app_at(self, scope: Scope) -> ASGIApp | None:
        """What answers at a request's path and query; None where no file is."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        _, parameters = split_address("?" + scope["query_string"].decode("latin-1"))
        listed = self._at.get((path, parameters))
        return self._answer(listed) if listed else None

    def _file(self, listed: Listed) -> File:
        if listed not in self._made:
            body = written(listed, self._body)
            self._made[listed] = File(body=body, media_type=_media_type(listed, self._body), day=self._day)
        return self._made[listed]

    def _answer(self, listed: Listed) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope)
            answer = _instead(listed) or file_answer(request, self._file(listed))
            await answer(scope, receive, send)

        return app


def file_answer(request: Request, file: File) -> Response:
    """The file, 206 with a part of it, 416 where it has no such part, or 304 (RFC 9110, 13 and 14)."""
    if request.method not in ("GET", "HEAD"):
        return PlainTextResponse("Method Not Allowed\n", status_code=405, headers={"Allow": "GET, HEAD"})
    headers = {"ETag": file.etag, "Accept-Ranges": "bytes"} | last_modified(file.day)
    if _is_held(request, headers):
        return Response(status_code=304, headers=headers)
    asked = _range(request, headers, len(file.body))
    if asked is None:
        return typed(file.body, file.media_type, headers=headers)
    if not asked:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(file.body)}"})
    part = f"bytes {asked.start}-{asked.stop - 1}/{len(file.body)}"
    return typed(
        file.body[asked.start : asked.stop],
        file.media_type,
        status=206,
        headers=headers | {"Content-Range": part},
    )


def _is_held(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the client holds these bytes; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
    if tags := request.headers.get("if-none-match"):
        return tags.strip() == "*" or headers["ETag"] in (
            tag.strip().removeprefix("W/") for tag in tags.split(",")
        )
    return headers.get("Last-Modified", "-") == request.headers.get("if-modified-since")


def _range(request: Request, headers: Mapping[str, str], size: int) -> range | None:
    """The bytes asked for, empty where there are none such; None for the whole, and for a Range that is no single
    one of bytes, or that If-Range says is of an older file (RFC 9110, 13.1.5 and 14.2)."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    known = request.headers.get("if-range", headers["ETag"])
    if not asked or not any(asked.groups()) or known not in (headers["ETag"], headers.get("Last-Modified")):
        return None
    first, last = asked.groups()
    if not first:
        return range(max(0, size - int(last)), size) if int(last) else range(0)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last or size) + 1))


def _instead(listed: Listed) -> Response | None:
    """What a link that is no longer sound gives."""
    if listed.answer == "sign-in":
        return HTMLResponse(_SIGN_IN)
    return PlainTextResponse(f"{listed.answer}\n", status_code=int(listed.answer)) if listed.answer else None


def _media_type(listed: Listed, body: Body) -> str:
    """Some servers name the charset, some, as they do, do not."""
    plain = MEDIA_TYPES[listed.form]
    names = plain.startswith("text/") and body.separator == "," and not listed.damage
    return f"{plain}; charset={_CHARSETS.get(body.encoding, body.encoding)}" if names else plain
