"""Replays Opendatasoft's catalogue: Explore 2.1 and its forebears (https://help.opendatasoft.com/apis/ods-explore-v2/).

As the software does, it gives 10 datasets unless asked, refuses more than 100, fails without a word near the 10,000th,
sorts by what changes unless told otherwise, and speaks French.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer, streamed
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording
from harvester.replay.rows import Row, Rows, natural

_ROWS = 10
_MOST = 100
_END = 10_000
_ORDERS = ("dataset_id", "modified")
_FRENCH = {
    "Business": "Économie",
    "Community": "Société",
    "Culture": "Culture",
    "Education": "Éducation",
    "Environment": "Environnement",
    "Health": "Santé",
    "Housing": "Logement",
    "Planning": "Urbanisme",
    "Transport": "Transports",
}


def build(recording: Recording) -> Replay:
    """The catalogue of the recording's datasets. Option `versions` names the interfaces that the portal has, option
    `order_by` the orders that it accepts."""
    if recording.pages:
        return as_recorded(recording)
    rows = Rows(recording.records, _outline)
    spoken = recording.options.get("versions", ("v2.1", "v2", "v1"))
    orders = tuple(recording.options.get("order_by", _ORDERS))
    most = int(recording.options.get("page_size", _MOST))
    routes = {
        "v2.1": (
            Route("/api/explore/v2.1/catalog/datasets", _explore(rows, orders, most=most, wrapped=False)),
            Route("/api/explore/v2.1/catalog/exports/json", _export(rows)),
        ),
        "v2": (Route("/api/v2/catalog/datasets", _explore(rows, orders, most=most, wrapped=True)),),
        "v1": (Route("/api/datasets/1.0/search/", _search(rows)),),
    }
    return Replay(routes=tuple(route for name in spoken for route in routes[name]))


def _outline(dataset: Json) -> Mapping[str, Any]:
    default = (dataset.get("metas") or {}).get("default") or {}
    return {"dataset_id": dataset.get("dataset_id"), "modified": default.get("modified")}


def _explore(rows: Rows, orders: tuple[str, ...], *, most: int, wrapped: bool) -> Callable[[Request], Any]:
    async def datasets(request: Request) -> Response:
        given = request.query_params
        limit, offset = natural(given, "limit", _ROWS), natural(given, "offset", 0)
        order = given.get("order_by", "")
        if limit is None or limit > _MOST or offset is None:
            return _refused(
                f"Invalid value for limit API parameter: {given.get('limit')} was found but <= 100 is expected."
            )
        if order and order.removesuffix(" asc") not in orders:
            return _refused(f"ODSQL query is malformed: Unknown field: {order}.")
        if offset + limit >= _END:
            return PlainTextResponse("Internal Server Error", status_code=500)
        found = [row for row in _ordered(rows, order) if _passes(row, given.get("where", ""))]
        page = [_spoken(rows, row, given) for row in found[offset : offset + min(limit, most)]]
        if wrapped:
            page = [{"links": [], "dataset": dataset} for dataset in page]
        name = "datasets" if wrapped else "results"
        return json_answer({"total_count": len(found), name: page})

    return datasets


def _passes(row: Row, where: str) -> bool:
    """Whether a row passes the one filter that harvesters ask with; a text compares as dates of one zone do."""
    modified = str(row.outline["modified"] or "")
    if where == "modified is null":
        return not modified
    since = where.removeprefix("modified >= date'").removesuffix("'")
    return not where or (bool(modified) and modified[:19] >= since[:19])


def _export(rows: Rows) -> Callable[[Request], Any]:
    async def whole(request: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            yield b"["
            for number, row in enumerate(rows.all):
                yield (b"," if number else b"") + orjson.dumps(_spoken(rows, row, request.query_params))
            yield b"]"

        return streamed(pieces())

    return whole


def _search(rows: Rows) -> Callable[[Request], Any]:
    async def search(request: Request) -> Response:
        given = request.query_params
        size, start = natural(given, "rows", _ROWS), natural(given, "start", 0)
        if size is None or start is None or start + size > _END:
            return json_answer({"error": "Invalid value for parameter rows", "errorcode": 10002}, status=400)
        page = [_flat(_spoken(rows, row, given)) for row in rows.all[start : start + size]]
        answer = {"nhits": len(rows.all), "parameters": {"rows": size, "start": start}, "datasets": page}
        return json_answer(answer)

    return search


def _refused(message: str) -> Response:
    return json_answer({"error_code": "InvalidRESTParameterError", "message": message}, status=400)


def _ordered(rows: Rows, order: str) -> list[Row]:
    return rows.by(order.removesuffix(" asc")) if order else rows.by("modified", descending=True)


def _spoken(rows: Rows, row: Row, given: Mapping[str, str]) -> Json:
    """A dataset in the language asked for; in French where none is."""
    dataset = rows.record(row)
    default = (dataset.get("metas") or {}).get("default") or {}
    themes = default.get("theme")
    if given.get("lang", "fr") == "fr" and isinstance(themes, list):
        default["theme"] = [_FRENCH.get(theme, theme) for theme in themes]
    return dataset


def _flat(dataset: Json) -> Json:
    """A dataset as version 1 has it: `datasetid`, its default metadata flat, the templates beside it."""
    metas = dict(dataset.pop("metas", {}))
    default = metas.pop("default", {})
    return {"datasetid": dataset.pop("dataset_id", None), **dataset, "metas": default, "interop_metas": metas}
