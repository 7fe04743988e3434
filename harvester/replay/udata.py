"""Replays udata's datasets (https://guides.data.gouv.fr/guide-data.gouv.fr/readme-2/reference/datasets).

As the software does, it gives 20 datasets unless asked, the newest first, and now and then HTML for a deep page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer, portal_url
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording
from harvester.replay.rows import Rows, natural

_ROWS = 20
_MOST = 100  # datasets on a page, whatever was asked
_LONG = 100  # datasets on a page that may time out
_ORDERS = {"created": "created_at", "last_update": "last_update", "title": "title"}


def build(recording: Recording) -> Replay:
    """The datasets of the recording. Option `html_pages` names pages of a hundred that are HTML, option `orders` those
    that the portal accepts."""
    if recording.pages:
        return as_recorded(recording)
    rows = Rows(recording.records, _outline)
    return Replay(
        routes=(
            Route("/api/1/datasets/", _page(rows, recording)),
            Route("/api/1/datasets/{id}/", _one(rows)),
            Route("/api/1/site/", _site(recording)),
        )
    )


def _outline(dataset: Json) -> Mapping[str, Any]:
    return {"id": dataset.get("id"), **{name: dataset.get(name) for name in _ORDERS.values()}}


def _page(rows: Rows, recording: Recording) -> Callable[[Request], Any]:
    strange = tuple(recording.options.get("html_pages", ()))
    orders = tuple(recording.options.get("orders", _ORDERS))
    most = int(recording.options.get("page_size", _MOST))

    async def page(request: Request) -> Response:
        given = request.query_params
        number, size = natural(given, "page", 1), natural(given, "page_size", _ROWS)
        order = given.get("sort", "-created")
        if not number or not size or (order.lstrip("-") not in orders and "sort" in given):
            return json_answer({"message": "Input payload validation failed"}, status=400)
        if size >= _LONG and number in strange:
            return HTMLResponse("<!doctype html><html><title>data portal</title><p>Loading…</html>")
        size = min(size, most)
        name = _ORDERS.get(order.lstrip("-"), "created_at")
        found = rows.by(name, descending=order.startswith("-"))
        start = (number - 1) * size
        if start and start >= len(found):
            return json_answer({"message": "The requested page does not exist"}, status=404)
        here = f"{portal_url(request)}/api/1/datasets/?page_size={size}&sort={order}"
        answer = {
            "data": [rows.record(row) for row in found[start : start + size]],
            "next_page": f"{here}&page={number + 1}" if start + size < len(found) else None,
            "previous_page": f"{here}&page={number - 1}" if number > 1 else None,
            "page": number,
            "page_size": size,
            "total": len(found),
        }
        return json_answer(answer)

    return page


def _one(rows: Rows) -> Callable[[Request], Any]:
    async def one(request: Request) -> Response:
        wanted = request.path_params["id"]
        for row in rows.all:
            if row.outline["id"] == wanted:
                return json_answer(rows.record(row))
        return json_answer({"message": "Dataset not found"}, status=404)

    return one


def _site(recording: Recording) -> Callable[[Request], Any]:
    async def site(_: Request) -> Response:
        return json_answer(
            {"id": recording.slug, "title": recording.title, "metrics": {}, "version": "10.0.0"}
        )

    return site
