"""Replays CKAN's action API, version 3 (https://docs.ckan.org/en/2.10/api/), over recorded packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, json_answer, portal_url
from harvester.replay.ckan_search import ROWS_MAX, Packages, SearchError, read_query, search
from harvester.replay.lines import Lines, as_lines
from harvester.replay.recording import Page, Recording

Parameters = Mapping[str, Any]
_ROBOTS_TXT = (
    "User-agent: *\nDisallow: /dataset/rate/\nDisallow: /revision/\nDisallow: /api/\nCrawl-Delay: 10\n"
)


def build(recording: Recording) -> Replay:
    """The action API over the recording's packages, as stock CKAN has it: robots.txt forbids `/api/`."""
    packages = Packages(cache(lambda: _records(recording)))
    endpoint = _action(recording, packages)
    return Replay(
        routes=(
            Route("/robots.txt", _robots),
            *(
                Route(f"{base}/{{action}}", endpoint, methods=["GET", "POST"])
                for base in ("/api/3/action", "/api/action")
            ),
        )
    )


def distinct_packages(pages: Iterable[Page]) -> list[bytes]:
    """The packages in recorded answers as JSON, each once: of several versions of one id the longest."""
    best: dict[str, bytes] = {}
    for page in pages:
        for package in _packages_in(page):
            text = orjson.dumps(package)
            key = str(package.get("id"))
            best[key] = max(best.get(key, b""), text, key=len)
    return list(best.values())


def _records(recording: Recording) -> Lines:
    return as_lines(distinct_packages(recording.pages)) if recording.pages else recording.records


def _packages_in(page: Page) -> Iterator[Json]:
    try:
        result = orjson.loads(page.body()).get("result")
    except (orjson.JSONDecodeError, AttributeError):  # a broken answer is served at its own path only
        return
    if isinstance(result, dict):
        yield from result.get("results") or ([result] if "resources" in result else [])


def _action(recording: Recording, packages: Packages) -> Callable[[Request], Any]:
    rows_max = int(recording.options.get("rows_max", ROWS_MAX))
    actions: dict[str, Callable[[Parameters], Any]] = {
        "status_show": lambda _: _status(recording),
        "site_read": lambda _: True,
        "package_search": lambda given: search(packages, read_query(given, rows_max)),
        "package_list": lambda given: _names(packages, given),
        "package_show": lambda given: packages.named(str(given.get("id", ""))),
        "current_package_list_with_resources": lambda given: _window(list(packages.all()), given),
        "organization_list": lambda given: _organizations(packages, given),
        "license_list": lambda _: _licences(packages),
    }

    async def action(request: Request) -> Response:
        name = request.path_params["action"]
        given = await _parameters(request)
        if given is None:
            return json_answer("Bad request - JSON Error: Error decoding JSON data.", status=400)
        if name not in actions:
            return json_answer(f"Bad request - Action name not known: {name}", status=400)
        try:
            result = actions[name](given)
        except SearchError as refusal:
            return _failed(request, name, refusal.error, status=409)
        if result is None:
            return _failed(request, name, {"message": "Not found", "__type": "Not Found Error"}, status=404)
        return json_answer({"help": _help(request, name), "success": True, "result": result})

    return action


async def _parameters(request: Request) -> Parameters | None:
    """Those of the URL, or of a JSON body; None for a body that is no JSON object."""
    body = await request.body() if request.method == "POST" else b""
    if not body:
        return dict(request.query_params)
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return given if isinstance(given, dict) else None


async def _robots(_: Request) -> Response:
    return PlainTextResponse(_ROBOTS_TXT)


def _failed(request: Request, name: str, error: Json, *, status: int) -> Response:
    return json_answer({"help": _help(request, name), "success": False, "error": error}, status=status)


def _help(request: Request, name: str) -> str:
    return f"{portal_url(request)}/api/3/action/help_show?name={name}"


def _status(recording: Recording) -> Json:
    return {
        "ckan_version": recording.options.get("ckan_version", "2.10.4"),
        "site_url": recording.origin,
        "site_title": recording.title,
        "site_description": "",
        "error_emails_to": None,
        "locale_default": "en_GB",
        "extensions": ["activity", "datastore", "resource_proxy", "text_view"],
    }


def _names(packages: Packages, given: Parameters) -> list[str]:
    return _window(sorted(row.name or row.id for row in packages.rows), given)


def _window(items: list[Any], given: Parameters) -> list[Any]:
    start = int(given.get("offset") or 0)
    limit = given.get("limit")
    return items[start:] if limit in (None, "") else items[start : start + int(limit)]


def _organizations(packages: Packages, given: Parameters) -> list[Any]:
    found: dict[str, Json] = {}
    for package in packages.all():
        organization = package.get("organization")
        if isinstance(organization, dict) and organization.get("name"):
            entry = found.setdefault(organization["name"], {**organization, "package_count": 0})
            entry["package_count"] += 1
    full = str(given.get("all_fields")).lower() == "true"
    return [found[name] if full else name for name in sorted(found)]


def _licences(packages: Packages) -> list[Json]:
    found = {
        package["license_id"]: {
            "id": package["license_id"],
            "title": package.get("license_title") or package["license_id"],
            "url": package.get("license_url") or "",
            "status": "active",
        }
        for package in packages.all()
        if package.get("license_id")
    }
    return [found[key] for key in sorted(found)]
