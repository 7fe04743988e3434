"""Replays DataPress's export in both its shapes, single datasets, and what it says to harvesters of CKAN.

The pages for people answer 403, since the software shuts out whoever reads those by program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer, streamed
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording

Shape = Callable[[Json], Json]


def build(recording: Recording) -> Replay:
    """The export of the recording's datasets. Option `interfaces` names those that the portal has."""
    if recording.pages:
        return as_recorded(recording)
    routes = {
        "v1": Route("/api/datasets/export.json", _list(recording, lambda dataset: dataset)),
        "v2": Route("/api/v2/datasets/export.json", _list(recording, _by_id)),
        "ckan": Route("/api/action/current_package_list_with_resources", _packages(recording)),
    }
    spoken = recording.options.get("interfaces", tuple(routes))
    own = (Route("/api/dataset/{id}", _one(recording)), Route("/dataset/{slug}", _shut))
    return Replay(routes=(*(routes[name] for name in spoken), *own))


def _list(recording: Recording, shape: Shape) -> Callable[[Request], Any]:
    async def export(_: Request) -> Response:
        return streamed(_array(recording, shape))

    return export


def _packages(recording: Recording) -> Callable[[Request], Any]:
    async def packages(_: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            yield b'{"help":"","success":true,"result":'
            yield from _array(recording, _package, published=True)
            yield b"}"

        return streamed(pieces())

    return packages


def _array(recording: Recording, shape: Shape, *, published: bool = False) -> Iterator[bytes]:
    """The datasets as one list; of the published ones alone, as CKAN lists them, or of all, as the export does."""
    separator = b"["
    for line in recording.records:
        dataset = orjson.loads(line)
        if published and (dataset.get("archivedAt") or dataset.get("sharing") != "public"):
            continue
        yield separator + orjson.dumps(shape(dataset))
        separator = b","
    yield b"]" if separator == b"," else b"[]"


def _one(recording: Recording) -> Callable[[Request], Any]:
    async def one(request: Request) -> Response:
        wanted = request.path_params["id"]
        for line in recording.records:
            dataset = orjson.loads(line)
            if dataset.get("id") == wanted:
                if dataset.get("sharing") == "private":
                    return json_answer({"error": "Forbidden"}, status=403)
                return json_answer(dataset)
        return json_answer({"error": "Not found"}, status=404)

    return one


async def _shut(_: Request) -> Response:
    return PlainTextResponse("Automated access to these pages is blocked; use the API.", status_code=403)


def _by_id(dataset: Json) -> Json:
    """The second version: resources by id, words in place of objects, `custom` among the keys."""
    resources = {
        resource["id"]: {
            "order": number,
            "check_hash": resource.get("hash"),
            **{key: value for key, value in resource.items() if key not in ("id", "hash")},
        }
        for number, resource in enumerate(_resources(dataset))
    }
    licence, contact = dataset.get("licence"), dataset.get("contact") or {}
    return {
        **{key: value for key, value in dataset.items() if key not in ("resources", "contact", "custom")},
        **(dataset.get("custom") or {}),
        "licence": licence.get("title") if isinstance(licence, dict) else licence,
        "maintainer": contact.get("title"),
        "maintainer_email": contact.get("email"),
        "resources": resources,
    }


def _package(dataset: Json) -> Json:
    licence, contact = dataset.get("licence"), dataset.get("contact") or {}
    team = dataset.get("team")
    return {
        "id": dataset.get("id"),
        "name": dataset.get("slug"),
        "title": dataset.get("title"),
        "notes": dataset.get("description"),
        "state": "active",
        "license_title": licence.get("title") if isinstance(licence, dict) else licence,
        "maintainer": contact.get("title"),
        "maintainer_email": contact.get("email"),
        "metadata_created": dataset.get("createdAt"),
        "metadata_modified": dataset.get("updatedAt"),
        "organization": {"title": team.get("title")} if isinstance(team, dict) else None,
        "tags": [{"name": tag} for tag in dataset.get("tags") or []],
        "resources": [
            {"id": one["id"], "name": one.get("title"), "url": one.get("url"), "format": one.get("format")}
            for one in _resources(dataset)
        ],
    }


def _resources(dataset: Json) -> list[Json]:
    resources = dataset.get("resources")
    if isinstance(resources, dict):
        return [{"id": key, **one} for key, one in resources.items()]
    return resources if isinstance(resources, list) else []
