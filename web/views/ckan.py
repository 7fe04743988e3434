"""/api/3/action/…: CKAN's action API, for reading; parameters in the address, in a form or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import orjson
from anyio import to_thread
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import CatalogueError
from web.answers import etag_of, is_fresh
from web.ckan.action import Action
from web.ckan.actions import actions
from web.ckan.given import Given
from web.ckan.refusals import Refusal, denied, refused
from web.ckan.schemas import REFUSED, enveloped
from web.operations import Operation, Parameter
from web.problems import Problem, ledger_unavailable, problem_of
from web.schema import ANY, NUMBER, record, text
from web.site import Site, site_of

MOST_BYTES = 256 * 1024
MEDIA_TYPE = "application/json"
API_VERSION = 3
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_JSON_TEXT = "application/json;charset=utf-8"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match, X-CKAN-API-Key",
    "Access-Control-Max-Age": "86400",
}


class BadRequest(Exception):
    """A request that is none of CKAN's; the answer is its text, as a JSON string."""

    def __init__(self, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status


async def any_action(request: Request) -> Response:
    """The action that the address names: one that is answered, one that is refused, or none of CKAN's."""
    return await answer_action(request, name=request.path_params["action"])


async def answer_action(request: Request, *, name: str) -> Response:
    """One action, in CKAN's envelope."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    site, action = site_of(request), actions().get(name)
    try:
        if action is None and name not in refused():
            raise BadRequest(f"Action name not known: {name[:100]}")
        given = await read_given(request)
        if action is None:
            raise denied(name)
        result = await to_thread.run_sync(partial(action.answer, site, given))
    except BadRequest as error:
        return _sent(orjson.dumps(f"Bad request: {error}"), status=error.status)
    except Refusal as refusal:
        return _enveloped(site, name, {"success": False, "error": refusal.error}, status=refusal.status)
    except CatalogueError as error:
        return _failed(site, name, problem_of(error))
    except DBAPIError:
        return _failed(site, name, ledger_unavailable())
    return _fresh(request, _written(site, name, {"success": True, "result": result}))


def version(request: Request) -> Response:
    """The version of the API, as CKAN answers below its actions."""
    return _fresh(request, orjson.dumps({"version": API_VERSION}))


async def read_given(request: Request) -> Given:
    """The parameters of a GET's address or a POST's body; those of an address hold for a POST without a body."""
    body = await _body(request) if request.method == "POST" else b""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not body.strip() or media_type == _MULTIPART:
        return _without_callback(_mixed(request.query_params.multi_items()))
    if media_type == _FORM:
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        # A client that names no type sends its JSON as the name of one field of a form, as CKAN's own manual does.
        if not (len(pairs) == 1 and pairs[0][0].lstrip().startswith("{")):
            return _without_callback(_mixed(pairs))
        body = pairs[0][0].encode()
    return _without_callback(_object(body))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"JSON Error: Error decoding JSON data. Error: {error}") from error
    if not isinstance(found, dict):
        raise BadRequest("JSON Error: Request data JSON decoded to no dictionary, but it needs to be one.")
    return found


def _mixed(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """A text for what is said once, a list for what is repeated."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _without_callback(values: Mapping[str, Any]) -> Given:
    """CKAN would wrap its answer into a call of this name; here anybody may read the JSON itself (CORS)."""
    return Given({name: value for name, value in values.items() if name != "callback"})


async def _body(request: Request) -> bytes:
    """The body, given up as soon as it is too large."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise BadRequest(
                f"The request has more than {MOST_BYTES:,} bytes, the most that is taken here", 413
            )
        parts.append(part)
    return b"".join(parts)


def _failed(site: Site, name: str, problem: Problem) -> Response:
    """What the catalogue cannot answer now, under CKAN's name for a search that is down."""
    told = {"__type": "Search Connection Error", "message": problem.detail}
    response = _enveloped(site, name, {"success": False, "error": told}, status=problem.status)
    response.headers.update(problem.headers)
    return response


def _enveloped(site: Site, name: str, answer: Mapping[str, object], *, status: int) -> Response:
    return _sent(_written(site, name, answer), status=status)


def _written(site: Site, name: str, answer: Mapping[str, object]) -> bytes:
    return orjson.dumps({"help": site.iris.action("help_show", (("name", name),)), **answer})


def _fresh(request: Request, body: bytes) -> Response:
    headers = {"ETag": etag_of(body), "Cache-Control": "no-cache"}
    if request.method != "POST" and is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=_JSON_TEXT)


def _sent(body: bytes, *, status: int) -> Response:
    return Response(body, status_code=status, headers={"Cache-Control": "no-store"}, media_type=_JSON_TEXT)


_STATUSES = {
    400: "The body is no JSON object; a JSON text says so.",
    409: "A parameter is not what was expected; `error` says which.",
    413: "The body is too large.",
    503: "The index cannot be read now.",
}
_BODY: Mapping[str, Any] = {"type": "object"}


def _operation(action: Action) -> Operation:
    return Operation(
        path=f"/api/3/action/{action.name}",
        view=partial(answer_action, name=action.name),
        about=action.about,
        group="CKAN",
        media=(MEDIA_TYPE,),
        methods=("GET", "POST", "OPTIONS"),
        parameters=action.parameters,
        body={MEDIA_TYPE: _schema(action), _FORM: _schema(action)},
        body_required=any(one.required for one in action.parameters),
        schemas={MEDIA_TYPE: enveloped(action.result)},
        statuses=_STATUSES | dict(action.statuses),
        problems=_PROBLEMS,
    )


def _schema(action: Action) -> dict[str, Any]:
    """The parameters of an action as the members of an object."""
    required = [one.name for one in action.parameters if one.required]
    return {
        "type": "object",
        "properties": {one.name: _member(one) for one in action.parameters},
        **({"required": required} if required else {}),
        **({"additionalProperties": False} if action.strict else {}),
    }


def _member(parameter: Parameter) -> dict[str, Any]:
    one = dict(parameter.schema)
    return {"type": "array", "items": one} if parameter.many else one


_PROBLEMS = {MEDIA_TYPE: REFUSED}
_NAMED = Parameter(
    name="action",
    about="The action.",
    where="path",
    required=True,
    schema=text(enum=sorted({*actions(), *refused()})),
    example="site_read",
)
_UNKNOWN = {
    400: "No action has that name; a JSON text says so.",
    403: "An action that changes something, or needs an account.",
    404: "What is asked for is not here.",
    409: "A parameter is not what was expected; `error` says which.",
    413: "The body is too large.",
    503: "The index cannot be read now.",
}

OPERATIONS = (
    *(
        Operation(
            path=path,
            view=version,
            about="The version of CKAN's API that is spoken here.",
            group="CKAN",
            media=(MEDIA_TYPE,),
            schemas={MEDIA_TYPE: record("", version=NUMBER)},
        )
        for path in ("/api", "/api/3")
    ),
    *map(_operation, actions().values()),
    *(
        Operation(
            path=path,
            view=any_action,
            about=about,
            group="CKAN",
            media=(MEDIA_TYPE,),
            methods=("GET", "POST", "OPTIONS"),
            parameters=(_NAMED,),
            schemas={MEDIA_TYPE: enveloped(ANY)},
            body={MEDIA_TYPE: _BODY, _FORM: _BODY},
            body_required=False,
            statuses=_UNKNOWN,
            problems=_PROBLEMS,
        )
        for path, about in (
            (
                "/api/3/action/{action}",
                "Any other action of CKAN: refused where it needs an account, else unknown.",
            ),
            ("/api/action/{action}", "The same actions at CKAN's address without a version."),
        )
    ),
)
