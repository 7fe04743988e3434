"""Replays DKAN: data.json and the metastore of version 2, and what version 1 says in CKAN's stead.

As the software does, the metastore wraps what is referred to, a list of packages stands in a list, and a package that
is asked for comes as a list of one, with American dates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer
from harvester.replay.pod import data_json
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording
from harvester.replay.rows import natural

_REFERRED = ("publisher", "distribution", "theme", "keyword")


def build(recording: Recording) -> Replay:
    """The interfaces of the recording's datasets, DCAT-US objects. Option `interfaces` names those that it has."""
    if recording.pages:
        return as_recorded(recording)
    action = "/api/3/action"
    routes = {
        "data.json": (Route("/data.json", data_json(recording)),),
        "metastore": (Route("/api/1/metastore/schemas/dataset/items", _metastore(recording)),),
        "packages": (Route(f"{action}/current_package_list_with_resources", _packages(recording)),),
        "package": (
            Route(f"{action}/package_list", _names(recording)),
            Route(f"{action}/package_show", _package(recording)),
        ),
    }
    spoken = recording.options.get("interfaces", ("data.json", "metastore"))
    return Replay(routes=tuple(route for name in spoken for route in routes[name]))


def _datasets(recording: Recording) -> list[Json]:
    return [orjson.loads(line) for line in recording.records]


def _metastore(recording: Recording) -> Callable[[Request], Any]:
    async def items(request: Request) -> Response:
        shown = "show-reference-ids" in request.query_params
        return json_answer([_referring(one) if shown else one for one in _datasets(recording)])

    return items


def _referring(dataset: Json) -> Json:
    """A dataset whose parts are references with their data."""
    found = dict(dataset)
    for name in _REFERRED:
        value = dataset.get(name)
        if isinstance(value, list):
            found[name] = [_reference(dataset, name, n, one) for n, one in enumerate(value)]
        elif value:
            found[name] = _reference(dataset, name, 0, value)
    return found


def _reference(dataset: Json, name: str, number: int, value: Any) -> Json:
    return {"identifier": f"{dataset.get('identifier')}-{name}-{number}", "data": value}


def _packages(recording: Recording) -> Callable[[Request], Any]:
    async def packages(request: Request) -> Response:
        limit, offset = natural(request.query_params, "limit", 10), natural(request.query_params, "offset", 0)
        window = _datasets(recording)[offset or 0 : (offset or 0) + (limit or 10)]
        return json_answer({"help": "", "success": True, "result": [[_as_package(one) for one in window]]})

    return packages


def _names(recording: Recording) -> Callable[[Request], Any]:
    async def names(_: Request) -> Response:
        found = [one.get("identifier") for one in _datasets(recording)]
        return json_answer({"help": "", "success": True, "result": found})

    return names


def _package(recording: Recording) -> Callable[[Request], Any]:
    async def package(request: Request) -> Response:
        wanted = request.query_params.get("id")
        found = [one for one in _datasets(recording) if one.get("identifier") == wanted]
        if not found:
            return json_answer({"success": False, "error": {"message": "Not found"}}, status=404)
        return json_answer({"help": "", "success": True, "result": [_as_package(found[0])]})

    return package


def _as_package(dataset: Json) -> Json:
    publisher, contact = dataset.get("publisher") or {}, dataset.get("contactPoint") or {}
    return {
        "id": dataset.get("identifier"),
        "title": dataset.get("title"),
        "notes": dataset.get("description"),
        "url": dataset.get("landingPage"),
        "maintainer": contact.get("fn"),
        "maintainer_email": str(contact.get("hasEmail") or "").removeprefix("mailto:"),
        "license_title": dataset.get("license"),
        "metadata_created": f"Date changed  {_american(dataset.get('issued'))}",
        "metadata_modified": _american(dataset.get("modified")),
        "state": "Active",
        "type": "Dataset",
        "groups": [{"id": "1", "title": publisher.get("name"), "name": "publisher"}],
        "tags": [{"id": str(n), "name": word} for n, word in enumerate(dataset.get("keyword") or [])],
        "resources": [
            {
                "id": one.get("identifier"),
                "name": one.get("title"),
                "url": one.get("downloadURL") or one.get("accessURL"),
                "format": one.get("format"),
                "mimetype": one.get("mediaType"),
                "size": "1.5 MB",
                "state": "Active",
            }
            for one in dataset.get("distribution") or []
        ],
    }


def _american(date: Any) -> str:
    year, _, rest = str(date or "")[:10].partition("-")
    month, _, day = rest.partition("-")
    return f"Mon, {month}/{day}/{year} - 11:11" if day else str(date or "")
