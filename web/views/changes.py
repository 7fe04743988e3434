"""/changes: everything that became of every dataset, in order and without a gap, for those who keep a copy."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.held import changes_after
from catalogue.profiles.changes import Fragment, fragment_triples
from web.answers import Writer, answer, followed_by, negotiate, to_json
from web.changes import CHANGES_SCHEMA, changes_atom, changes_json
from web.negotiation import ATOM, HTML, JSON, RDF_FORMS, Form
from web.operations import Operation, Parameter
from web.pages.changes import make_changes_page
from web.problems import Problem, ProblemRaised
from web.rdf import serialise_whole
from web.rendering import render
from web.schema import COUNT
from web.site import Site, site_of

_A_PAGE = 100
_FORMS = (HTML, JSON, ATOM, *RDF_FORMS)
_BEYOND = 2**31 - 1  # the largest number that the ledger can give a change
_LONGEST = 12  # digits; longer ones are beyond it whatever they say
_FULL = "public, max-age=31536000, immutable"  # what follows a number never changes; a full page says all it ever will
_SHORT = "public, max-age=10"


def changes(request: Request) -> Response:
    """The changes after a number; the last page is short, and is complete for now."""
    site = site_of(request)
    since = _read_since(request.query_params.get("since", "0"))
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, _FORMS, lambda _, suffix: site.links.changes(since, suffix), name=name)
    fragment = _read(site, since)
    writers: dict[str, Writer] = {
        HTML.name: lambda: render(make_changes_page(fragment, choice.alternates, site.links), site.templates),
        JSON.name: lambda: to_json(changes_json(fragment, site.iris)),
        ATOM.name: lambda: changes_atom(fragment, site.iris),
        **{form.name: _rdf(fragment, site, form) for form in RDF_FORMS},
    }
    response = answer(request, choice, writers)
    response.headers["Cache-Control"] = _SHORT if fragment.complete or choice.form is HTML else _FULL
    further = site.links.changes(fragment.until, choice.form.suffix)
    return followed_by(response, "" if fragment.complete else further)


def _read(site: Site, since: int) -> Fragment:
    """One more is asked for than is shown, so that the page knows at the same moment whether any follow."""
    with site.ledger.reading() as connection:
        found = changes_after(connection, since, limit=_A_PAGE + 1)
    return Fragment(since=since, changes=found[:_A_PAGE], complete=len(found) <= _A_PAGE)


def _rdf(fragment: Fragment, site: Site, form: Form) -> Writer:
    return lambda: serialise_whole(fragment_triples(fragment, site.iris), form)


def _read_since(text: str) -> int:
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0")
        return min(int(digits or "0"), _BEYOND) if len(digits) < _LONGEST else _BEYOND
    detail = "The parameter since is the number of a change, from 0."
    raise ProblemRaised(Problem(status=400, title="No such number", detail=detail))


OPERATIONS = (
    Operation(
        path="/changes",
        view=changes,
        about="Every change of every dataset after a number, in order and without a gap; in RDF a linked data event "
        "stream, each member the dataset as it was then.",
        group="Everything",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: CHANGES_SCHEMA},
        parameters=(
            Parameter(
                name="since",
                about="The number of the last change that is known already; 0 begins.",
                schema=COUNT,
                example="0",
            ),
        ),
        statuses={400: "The number is none."},
    ),
)
