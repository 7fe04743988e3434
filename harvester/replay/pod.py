"""Replays `/data.json`: Project Open Data 1.1, or DCAT-US 3.0 (https://resources.data.gov/resources/dcat-us/).

Option `version` "3.0" sorts the records by their `@type` into the lists of that version; option `page_size` gives
`/data.json?page=`, whose pages are counted from 1 and empty after the last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Replay, last_modified, streamed, to_url
from harvester.replay.recording import Recording
from harvester.replay.rows import natural

_HEAD = (
    b'{"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@type": "dcat:Catalog", '
    b'"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", '
    b'"describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json", "dataset": [\n'
)
_HEAD_3 = b'{"@type": "Catalog", "conformsTo": {"@type": "Standard", "title": "DCAT-US 3.0"}, "title": "Catalogue", '
_TAIL = b"\n]}\n"
_LISTS = {
    "DataService": "service",
    "DatasetSeries": "datasetSeries",
    "Catalog": "catalog",
    "CatalogRecord": "record",
}


def build(recording: Recording) -> Replay:
    """A recorded `data.json` is answered as recorded; records are put into one document, streamed."""
    if not recording.pages:
        return Replay(routes=(Route("/data.json", data_json(recording)),))
    paths = [page.address for page in recording.pages]
    return Replay(entry="/" if "/data.json" in paths else to_url(paths[0]))


def data_json(recording: Recording) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """Answers with the recording's records as one data.json."""
    size = int(recording.options.get("page_size", 0))

    @lru_cache(maxsize=1)
    def etag() -> str:
        digest = hashlib.sha256()
        for chunk in _document(recording):
            digest.update(chunk)
        return f'"{digest.hexdigest()[:32]}"'

    async def answer(request: Request) -> Response:
        if size:
            number = natural(request.query_params, "page", 1) or 1
            return streamed(_whole(islice(recording.records, (number - 1) * size, number * size)))
        headers = {"ETag": etag()} | last_modified(recording.captured)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return streamed(_document(recording), headers=headers)

    return answer


def _document(recording: Recording) -> Iterator[bytes]:
    if recording.options.get("version") == "3.0":
        return _sorted(recording.records)
    return _whole(recording.records)


def _whole(lines: Iterable[bytes]) -> Iterator[bytes]:
    yield _HEAD
    yield from _separated(lines)
    yield _TAIL


def _sorted(lines: Iterable[bytes]) -> Iterator[bytes]:
    """A catalogue of version 3.0, one list after the other."""
    lists: dict[str, list[bytes]] = {"dataset": []}
    for line in lines:
        said = orjson.loads(line)
        kind = str(said.get("@type")) if isinstance(said, dict) else ""
        lists.setdefault(_LISTS.get(kind, "dataset"), []).append(line)
    yield _HEAD_3
    for number, (name, items) in enumerate(lists.items()):
        yield f'{"]," if number else ""}"{name}": [\n'.encode()
        yield from _separated(items)
    yield _TAIL


def _separated(lines: Iterable[bytes]) -> Iterator[bytes]:
    separator = b""
    for line in lines:
        yield separator + line
        separator = b",\n"
