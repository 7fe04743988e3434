"""Replays a DCAT catalogue in RDF, paged with Hydra (https://www.hydra-cg.com/spec/latest/core/)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

import orjson
from pyoxigraph import RdfFormat, parse, serialize
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, portal_url, to_url, typed
from harvester.replay.lines import Lines, as_lines
from harvester.replay.recording import Page, Recording

PAGE_SIZE = 100
_INDEX = "/catalog.ttl"
_TURTLE = "text/turtle; charset=utf-8"
_FORMATS: Mapping[str, tuple[RdfFormat, str]] = {
    "ttl": (RdfFormat.TURTLE, _TURTLE),
    "xml": (RdfFormat.RDF_XML, "application/rdf+xml; charset=utf-8"),
    "rdf": (RdfFormat.RDF_XML, "application/rdf+xml; charset=utf-8"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json; charset=utf-8"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples; charset=utf-8"),
}
PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One page of a paged catalogue: its number from 1, the last one's, and the total of datasets."""

    number: int
    last: int
    total: int
    size: int
    datasets: tuple[Json, ...]  # {"iri", "modified", "turtle"}


def build(recording: Recording) -> Replay:
    """Recorded pages (with an index if there are several), or the catalogue computed from records."""
    if not recording.pages:
        route = Route("/catalog.{suffix}", _catalogue(recording))
        return Replay(entry=_INDEX, routes=(Route("/", _front_page(recording)), route))
    if len(recording.pages) == 1:
        return Replay(entry=to_url(recording.pages[0].address))
    return Replay(entry=_INDEX, routes=(Route(_INDEX, _index(recording.pages)),))


def window(records: Lines, number: int, size: int) -> Window:
    """A page of the datasets; the last page of an empty catalogue is page 1."""
    total = len(records)
    places = range(min((number - 1) * size, total), min(number * size, total))
    return Window(
        number=number,
        last=max(1, -(-total // size)),
        total=total,
        size=size,
        datasets=tuple(orjson.loads(records[place]) for place in places),
    )


def turtle(recording: Recording, page: Window, address: Callable[[int], str], here: str) -> str:
    """The page as Turtle: the catalogue, its datasets as recorded, and how to go on.

    `address` gives the URL of a page by its number.
    """
    links = "".join(f"    dcat:dataset <{dataset['iri']}> ;\n" for dataset in page.datasets)
    return (
        f"{_HEAD}<{here}> a dcat:Catalog ;\n    dct:title {_literal(recording.title)} ;\n"
        f"    dct:publisher [ a foaf:Organization ; foaf:name {_literal(recording.publisher or '')} ] ;\n"
        f"{links}    foaf:homepage <{recording.origin or here}> .\n\n"
        f"{_hydra(recording, page, address, here)}\n"
        + "\n".join(str(dataset["turtle"]) for dataset in page.datasets)
        + "\n"
    )


def _catalogue(recording: Recording) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def catalogue(request: Request) -> Response:
        suffix = request.path_params["suffix"]
        if suffix not in _FORMATS:
            raise HTTPException(404)
        since = request.query_params.get("modified_since", "")
        records = _since(recording.records, since) if since else recording.records
        page = window(records, _page_number(request), int(recording.options.get("page_size", PAGE_SIZE)))
        here = f"{portal_url(request)}/catalog.{suffix}"
        extra = f"&modified_since={quote(since, safe='')}" if since else ""
        text = turtle(
            recording, page, lambda number: f"{here}?page={number}{extra}", portal_url(request) + "/"
        )
        return _converted(text, suffix)

    return catalogue


def _hydra(recording: Recording, page: Window, address: Callable[[int], str], here: str) -> str:
    if recording.options.get("hydra") == "view":
        return _hydra_view(page, address, here)
    return _hydra_paged(page, address)


def _hydra_paged(page: Window, address: Callable[[int], str]) -> str:
    """As ckanext-dcat writes it: the addresses of other pages are plain literals."""
    lines = [f"<{address(page.number)}> a hydra:PagedCollection ;"]
    for name, number in _neighbours(page).items():
        lines.append(f'    hydra:{name}Page "{address(number)}" ;')
    lines.append(f"    hydra:itemsPerPage {page.size} ;\n    hydra:totalItems {page.total} .\n")
    return "\n".join(lines)


def _hydra_view(page: Window, address: Callable[[int], str], here: str) -> str:
    """As the Hydra drafts since 2016 have it: a view of a collection, with IRIs."""
    lines = [
        f"<{here}> a hydra:Collection ; hydra:totalItems {page.total} ;",
        f"    hydra:view <{address(page.number)}> .",
        f"<{address(page.number)}> a hydra:PartialCollectionView ;",
    ]
    lines += [f"    hydra:{name} <{address(number)}> ;" for name, number in _neighbours(page).items()]
    return "\n".join(lines).removesuffix(";") + ".\n"


def _neighbours(page: Window) -> dict[str, int]:
    around = {"first": 1, "last": page.last}
    if page.number > 1:
        around["previous"] = page.number - 1
    if page.number < page.last:
        around["next"] = page.number + 1
    return around


def _converted(text: str, suffix: str) -> Response:
    form, media_type = _FORMATS[suffix]
    if form == RdfFormat.TURTLE:
        return typed(text.encode(), media_type)
    triples = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
    body = serialize(triples, format=form, prefixes=dict(PREFIXES))
    return typed(body or b"", media_type)


def _index(pages: Sequence[Page]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def index(request: Request) -> Response:
        here = portal_url(request)
        catalogues = " ,\n".join(f"        <{here}{to_url(page.address)}>" for page in pages)
        text = f"{_HEAD}<{here}{_INDEX}> a dcat:Catalog ;\n    dcat:catalog\n{catalogues} .\n"
        return typed(text.encode(), _TURTLE)

    return index


def _front_page(recording: Recording) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def front_page(request: Request) -> Response:
        title, here = escape(recording.title), escape(portal_url(request))
        links = "".join(
            f'<link rel="alternate" type="{media_type.split(";")[0]}" href="{here}/catalog.{suffix}">'
            for suffix, (_, media_type) in _FORMATS.items()
        )
        return HTMLResponse(
            f'<!doctype html><html lang="en-GB"><title>{title}</title>{links}<h1>{title}</h1></html>'
        )

    return front_page


def _since(records: Lines, since: str) -> Lines:
    return as_lines(line for line in records if str(orjson.loads(line).get("modified") or "") >= since)


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise HTTPException(409, "Page param must be a positive integer starting in 1")
    return int(text)


def _literal(text: str) -> str:
    return orjson.dumps(text).decode()  # JSON's escapes are Turtle's too
