"""Replays JKAN's `/data.json` and `/datasets.json`, made of Markdown files with a head in YAML (https://jkan.io).

As the software does, it writes no identifiers, leaves out what has no title, and calls the categories `category`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import orjson
import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer, streamed
from harvester.replay.recording import Recording

_HEAD = b'{"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":['
_FENCE = "---"
# The same reader in C where there is one: it is ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def build(recording: Recording) -> Replay:
    """What JKAN publishes of the recording's files, `{"id", "text"}` each."""
    return Replay(
        routes=(
            Route("/data.json", _data_json(recording)),
            Route("/datasets.json", _datasets_json(recording)),
        )
    )


def front_matter(text: str) -> Mapping[str, Any]:
    """The head of a Markdown file; nothing where it has none that can be read."""
    _, fence, rest = text.partition(_FENCE)
    head, closed, _ = rest.partition(f"\n{_FENCE}")
    if not fence or not closed:
        return {}
    try:
        said = yaml.load(head, Loader=_LOADER)  # noqa: S506 (a safe loader, whichever of the two it is)
    except yaml.YAMLError:
        return {}
    return said if isinstance(said, dict) else {}


def _data_json(recording: Recording) -> Callable[[Request], Any]:
    async def data_json(_: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            yield _HEAD
            separator = b""
            for _, said in _files(recording):
                yield separator + orjson.dumps(_dataset(said), default=str)
                separator = b","
            yield b"]}"

        return streamed(pieces())

    return data_json


def _datasets_json(recording: Recording) -> Callable[[Request], Any]:
    async def datasets_json(_: Request) -> Response:
        names = ("title", "organization", "notes", "category")
        listed = (
            {name: said.get(name) for name in names} | {"url": f"/datasets/{quote(key)}/"}
            for key, said in _files(recording)
        )
        return json_answer(list(listed))

    return datasets_json


def _files(recording: Recording) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for line in recording.records:
        file = orjson.loads(line)
        said = front_matter(file.get("text") or "")
        if said.get("title"):
            yield str(file.get("id")), said


def _dataset(said: Mapping[str, Any]) -> Json:
    contact = {"fn": said.get("maintainer"), "hasEmail": said.get("maintainer_email")}
    found = {
        "title": said["title"],
        "issued": said.get("date_created"),
        "modified": said.get("date_updated"),
        "publisher": {"name": said.get("organization")},
        "description": said.get("notes"),
        "category": said.get("category"),
        "contactPoint": {key: value for key, value in contact.items() if value},
        "license": said.get("license"),
        "distribution": [
            {"title": one.get("name"), "downloadURL": one.get("url"), "format": one.get("format")}
            for one in said.get("resources") or []
            if isinstance(one, dict)
        ],
    }
    return {key: value for key, value in found.items() if value}
