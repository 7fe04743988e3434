"""/resource?iri=: what the catalogue says of any IRI, its own or another's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from web.answers import Choice, answer, etag_of, is_fresh, negotiate, not_modified
from web.negotiation import HTML, JSON, THING_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.resource import ResourcePage, make_property_page, make_resource_page, shown_part
from web.problems import not_found
from web.reading import read_number
from web.rendering import render
from web.resource.naming import name_all
from web.resource.reading import LONGEST, Resource, is_known, read_resource, read_resource_iri
from web.resource.written import RESOURCE_SCHEMA, resource_json, resource_triples
from web.schema import EMPTY, either
from web.site import Site, site_of
from web.writers import thing_writers

_INTO = "into"
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What of a resource is wanted: all, or one property (`listed`) out of it or `into` it, and which page of that."""

    iri: str
    listed: str
    into: bool
    number: int


async def resource(request: Request) -> Response:
    """All that is said of an IRI and leads to it; without one a form that asks for it."""
    site = site_of(request)
    choice = negotiate(
        request,
        THING_FORMS,
        lambda _, suffix: site.links.resource(request.query_params.get("iri", ""), suffix),
        name=request.url.path.rpartition("/")[2],
    )
    if not request.query_params.get("iri", "").strip():
        return await to_thread.run_sync(partial(_without, request, choice))
    asked = _read(request)
    etag = _etag(site, choice, asked)
    if is_fresh(request, etag):
        return not_modified(choice, etag)
    visit = site.querying.visit(request)
    with visit.watched():
        found = await read_resource(visit.ask, asked.iri, listed=asked.listed if asked.into else "")
    if not is_known(found):
        raise choice.missing("The catalogue says nothing of this IRI.")
    response = await to_thread.run_sync(partial(_respond, request, choice, asked, found, etag))
    response.headers.update(visit.headers())
    return response


def _respond(request: Request, choice: Choice, asked: _Asked, found: Resource, etag: str) -> Response:
    site = site_of(request)
    narrowed = asked.listed and choice.form is HTML
    shown = shown_part(found, asked.listed, into=asked.into, number=asked.number) if narrowed else found
    naming = name_all(site, shown)

    def page() -> ResourcePage:
        if asked.listed:
            return make_property_page(
                found,
                naming,
                site.links,
                choice.alternates,
                listed=asked.listed,
                way=_INTO if asked.into else "",
                number=asked.number,
            )
        return make_resource_page(found, naming, site.links, choice.alternates)

    writers = thing_writers(
        site,
        page=page,
        json=lambda: resource_json(found, naming),
        quads=lambda: resource_triples(found),
    )
    return answer(request, choice, writers, etag=etag)


def _without(request: Request, choice: Choice) -> Response:
    if choice.form is not HTML:
        raise not_found("Nothing was asked about. Say of which IRI, in the parameter iri.")
    site = site_of(request)
    page = ResourcePage(title="What the catalogue says of anything", alternates=())
    return answer(request, choice, {HTML.name: lambda: render(page, site.templates)})


def _read(request: Request) -> _Asked:
    given = request.query_params
    listed = given.get("property", "").strip()
    return _Asked(
        iri=read_resource_iri(given["iri"].strip()),
        listed=read_resource_iri(listed) if listed else "",
        into=given.get("way") == _INTO,
        number=read_number(given.get("page", ""), default=1, most=_LAST_PAGE),
    )


def _etag(site: Site, choice: Choice, asked: _Asked) -> str:
    """By the state of the store and of the ledger's names, which a resource is told with."""
    parts = (site.store.generation(), choice.form.name, asked.iri, asked.listed, asked.into, asked.number)
    return etag_of(*(str(part).encode(errors="replace") for part in parts))


# The shapes that nearly all have; whatever read_iri takes is answered.
_IRI = {
    "type": "string",
    "maxLength": LONGEST,
    "pattern": (
        r"^([A-Za-z][A-Za-z0-9+.-]+://[A-Za-z0-9][A-Za-z0-9.-]*(/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?(#[A-Za-z0-9._-]*)?"
        r"|urn:[a-z0-9]{2,31}:[A-Za-z0-9._:-]+)$"
    ),
}

OPERATIONS = (
    Operation(
        path="/resource",
        view=resource,
        about="What the catalogue says of any IRI, and what leads to it.",
        group="Things",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: RESOURCE_SCHEMA},
        suffixes=tuple(form.suffix for form in THING_FORMS),
        parameters=(
            Parameter(
                name="iri",
                about="The IRI, of this catalogue or any other.",
                schema=_IRI,
                example="http://www.w3.org/ns/dcat#Dataset",
            ),
            Parameter(
                name="property", about="Only the statements with this property.", schema=either(EMPTY, _IRI)
            ),
            Parameter(
                name="way",
                about="With property: `into` lists what names the IRI by it, else what it leads to.",
                schema={"enum": ["", _INTO]},
                forgiving=True,
            ),
            PAGE,
        ),
        statuses={
            400: "The IRI, or the property, is none.",
            404: "The catalogue says nothing of this IRI, or none was asked about.",
            429: "This client has asked for more than its share; Retry-After says when to come again.",
        },
    ),
)
