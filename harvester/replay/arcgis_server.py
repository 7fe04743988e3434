"""Replays the directory of an ArcGIS Server: folders, services, and all layers of a service.

A record is a service: `{"path", "type", "service": {…}, "layers": [{…}], "tables": [{…}], "guarded": true}`. Of a
guarded one, and of `options.guarded_folders`, the server tells in a 200 that it asks for a token. `options.old` leaves
out `/layers`, as servers before version 10 do.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, distinct, json_answer, to_url
from harvester.replay.recorded import as_recorded
from harvester.replay.recording import Recording

_ROOT = "/arcgis/rest/services"
_SHORT = ("id", "name", "type", "geometryType", "parentLayerId", "subLayerIds", "minScale", "maxScale")
_TOKEN = {"error": {"code": 499, "message": "Token Required", "details": []}}
_INVALID = {"error": {"code": 400, "message": "Invalid URL", "details": ["Invalid URL"]}}


def build(recording: Recording) -> Replay:
    """Recorded answers as recorded; services are put into a directory."""
    if recording.pages:
        entry = to_url(recording.pages[0].path)
        return as_recorded(recording, entry=entry, missing=lambda: json_answer(_INVALID))
    directory = _Directory(recording)
    return Replay(
        entry=_ROOT, routes=(Route(_ROOT, directory.answer), Route(_ROOT + "/{path:path}", directory.answer))
    )


class _Directory:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @cached_property
    def _services(self) -> dict[str, Json]:
        found = (orjson.loads(line) for line in self._recording.records)
        return {f"{one['path']}/{one['type']}": one for one in found}

    async def answer(self, request: Request) -> Response:
        """Whatever the path names; a web page unless JSON is asked for."""
        if request.query_params.get("f") not in ("json", "pjson"):
            return HTMLResponse("<!doctype html><html lang='en'><title>Folder: /</title></html>")
        return json_answer(self._at(request.path_params.get("path", "")))

    def _at(self, path: str) -> Json:
        inner = path.removesuffix("/layers")
        if path in self._services:
            return self._service(self._services[path])
        if inner != path and inner in self._services and not self._recording.options.get("old"):
            return _layers(self._services[inner])
        return self._folder(path) if not path or path in self._folders() else _INVALID

    def _folders(self) -> list[str]:
        return distinct(
            folder for path in self._services if (folder := path.rpartition("/")[0].rpartition("/")[0])
        )

    def _folder(self, folder: str) -> Json:
        if folder in self._recording.options.get("guarded_folders", ()):
            return _TOKEN
        mine = [one for one in self._services.values() if one["path"].rpartition("/")[0] == folder]
        return {
            "currentVersion": 10.91,
            "folders": [] if folder else self._folders(),
            "services": [{"name": one["path"], "type": one["type"]} for one in mine],
        }

    def _service(self, one: Json) -> Json:
        if one.get("guarded"):
            return _TOKEN
        short: dict[str, Any] = {
            part: [{name: item[name] for name in _SHORT if name in item} for item in one.get(part, ())]
            for part in ("layers", "tables")
        }
        return {"currentVersion": 10.91, **one["service"], **short}


def _layers(one: Json) -> Json:
    return {"layers": one.get("layers", []), "tables": one.get("tables", [])}
