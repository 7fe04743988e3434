"""Replays records of the Aardvark schema by the OGM API and by GeoBlacklight (https://opengeometadata.org).

As the software does, both give 10 records a page unless asked and 100 at most; GeoBlacklight's list shows of each
record what its page of results shows, and the record itself at `/catalog/{id}/raw`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer, portal_url
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording
from harvester.replay.rows import Row, Rows, natural

_ROWS = 10
_MOST = 100
_SHOWN = ("dct_title_s", "dct_description_sm", "dct_publisher_sm", "dct_spatial_sm")


def build(recording: Recording) -> Replay:
    """The records of the recording. Option `interfaces` names those that the portal has (`ogm`, `geoblacklight`)."""
    if recording.pages:
        return as_recorded(recording)
    rows, most = Rows(recording.records, _outline), int(recording.options.get("page_size", _MOST))
    routes = {
        "ogm": (Route("/api/v1/search", _search(rows, most)),),
        "geoblacklight": (
            Route("/catalog.json", _catalog(rows, most)),
            Route("/catalog/{id}/raw", _raw(rows)),
        ),
    }
    spoken = recording.options.get("interfaces", tuple(routes))
    return Replay(routes=tuple(route for name in spoken for route in routes[name]))


def _outline(record: Json) -> Mapping[str, Any]:
    return {"id": record.get("id"), "title": record.get("dct_title_s")}


def _window(rows: Rows, request: Request, *, order: str, most: int) -> tuple[list[Row], Json]:
    """The rows of the page that is asked for, and where it stands."""
    given = request.query_params
    number, asked = natural(given, "page", 1) or 1, natural(given, "per_page", _ROWS) or _ROWS
    size = min(asked, most)
    found = rows.by("title") if order else list(rows.all)
    start, last = (number - 1) * size, -(-len(found) // size)
    where = {
        "current": number,
        "next": number + 1 if number < last else None,
        "total": last,
        "per_page": size,
        "total_count": len(found),
    }
    return found[start : start + size], where


def _search(rows: Rows, most: int) -> Callable[[Request], Any]:
    async def search(request: Request) -> Response:
        window, where = _window(rows, request, order=request.query_params.get("sort", ""), most=most)
        data = [_document(rows.record(row)) for row in window]
        return json_answer({"jsonapi": {"version": "1.1"}, "meta": {"pagination": where}, "data": data})

    return search


def _catalog(rows: Rows, most: int) -> Callable[[Request], Any]:
    async def catalog(request: Request) -> Response:
        window, where = _window(rows, request, order=request.query_params.get("sort", ""), most=most)
        here = portal_url(request)
        pages = {
            "current_page": where["current"],
            "next_page": where["next"],
            "total_pages": where["total"],
            "total_count": where["total_count"],
        }
        data = [_shown(rows.record(row), here) for row in window]
        return json_answer(
            {"links": {"self": f"{here}/catalog.json"}, "meta": {"pages": pages}, "data": data}
        )

    return catalog


def _raw(rows: Rows) -> Callable[[Request], Any]:
    async def raw(request: Request) -> Response:
        wanted = request.path_params["id"]
        for row in rows.all:
            if row.outline["id"] == wanted:
                return json_answer(rows.record(row))
        return json_answer({"error": "not found"}, status=404)

    return raw


def _document(record: Json) -> Json:
    attributes = {key: value for key, value in record.items() if key != "id"}
    return {"type": "document", "id": record.get("id"), "attributes": attributes, "meta": {"score": 1.0}}


def _shown(record: Json, here: str) -> Json:
    """What a page of results shows of a record: some fields, each with its label."""
    attributes = {
        name: {
            "id": f"{here}/catalog/{record.get('id')}#{name}",
            "type": "document_value",
            "attributes": {"value": str(record[name]), "label": name},
        }
        for name in _SHOWN
        if name in record
    }
    links = {"self": f"{here}/catalog/{record.get('id')}"}
    return {"id": record.get("id"), "type": "Raster", "attributes": attributes, "links": links}
