"""Replays `/data.json`: Project Open Data 1.1 (https://project-open-data.cio.gov/v1.1/schema/)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine, Iterator
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Replay, last_modified, streamed, to_url
from harvester.replay.recording import Recording

_HEAD = (
    b'{"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@type": "dcat:Catalog", '
    b'"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", '
    b'"describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json", "dataset": [\n'
)
_TAIL = b"\n]}\n"


def build(recording: Recording) -> Replay:
    """A recorded `data.json` is answered as recorded; records are put into one document, streamed."""
    if not recording.pages:
        return Replay(routes=(Route("/data.json", _data_json(recording)),))
    paths = [page.address for page in recording.pages]
    return Replay(entry="/" if "/data.json" in paths else to_url(paths[0]))


def _data_json(recording: Recording) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    @lru_cache(maxsize=1)
    def etag() -> str:
        digest = hashlib.sha256()
        for chunk in _document(recording):
            digest.update(chunk)
        return f'"{digest.hexdigest()[:32]}"'

    async def data_json(request: Request) -> Response:
        headers = {"ETag": etag()} | last_modified(recording.captured)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return streamed(_document(recording), headers=headers)

    return data_json


def _document(recording: Recording) -> Iterator[bytes]:
    yield _HEAD
    separator = b""
    for line in recording.records:
        yield separator + line
        separator = b",\n"
    yield _TAIL
