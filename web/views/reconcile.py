"""/reconcile: the reconciliation of tables with bodies, places, licences, themes and datasets, as OpenRefine asks it.

The protocol is the Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from web.answers import answer_kept, to_json
from web.asking import read_form
from web.negotiation import HTML, JSON
from web.operations import Operation, Parameter
from web.problems import MOVED, not_found
from web.reading import read_number, read_text
from web.reconciling.asked import MOST_QUERIES, QUERIES_SCHEMA, read_queries
from web.reconciling.candidates import find_candidates
from web.reconciling.entities import entities_at
from web.reconciling.extending import EXTEND_SCHEMA, MOST_IDS, extend, propose
from web.reconciling.previewing import make_preview
from web.reconciling.suggesting import fly_out, suggest_entities, suggest_properties, suggest_types
from web.reconciling.written import (
    EXTENSION_SCHEMA,
    FLY_OUT_SCHEMA,
    MANIFEST_SCHEMA,
    PROPOSED_SCHEMA,
    RESULTS_SCHEMA,
    SERVICES,
    SUGGESTIONS_SCHEMA,
    manifest,
    result_json,
)
from web.rendering import render
from web.schema import COUNT, either
from web.site import Site, site_of

_LONGEST, _FURTHEST = 100, 1000
# Only our own stylesheet, no script; any page may frame it, which the other pages refuse.
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
_FORM = "application/x-www-form-urlencoded"


async def reconcile(request: Request) -> Response:
    """The manifest, or what a batch of queries finds."""
    asked = await read_form(request)
    found = await to_thread.run_sync(partial(_answer, site_of(request), asked))
    return _kept(request, found)


def _answer(site: Site, asked: Mapping[str, str]) -> dict[str, Any]:
    if asked.get("queries"):
        queries = read_queries(asked["queries"])
        return {key: result_json(find_candidates(site, query)) for key, query in queries.items()}
    return extend(site, asked["extend"]) if asked.get("extend") else manifest(site)


def suggest(request: Request) -> Response:
    """Things, types or properties that begin as typed."""
    site, service = site_of(request), request.path_params["service"]
    prefix = read_text(request.query_params.get("prefix", ""))[:_LONGEST]
    cursor = read_number(request.query_params.get("cursor", ""), default=0, most=_FURTHEST)
    if service == "entity":
        found = suggest_entities(site, prefix, cursor)
    elif service == "type":
        found = suggest_types(prefix, cursor)
    elif service == "property":
        found = suggest_properties(prefix, cursor)
    else:
        raise not_found("Entities, types and properties are suggested here.")
    return _kept(request, {"result": found})


def flyout(request: Request) -> Response:
    """A few words about one thing, type or property."""
    identifier, service = request.query_params.get("id", ""), request.path_params["service"]
    words = fly_out(site_of(request), service, identifier) if service in SERVICES else None
    if words is None:
        raise not_found("Nothing of this kind has that id.")
    return _kept(request, {"id": identifier, "html": words})


def properties(request: Request) -> Response:
    """The properties that things of a type may have."""
    limit = read_number(request.query_params.get("limit", ""), default=0, most=_FURTHEST)
    return _kept(request, propose(request.query_params.get("type", "")[:_LONGEST], limit or None))


def preview(request: Request) -> Response:
    """A thing in a few lines, which any page may show in a frame of its own."""
    site, identifier = site_of(request), request.query_params.get("id", "")
    found = entities_at(site, [identifier]).get(identifier)
    if found is None:
        raise not_found("Nothing here has that id.")
    body = render(make_preview(site, found), site.templates)
    response = answer_kept(request, body, HTML.content_type, seconds=60)
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


def _kept(request: Request, found: object) -> Response:
    return answer_kept(request, to_json(found), JSON.media_type, seconds=60)


_QUERIES = (
    f"At most {MOST_QUERIES} queries as a JSON object, each with `query`, `type`, `limit`, `properties`."
)
_STATUSES = {
    400: "What was sent cannot be read; the problem says where.",
    413: "There are too many queries, or too many bytes.",
    415: "The body is no form.",
}

_SUGGESTED = Parameter(
    name="service",
    about="`entity`, `type` or `property`.",
    schema={"enum": list(SERVICES)},
    where="path",
    example="entity",
)
_ID = Parameter(
    name="id", about="The id of a candidate.", required=True, example="vocabulary/council/E08000035"
)

OPERATIONS = (
    Operation(
        path="/reconcile",
        view=reconcile,
        about="What the cells of a table mean, as OpenRefine asks it; the manifest where nothing is asked.",
        group="Reconciliation",
        media=(JSON.media_type,),
        methods=("GET", "POST"),
        schemas={JSON.media_type: either(MANIFEST_SCHEMA, RESULTS_SCHEMA, EXTENSION_SCHEMA)},
        parameters=(
            Parameter(name="queries", about=_QUERIES, schema=QUERIES_SCHEMA),
            Parameter(name="extend", about=f"`ids`, at most {MOST_IDS}, and `properties`, as a JSON object."),
        ),
        body={_FORM: {"type": "object", "properties": {"queries": QUERIES_SCHEMA, "extend": EXTEND_SCHEMA}}},
        body_required=False,
        statuses=_STATUSES,
    ),
    Operation(
        path="/reconcile/suggest/{service}",
        view=suggest,
        about="Things, types or properties with words that begin so, ten at a time.",
        group="Reconciliation",
        media=(JSON.media_type,),
        schemas={JSON.media_type: SUGGESTIONS_SCHEMA},
        parameters=(
            _SUGGESTED,
            Parameter(name="prefix", about="What was typed.", example="leeds"),
            Parameter(name="cursor", about="How many to leave out.", schema=COUNT, forgiving=True),
        ),
        statuses=MOVED | {404: "Nothing of this kind is suggested."},
    ),
    Operation(
        path="/reconcile/flyout/{service}",
        view=flyout,
        about="A few words about one thing, type or property.",
        group="Reconciliation",
        media=(JSON.media_type,),
        schemas={JSON.media_type: FLY_OUT_SCHEMA},
        parameters=(_SUGGESTED, _ID),
        statuses=MOVED | {404: "Nothing has that id."},
    ),
    Operation(
        path="/reconcile/properties",
        view=properties,
        about="The properties that things of a type may have.",
        group="Reconciliation",
        media=(JSON.media_type,),
        schemas={JSON.media_type: PROPOSED_SCHEMA},
        parameters=(
            Parameter(name="type", about="The type; all properties without one.", example="body"),
            Parameter(name="limit", about="How many at most.", schema=COUNT, forgiving=True),
        ),
    ),
    Operation(
        path="/reconcile/preview",
        view=preview,
        about="A thing in a few lines, for the frame of another page.",
        group="Reconciliation",
        media=(HTML.media_type,),
        parameters=(_ID,),
        statuses={404: "Nothing has that id."},
    ),
)
