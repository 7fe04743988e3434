"""Replays an ArcGIS Hub site: its search API (OGC API Records) and its DCAT feeds, over item properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from harvester.replay.answering import Json, Replay, json_answer, portal_url, streamed, to_url
from harvester.replay.arcgis_hub_feeds import dcat_ap_feed, dcat_us_feed
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording

WINDOW = 10_000  # Hub neither counts nor pages beyond this many
LIMIT_DEFAULT, LIMIT_MAX = 10, 100
_LEGACY = "/api/v3/search"
_RETIRED = "/data.json was retired in January 2022; use /api/feed/dcat-us/1.1.json\n"
_FILTER = re.compile(r"\(?\s*(\w+)\s*(>=|<=|=|>|<)\s*('[^']*'|[^\s')]+)\s*\)?")
_AND = re.compile(r"\s+AND\s+", re.IGNORECASE)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": lambda held, given: held >= given,
    "<=": lambda held, given: held <= given,
    ">": lambda held, given: held > given,
    "<": lambda held, given: held < given,
    "=": lambda held, given: held == given,
}
_DOCUMENTS = ("PDF", "Microsoft Word", "Document Link", "Image")
_APPS = ("Web Map", "Web Mapping Application", "Dashboard", "StoryMap", "Web Experience", "Application")
_COLLECTIONS: Mapping[str, str] = {
    "all": "All items",
    "dataset": "Datasets",
    "document": "Documents",
    "appAndMap": "Apps and maps",
}


class Items:
    """A site's items, listed on first use; only what finding them needs stays unpacked."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @cached_property
    def rows(self) -> Sequence[Json]:
        """For each item its place, id, type, title, created and modified (epoch ms, or None)."""
        names = ("id", "type", "title", "created", "modified", "tags", "snippet")
        items = (orjson.loads(line) for line in self.recording.records)
        return [
            {"place": place} | {name: item.get(name) for name in names} for place, item in enumerate(items)
        ]

    def item(self, place: int) -> Json:
        """The properties of an item as recorded."""
        item: Json = orjson.loads(self.recording.records[place])
        return item

    def datasets(self) -> list[Json]:
        """The items that the feeds list."""
        return [self.item(row["place"]) for row in self.rows if collection_of(row["type"]) == "dataset"]


def build(recording: Recording) -> Replay:
    """Of recorded answers only those are given; over records the search API and the feeds are computed."""
    if recording.pages:
        legacy = [page.address for page in recording.pages if page.path == _LEGACY]
        return Replay(entry=to_url(legacy[0])) if legacy else as_recorded(recording)
    return Replay(routes=_routes(Items(recording)))


def collection_of(item_type: object) -> str:
    """The collection that Hub files an item of this type under."""
    if item_type in _DOCUMENTS:
        return "document"
    return "appAndMap" if item_type in _APPS else "dataset"


def search(items: Items, collection: str, given: Mapping[str, str]) -> list[Json]:
    """The rows of a collection that q, type and filter leave, ordered by sortBy. Raises HTTPException."""
    tests = _tests(given.get("filter", ""))
    words = given.get("q", "").lower().split()
    found = [
        row
        for row in items.rows
        if collection in ("all", collection_of(row["type"]))
        and given.get("type") in (None, row["type"])
        and all(_passes(row.get(name), compare, value) for name, compare, value in tests)
        and all(word in f"{row['title']} {row['snippet']} {row['tags']}".lower() for word in words)
    ]
    return _sorted(found, given.get("sortBy", ""))


