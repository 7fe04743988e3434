"""Replays a site whose pages describe datasets, with its robots.txt, an index of sitemaps (one of them packed) and its pages.

A record is a page: `{"path", "lastmod", "form", "thing", "html"}`; `form` is `jsonld`, `microdata` or `rdfa`, and `html` stands for the whole body
where it is given, `gone` for a page that the sitemap names in vain. Half of the pages are in the packed sitemap. Recorded pages are answered as recorded; where no sitemap was recorded, one that
names them is computed.
"""  # noqa: E501

from __future__ import annotations

import gzip
from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import cached_property
from html import escape
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, portal_url, typed
from harvester.replay.recording import Recording

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ANY = "/{path:path}"


def build(recording: Recording) -> Replay:
    """The site, at its own root."""
    site = _Site(recording)
    return Replay(
        routes=(
            Route("/robots.txt", site.robots),
            Route("/sitemap.xml", site.index),
            Route("/sitemap-1.xml", site.part(0)),
            Route("/sitemap-2.xml.gz", site.part(1)),
            Route(_ANY, site.page),
        )
    )


class _Site:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @cached_property
    def _pages(self) -> dict[str, Json]:
        return {page["path"]: page for page in map(orjson.loads, self._recording.records)}

    async def robots(self, request: Request) -> Response:
        """Allows everything, and names the index."""
        lines = f"User-agent: *\nDisallow: /search\n\nSitemap: {portal_url(request)}/sitemap.xml\n"
        return PlainTextResponse(lines)

    async def index(self, request: Request) -> Response:
        """The index of both sitemaps; of recorded pages, all at once."""
        home = portal_url(request)
        if not self._recording.records:
            recorded = (page.address for page in self._recording.pages)
            return _xml(_urls((home + address, "") for address in recorded if _is_page(address)))
        maps = "".join(
            f"<sitemap><loc>{home}/{name}</loc></sitemap>" for name in ("sitemap-1.xml", "sitemap-2.xml.gz")
        )
        return _xml(f'<sitemapindex xmlns="{_SITEMAPS}">{maps}</sitemapindex>')

    def part(self, number: int) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """One of the sitemaps; the second is packed."""

        async def answer(request: Request) -> Response:
            home, pages = portal_url(request), list(self._pages.values())[number::2]
            body = _urls((home + page["path"], page.get("lastmod", "")) for page in pages)
            return typed(gzip.compress(body.encode()), "application/gzip") if number else _xml(body)

        return answer

    async def page(self, request: Request) -> Response:
        """A page with its thing in its form."""
        page = self._pages.get("/" + request.path_params["path"])
        if page is None or page.get("gone"):
            return HTMLResponse("<!doctype html><title>Not found</title>", status_code=404)
        body = page.get("html") or _FORMS[page.get("form", "jsonld")](page["thing"])
        return HTMLResponse(
            f'<!doctype html><html lang="en"><head><title>Open data</title></head><body>{body}</body></html>'
        )


def _is_page(address: str) -> bool:
    return not address.startswith(("/robots.txt", "/sitemap"))


def _xml(body: str) -> Response:
    return typed(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode(), "application/xml")


def _urls(places: Iterable[tuple[str, str]]) -> str:
    inner = "".join(
        f"<url><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for address, day in places
    )
    return f'<urlset xmlns="{_SITEMAPS}">{inner}</urlset>'


def _jsonld(thing: Any) -> str:
    return f'<script type="application/ld+json">{orjson.dumps(thing).decode()}</script>'


def _microdata(thing: Mapping[str, Any]) -> str:
    """The same as microdata; a value that is an object is an item of its own."""
    return f'<div itemscope itemtype="https://schema.org/{thing["@type"]}">{_properties(thing, _microdata_item)}</div>'


def _microdata_item(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inner = _properties(value, _microdata_item)
        return (
            f'<div itemprop="{name}" itemscope itemtype="https://schema.org/{value["@type"]}">{inner}</div>'
        )
    if str(value).startswith("http"):
        return f'<a itemprop="{name}" href="{escape(value)}">link</a>'
    return f'<span itemprop="{name}">{escape(str(value))}</span>'


def _rdfa(thing: Mapping[str, Any]) -> str:
    return (
        f'<div vocab="https://schema.org/" typeof="{thing["@type"]}">{_properties(thing, _rdfa_item)}</div>'
    )


def _rdfa_item(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f'<div property="{name}" typeof="{value["@type"]}">{_properties(value, _rdfa_item)}</div>'
    if str(value).startswith("http"):
        return f'<a property="{name}" href="{escape(value)}">link</a>'
    return f'<span property="{name}">{escape(str(value))}</span>'


def _properties(thing: Mapping[str, Any], item: Callable[[str, Any], str]) -> str:
    said = ((name, value) for name, value in thing.items() if not name.startswith("@"))
    return "".join(
        item(name, one) for name, value in said for one in (value if isinstance(value, list) else [value])
    )


_FORMS: Mapping[str, Callable[[Any], str]] = {"jsonld": _jsonld, "microdata": _microdata, "rdfa": _rdfa}
