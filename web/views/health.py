"""/healthz, /metrics and the site's own files."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import CatalogueError
from catalogue.ledger.status import last_change
from web.answers import etag_of, is_fresh, to_json
from web.operations import Operation, Parameter
from web.problems import not_found
from web.schema import COUNT_OR_NULL, TRUTH, record
from web.site import Site, site_of

_FOR_EVER = "public, max-age=31536000, immutable"


def healthz(request: Request) -> Response:
    """Whether each part answers, and how far the projections are behind the ledger, in changes."""
    site = site_of(request)
    change = _asked(lambda: _last_change(site))
    body = {
        "ledger": _part(change),
        "store": _part(_asked(site.store.mark), change),
        "index": _part(_asked(site.index.mark), change),
        "last_change": change,
    }
    well = all(part["ok"] for part in body.values() if isinstance(part, dict))
    body = {"ok": well, **body}
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(body), 200 if well else 503, headers=headers, media_type="application/json")


def metrics(request: Request) -> Response:
    """How the harvest stands, for Prometheus."""
    body, media_type = site_of(request).metrics.scrape(request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": media_type, "Cache-Control": "no-store"})


def favicon(request: Request) -> Response:
    """The mark of the site."""
    return _file(request, "favicon.svg")


def static(request: Request) -> Response:
    """A file of ours; under the address that names its content it may be kept for ever."""
    return _file(request, request.path_params["name"])


def _file(request: Request, name: str) -> Response:
    file = site_of(request).statics.get(name)
    if file is None:
        raise not_found("There is no such file.")
    kept = request.query_params.get("v") == file.version
    headers = {"ETag": etag_of(file.body), "Cache-Control": _FOR_EVER if kept else "no-cache"}
    if is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(file.body, headers=headers, media_type=file.media_type)


def _last_change(site: Site) -> int:
    with site.ledger.reading() as connection:
        return last_change(connection)


def _asked(ask: Callable[[], int]) -> int | None:
    """The number, or None where the part does not answer."""
    try:
        return ask()
    except (CatalogueError, DBAPIError):
        return None


def _part(mark: int | None, change: int | None = None) -> dict[str, object]:
    if mark is None:
        return {"ok": False}
    lag: dict[str, object] = {"behind": max(0, change - mark)} if change is not None else {}
    return {"ok": True, "mark": mark, **lag}


_PART = record(ok=TRUTH)
_HEALTH_SCHEMA = record("Health", ok=TRUTH, ledger=_PART, store=_PART, index=_PART, last_change=COUNT_OR_NULL)

OPERATIONS = (
    Operation(
        path="/healthz",
        view=healthz,
        about="Whether each part answers.",
        group="Running it",
        media=("application/json",),
        schemas={"application/json": _HEALTH_SCHEMA},
        problems={"application/json": _HEALTH_SCHEMA},
        statuses={503: "A part does not answer."},
    ),
    Operation(
        path="/metrics",
        view=metrics,
        about="How the harvest stands, for Prometheus.",
        group="Running it",
        media=("text/plain", "application/openmetrics-text"),
        stable=False,
    ),
    Operation(
        path="/favicon.svg",
        view=favicon,
        about="The mark of the site.",
        group="Running it",
        media=("image/svg+xml",),
        stable=False,
    ),
    Operation(
        path="/static/{name}",
        view=static,
        about="A file of the site itself.",
        group="Running it",
        media=("text/css", "text/javascript", "image/svg+xml"),
        parameters=(
            Parameter(name="name", about="The name of the file.", where="path", example="stook.css"),
            Parameter(name="v", about="The beginning of its digest, for keeping it for ever."),
        ),
        statuses={404: "There is no such file."},
        stable=False,
    ),
)