def _routes(items: Items) -> tuple[BaseRoute, ...]:
    async def collections(request: Request) -> Response:
        here = f"{portal_url(request)}/api/search/v1/collections"
        return json_answer({"collections": [_collection(name, here) for name in _COLLECTIONS], "links": []})

    async def collection(request: Request) -> Response:
        here = f"{portal_url(request)}/api/search/v1/collections"
        return json_answer(_collection(_known(request.path_params["collection"]), here))

    async def items_page(request: Request) -> Response:
        return _items_page(items, request)

    async def dcat_ap(_: Request) -> Response:
        return streamed(dcat_ap_feed(items.recording, items.datasets()))

    async def dcat_us(_: Request) -> Response:
        return streamed(dcat_us_feed(items.recording, items.datasets()))

    async def retired(_: Request) -> Response:
        return PlainTextResponse(_RETIRED, status_code=404)

    base = "/api/search/v1/collections"
    return (
        Route(base, collections),
        Route(f"{base}/{{collection}}", collection),
        Route(f"{base}/{{collection}}/items", items_page),
        Route("/api/feed/dcat-ap/2.1.1.json", dcat_ap),
        Route("/api/feed/dcat-us/1.1.json", dcat_us),
        Route("/data.json", retired),
    )


def _items_page(items: Items, request: Request) -> Response:
    given = dict(request.query_params)
    limit = _number(given, "limit", LIMIT_DEFAULT)
    start = _number(given, "startindex", 1)
    if limit > LIMIT_MAX:
        raise HTTPException(400, f"limit must not be greater than {LIMIT_MAX}")
    if start + limit > WINDOW:
        return json_answer({"statusCode": 500, "message": "Internal server error"}, status=500)
    limit = min(limit, int(items.recording.options.get("page_size", LIMIT_MAX)))
    found = search(items, _known(request.path_params["collection"]), given)
    here = portal_url(request) + request.url.path.removeprefix(str(request.scope.get("root_path", "")))
    page = found[start - 1 : start - 1 + limit]
    links = [_link("self", here, given)]
    if start - 1 + limit < len(found):
        links.append(_link("next", here, {**given, "limit": limit, "startindex": start + limit}))
    answer = {
        "type": "FeatureCollection",
        "features": [_feature(items.item(row["place"])) for row in page],
        "timestamp": f"{items.recording.captured or '2024-01-01'}T00:00:00.000Z",
        "numberMatched": min(len(found), WINDOW),
        "numberReturned": len(page),
        "links": links,
    }
    return json_answer(answer, media_type="application/geo+json")


def _feature(item: Json) -> Json:
    extent = item.get("extent")
    geometry = None
    if extent:
        (west, south), (east, north) = extent
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"id": item.get("id"), "type": "Feature", "geometry": geometry, "time": None, "properties": item}


def _collection(name: str, here: str) -> Json:
    link = {"rel": "items", "type": "application/geo+json", "href": f"{here}/{name}/items"}
    return {"id": name, "title": _COLLECTIONS[name], "itemType": "record", "links": [link]}


def _known(name: str) -> str:
    if name not in _COLLECTIONS:
        raise HTTPException(404, f"Collection {name} not found")
    return name


def _link(rel: str, here: str, given: Mapping[str, object]) -> Json:
    query = f"?{urlencode(given)}" if given else ""
    return {"rel": rel, "type": "application/geo+json", "href": f"{here}{query}"}


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise HTTPException(400, f"{name} must be a positive integer, not {text!r}")
    return int(text)


def _tests(text: str) -> list[tuple[str, Callable[[Any, Any], bool], Any]]:
    tests = []
    for part in _AND.split(text) if text else ():
        read = _FILTER.fullmatch(part.strip())
        if not read:
            raise HTTPException(400, f"filter cannot be read: {part!r}")
        name, operator, value = read.groups()
        tests.append((name, _COMPARE[operator], int(value) if value.isdigit() else value.strip("'")))
    return tests


def _passes(held: object, compare: Callable[[Any, Any], bool], value: Any) -> bool:
    return isinstance(held, type(value)) and compare(held, value)


def _sorted(rows: list[Json], sort_by: str) -> list[Json]:
    name = sort_by.lstrip("-").removeprefix("properties.")
    if not name:
        return rows
    if name not in ("id", "title", "created", "modified", "type"):
        raise HTTPException(400, f"sortBy cannot be {sort_by!r}")
    return sorted(rows, key=lambda row: _order(row[name]), reverse=sort_by.startswith("-"))


def _order(value: object) -> tuple[float, str]:
    return (float(value), "") if isinstance(value, int | float) else (0.0, str(value or ""))
