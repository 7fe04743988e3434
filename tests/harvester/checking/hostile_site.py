"""A server that does everything to a check that no portal should."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

SCRIPT = "<script>alert(1)</script>"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;&c;</rdf:RDF>'
)
_INSIDE = {
    "loopback": "http://127.0.0.1:1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "ipv6": "http://[::1]:1/",
    "number": "http://0x7f.1/",
    "file": "file:///etc/passwd",
}


def hostile_site() -> Starlette:
    """Its first folder says what it does; what is asked below does the same."""
    return Starlette(routes=[Route("/{way}/{path:path}", _answer)])


async def _answer(request: Request) -> Response:
    way, path = request.path_params["way"], request.path_params["path"]
    match way:
        case "home":
            return HTMLResponse("<title>Visit Thornmere</title><p>Tea rooms</p>") if not path else _none()
        case "pdf":
            return Response(b"%PDF-1.7\n%\xe2\xe3", media_type="application/pdf") if not path else _none()
        case "image":
            return Response(b"\x89PNG\r\n\x1a\n" + bytes(99), media_type="image/png") if not path else _none()
        case "loop":
            return RedirectResponse(f"/loop/{len(path) + 1}/{path}")
        case "inside":
            return RedirectResponse(_INSIDE[path.strip("/") or "loopback"])
        case "hang":
            await asyncio.sleep(30)
            return _none()
        case "drip":
            return StreamingResponse(_drops(), media_type="text/html")
        case "huge":
            return StreamingResponse(_flood(), media_type="application/json")
        case "bomb":
            packed = gzip.compress(bytes(80_000_000))
            return Response(packed, headers={"Content-Encoding": "gzip"}, media_type="application/json")
        case "entities":
            return Response(ENTITIES, media_type="application/rdf+xml")
        case "scripts":
            return (
                Response(scripts(), media_type="application/json") if path == "data.json" else _titled(path)
            )
        case "others":
            return Response(others(), media_type="application/json") if path == "data.json" else _titled(path)
        case _:
            return _none()


def scripts() -> bytes:
    """A data.json whose every text is markup."""
    dataset = {
        "identifier": SCRIPT, "title": f"Bins {SCRIPT}", "description": SCRIPT, "keyword": [SCRIPT], "theme": [SCRIPT],
        "accessLevel": "public", "license": SCRIPT, "publisher": {"name": SCRIPT}, "landingPage": "javascript:alert(1)",
        "contactPoint": {"fn": SCRIPT, "hasEmail": "mailto:a@b.example"},
        "distribution": [{"title": SCRIPT, "format": SCRIPT, "downloadURL": "javascript:alert(1)"}],
    }  # fmt: skip
    return json.dumps({"dataset": [dataset]}).encode()


def others() -> bytes:
    """A data.json of three thousand bodies' data."""
    named = [
        {
            "identifier": str(n),
            "title": f"Bins of {n}",
            "accessLevel": "public",
            "publisher": {"name": f"Body {n % 1500}"},
        }
        for n in range(3000)
    ]
    return json.dumps({"dataset": named}).encode()


def _titled(path: str) -> Response:
    return HTMLResponse(f"<title>Open data &lt;script&gt;{SCRIPT}\x1b[2J</title>") if not path else _none()


def _none() -> Response:
    return PlainTextResponse("not here", 404)


async def _drops() -> AsyncIterator[bytes]:
    for _ in range(300):
        yield b"<p>"
        await asyncio.sleep(0.1)


async def _flood() -> AsyncIterator[bytes]:
    yield b'{"dataset": ['
    for _ in range(6_000):
        yield b'{"title": "' + b"x" * 1000 + b'"},'
