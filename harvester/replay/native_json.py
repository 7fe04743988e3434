"""Replays catalogues with JSON of their own: a Solr index of packages, and UKCEH's list of documents.

As the software does, Solr gives 10 documents unless asked, by relevance unless sorted; the list of documents gives 20
and shows of each little more than its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer
from harvester.replay.lines import Lines, as_lines
from harvester.replay.recording import Page, Recording
from harvester.replay.rows import Rows, natural

_SELECT = "/solr/ckan/select"


def build(recording: Recording) -> Replay:
    """An index over the datasets found in recorded answers, or a list of documents: records that are them, or hold
    them as text in `raw`."""
    if recording.pages:
        return Replay(entry=_SELECT, routes=(Route(_SELECT, _index(cache(lambda: _found(recording)))),))
    rows = Rows(recording.records, _outline)
    return Replay(routes=(Route("/documents", _documents(rows)), Route("/documents/{id}", _document(rows))))


def _found(recording: Recording) -> Rows:
    """The datasets of all recorded answers, of several versions of one the longest."""
    best: dict[str, bytes] = {}
    for page in recording.pages:
        for document in _documents_in(page):
            line = orjson.dumps(document)
            best[document["id"]] = max(best.get(document["id"], b""), line, key=len)
    lines: Lines = as_lines(best.values())
    return Rows(lines, lambda document: {"id": document["id"]})


def _documents_in(page: Page) -> Iterator[Json]:
    try:
        documents = orjson.loads(page.body())["response"]["docs"]
    except (orjson.JSONDecodeError, KeyError, TypeError):  # a broken answer is served at its own path only
        return
    yield from (one for one in documents if "id" in one and "notes" in one)


def _index(rows: Callable[[], Rows]) -> Callable[[Request], Any]:
    async def select(request: Request) -> Response:
        given = request.query_params
        size, start = natural(given, "rows", 10), natural(given, "start", 0)
        if size is None or start is None:
            return json_answer({"error": {"msg": "For input string", "code": 400}}, status=400)
        held = rows()
        found = held.by("id") if given.get("sort", "").startswith("id") else list(held.all)
        documents = [held.record(row) for row in found[start : start + size]]
        return json_answer({"response": {"numFound": len(found), "start": start, "docs": documents}})

    return select


def _outline(record: Json) -> Mapping[str, Any]:
    return {"id": record.get("id")}


def _documents(rows: Rows) -> Callable[[Request], Any]:
    async def documents(request: Request) -> Response:
        given = request.query_params
        page, size = natural(given, "page", 1) or 1, natural(given, "rows", 20) or 20
        window = (_native(rows.record(row)) for row in rows.all[(page - 1) * size : page * size])
        results = [{"identifier": one.get("id"), "title": one.get("title")} for one in window]
        answer = {"numFound": len(rows.all), "term": "*", "page": page, "rows": size, "results": results}
        return json_answer(answer)

    return documents


def _document(rows: Rows) -> Callable[[Request], Any]:
    async def document(request: Request) -> Response:
        for row in rows.all:
            if row.outline["id"] == request.path_params["id"]:
                return json_answer(_native(rows.record(row)))
        return json_answer({"message": "not found"}, status=404)

    return document


def _native(record: Json) -> Json:
    """The document as the catalogue gives it: recorded, it lies in a text beside what the catalogue notes of it."""
    if "raw" not in record:
        return record
    found: Json = orjson.loads(record["raw"])
    return found
