"""From what was raised to a response: one shape of error, as a page for people and as JSON for programs."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ExceptionHandler

from catalogue.errors import CatalogueError
from web.answers import to_json
from web.headers import HEADERS
from web.negotiation import HTML, PROBLEM, choose, names_form
from web.pages.page import Alternate
from web.pages.problem import ProblemPage
from web.problems import Problem, ProblemRaised, broken, ledger_unavailable, moved, problem_of
from web.rendering import render
from web.site import site_of

_PLAIN_IN_PATH = "/:@!$&'()*+,;=~"  # RFC 3986, 3.3
_SMALL_NAMES = frozenset(("dataset", "organisation", "portal", "vocabulary"))
_FOR_PROGRAMS = ("sparql", "healthz", "reconcile")
_PLAIN = {
    404: "There is no page at this address. It may have been copied wrongly, or the page may have moved.",
    405: "This address does not take requests of that method.",
    413: "The request is larger than this address takes.",
}


def raised(request: Request, error: Exception) -> Response:
    """A problem that a view raised."""
    problem = error.problem if isinstance(error, ProblemRaised) else broken()
    return problem_response(request, _elsewhere(request, problem))


def catalogue_error(request: Request, error: Exception) -> Response:
    """An error of the catalogue that a view let rise."""
    return problem_response(request, problem_of(error) if isinstance(error, CatalogueError) else broken())


def ledger_error(request: Request, _error: Exception) -> Response:
    """The database did not answer."""
    return problem_response(request, ledger_unavailable())


def http_error(request: Request, error: Exception) -> Response:
    """No route, or not for this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    detail = _PLAIN.get(status, "The request cannot be answered as it stands.")
    return problem_response(
        request, _elsewhere(request, Problem(status=status, detail=detail, headers=headers))
    )


def bug(request: Request, _error: Exception) -> Response:
    """Anything else; the server logs the trace after this is sent. It stands outside the headers' middleware."""
    response = problem_response(request, broken())
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def problem_response(request: Request, problem: Problem) -> Response:
    """The problem in the form that suits who asked."""
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **problem.headers}
    if _is_person(request):
        page = ProblemPage(
            title=problem.heading, status=problem.status, detail=problem.detail, choices=_addressed(problem)
        )
        body, media_type = render(page, site_of(request).templates), HTML.content_type
    else:
        body, media_type = to_json(problem.members(request.url.path)), PROBLEM.content_type
    return Response(body, status_code=problem.status, headers=headers, media_type=media_type)


def _elsewhere(request: Request, problem: Problem) -> Problem:
    """Where nothing is at an address but would be without a slash at its end, or with a small first word: there.

    The way is relative: which host and scheme the client used is not known behind a proxy.
    """
    path = request.scope["path"]
    address = small_address(path)
    if problem.status != 404 or address == path or not _leads_somewhere(request, address):
        return problem
    query = f"?{request.url.query}" if request.url.query else ""
    return moved(quote(address, safe=_PLAIN_IN_PATH) + query).problem


def small_address(path: str) -> str:
    """A path without slashes at its end, its first word in small letters, and so the name of what has small names."""
    first, *rest = path.strip("/").split("/")
    if first.lower() in _SMALL_NAMES:
        rest[:1] = [name.lower() for name in rest[:1]]
    return "/" + "/".join([first.lower(), *rest])


def _leads_somewhere(request: Request, path: str) -> bool:
    scope = dict(request.scope) | {"path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _addressed(problem: Problem) -> tuple[Alternate, ...]:
    return tuple(one for one in problem.choices if one.address)


def _is_person(request: Request) -> bool:
    """Browsers name HTML; who accepts anything gets the page, save where only programs come."""
    accept = request.headers.get("accept", "")
    last, first = request.url.path.rpartition("/")[2], request.url.path.split("/")[1]
    if names_form(accept, HTML):
        return choose(accept, (HTML, PROBLEM)) is HTML
    return "." not in last and first not in _FOR_PROGRAMS and choose(accept, (HTML, PROBLEM)) is HTML


HANDLERS: dict[type[Exception] | int, ExceptionHandler] = {
    ProblemRaised: raised,
    CatalogueError: catalogue_error,
    DBAPIError: ledger_error,
    HTTPException: http_error,
    Exception: bug,
}
