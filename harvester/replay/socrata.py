"""Replays Socrata's discovery catalogue, its views and data.json (https://dev.socrata.com/docs/other/discovery).

As the software does, it lists neighbours' assets beside the portal's own, gives 100 unless asked, ends at the 10,000th,
and in any order but that of ids its pages overlap, so that as many assets are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording
from harvester.replay.rows import Row, Rows, natural

_ROWS = 100
_WINDOW = 10_000
_TYPES = {
    "datasets": "dataset", "maps": "map", "files": "file", "links": "href", "charts": "chart", "filters": "filter",
}  # fmt: skip
_ORDERS = ("dataset_id", "name", "createdAt", "updatedAt")


def build(recording: Recording) -> Replay:
    """The catalogue of the recording's assets. Option `interfaces` names those that the portal has, `orders` the orders
    that its catalogue accepts."""
    if recording.pages:
        return as_recorded(recording)
    rows = Rows(recording.records, _outline)
    routes = {
        "catalog": Route("/api/catalog/v1", _catalogue(rows, recording.options)),
        "views": Route("/api/views/metadata/v1", _views(rows, recording)),
        "data.json": Route("/data.json", _data_json(rows, recording)),
    }
    spoken = recording.options.get("interfaces", tuple(routes))
    return Replay(routes=tuple(routes[name] for name in spoken))


def _outline(row: Json) -> Mapping[str, Any]:
    resource = row.get("resource") or {}
    named = {name: resource.get(name) for name in ("name", "type", "createdAt", "updatedAt")}
    return named | {"dataset_id": resource.get("id"), "domain": (row.get("metadata") or {}).get("domain")}


def _catalogue(rows: Rows, options: Mapping[str, Any]) -> Callable[[Request], Any]:
    orders, most = tuple(options.get("orders", _ORDERS)), int(options.get("page_size", _WINDOW))

    async def catalogue(request: Request) -> Response:
        given = request.query_params
        limit, offset = natural(given, "limit", _ROWS), natural(given, "offset", 0)
        order = given.get("order", "updatedAt")
        if limit is None or offset is None or limit + offset > _WINDOW:
            return json_answer({"error": "offset + limit must not exceed 10000"}, status=400)
        if order not in orders:
            return json_answer({"error": f"'order' must be one of {', '.join(orders)}"}, status=400)
        kind = _TYPES.get(given.get("only", ""), "")
        found = [row for row in rows.by(order) if not kind or row.outline["type"] == kind]
        window = (
            _scrolled(found, given["scroll_id"]) if given.get("scroll_id") else _cut(found, offset, order)
        )
        page = [rows.record(row) for row in window[: min(limit, most)]]
        return json_answer({"results": page, "resultSetSize": len(found), "timings": {}, "warnings": []})

    return catalogue


def _scrolled(found: list[Row], last: str) -> list[Row]:
    after = (row for row in found if str(row.outline["dataset_id"]) > last)
    return sorted(after, key=lambda row: str(row.outline["dataset_id"]))


def _cut(found: list[Row], offset: int, order: str) -> list[Row]:
    """The rows from an offset; in an unsound order each page but the first begins with the last of the one before."""
    return found[offset if order == "dataset_id" else max(0, offset - 1) :]


def _views(rows: Rows, recording: Recording) -> Callable[[Request], Any]:
    async def views(request: Request) -> Response:
        page, limit = natural(request.query_params, "page", 1), natural(request.query_params, "limit", 100)
        if not page or not limit or limit > 100:
            return json_answer({"code": "invalid_request", "error": True, "message": "Bad page"}, status=400)
        own = _own(rows, recording)[(page - 1) * limit : page * limit]
        return json_answer([_view(rows.record(row)) for row in own])

    return views


def _data_json(rows: Rows, recording: Recording) -> Callable[[Request], Any]:
    async def data_json(_: Request) -> Response:
        own = (rows.record(row) for row in _own(rows, recording) if row.outline["type"] == "dataset")
        conforms = "https://project-open-data.cio.gov/v1.1/schema"
        return json_answer({"conformsTo": conforms, "dataset": [_pod(row) for row in own]})

    return data_json


def _own(rows: Rows, recording: Recording) -> list[Row]:
    host = (recording.origin or "").partition("://")[2].strip("/")
    return [row for row in rows.by("dataset_id") if not host or row.outline["domain"] in (None, host)]


def _view(row: Json) -> Json:
    resource, sorted_as = row["resource"], row.get("classification") or {}
    metadata = row.get("metadata") or {}
    custom: dict[str, dict[str, Any]] = {}
    for field in sorted_as.get("domain_metadata") or []:
        section, _, name = field["key"].partition("_")
        custom.setdefault(section, {})[name] = field["value"]
    return {
        "id": resource.get("id"),
        "name": resource.get("name"),
        "description": resource.get("description"),
        "attribution": resource.get("attribution"),
        "category": sorted_as.get("domain_category"),
        "tags": sorted_as.get("domain_tags"),
        "createdAt": resource.get("createdAt"),
        "updatedAt": resource.get("updatedAt"),
        "dataUpdatedAt": resource.get("data_updated_at"),
        "displayType": resource.get("type"),
        "domain": metadata.get("domain"),
        "license": metadata.get("license"),
        "webUri": row.get("permalink"),
        "customFields": custom,
    }


def _pod(row: Json) -> Json:
    resource, sorted_as = row["resource"], row.get("classification") or {}
    home = str(row.get("permalink") or "")
    return {
        "@type": "dcat:Dataset",
        "identifier": home.replace("/d/", "/api/views/"),
        "title": resource.get("name"),
        "description": resource.get("description"),
        "keyword": sorted_as.get("domain_tags") or [],
        "landingPage": home,
        "issued": str(resource.get("createdAt") or "")[:10],
        "modified": str(resource.get("updatedAt") or "")[:10],
        "publisher": {"@type": "org:Organization", "name": resource.get("attribution")},
        "accessLevel": "public",
    }
