"""/vocabulary/{scheme}/{code}: one concept of any scheme, and the short addresses that lead to concepts."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vocab import Concept, Scheme
from web.answers import Choice, answer, negotiate
from web.concept_forms import concept_triples
from web.negotiation import JSON, THING_FORMS, split_suffix
from web.operations import PAGE, Operation, Parameter
from web.pages.concept import ConceptPage, make_concept_page
from web.problems import ProblemRaised, moved, not_found
from web.site import Site, site_of
from web.slices import page_number
from web.views.vocabulary import UNKNOWN, coded, find_scheme
from web.vocabulary_json import (
    COUNTED_SCHEMA,
    counted_json,
)
from web.writers import thing_writers

PLACE_SCHEMES = ("place", "council")


def concept(request: Request) -> Response:
    """One concept of any scheme."""
    return _concept_response(request, request.path_params["scheme"])


def theme(request: Request) -> Response:
    """One theme, at the short address that themes have."""
    return _concept_response(request, "theme")


def place(request: Request) -> Response:
    """From the short address of a place, its GSS code, to the concept of the first list that has it."""
    return _short_address(request, PLACE_SCHEMES, "No place or council of this code is known here.")


def _concept_response(request: Request, scheme_name: str) -> Response:
    site = site_of(request)
    found_scheme = find_scheme(site, scheme_name)
    name = request.path_params["name"]
    exact = found_scheme.find(name) is not None  # a code may itself end like a suffix
    choice = negotiate(
        request,
        THING_FORMS,
        lambda code, suffix: site.links.vocabulary(scheme_name, code, suffix),
        name=name,
        exact=exact,
    )
    found = found_scheme.find(choice.name)
    if found is None:
        raise _without_concept(request, site, found_scheme, choice)
    writers = thing_writers(
        site,
        page=lambda: _concept_page(request, site, found_scheme, found, choice),
        json=lambda: counted_json(found, site),
        quads=lambda: concept_triples(found, site.thesaurus, site.iris),
    )
    return answer(request, choice, writers)


def _without_concept(request: Request, site: Site, scheme: Scheme, choice: Choice) -> ProblemRaised:
    """The code as its scheme writes it, where only the size of letters differs; else nothing."""
    found = _at_code(scheme, choice.name)
    if found is None:
        return choice.missing(f"The vocabulary “{scheme.title}” has no concept of this code.")
    suffix = next((one.suffix for one in choice.alternates if request.url.path.endswith(one.suffix)), "")
    query = f"?{request.url.query}" if request.url.query else ""
    return moved(site.links.vocabulary(scheme.name, found.code, suffix) + query)


def _concept_page(
    request: Request, site: Site, scheme: Scheme, found: Concept, choice: Choice
) -> ConceptPage:
    return make_concept_page(site, scheme, found, choice.alternates, number=page_number(request))


def _short_address(request: Request, schemes: Sequence[str], otherwise: str) -> Response:
    site = site_of(request)
    name, form = split_suffix(request.path_params["name"], THING_FORMS)
    held = (site.vocabulary.schemes[each] for each in schemes if each in site.vocabulary.schemes)
    found = next((one for each in held for one in [_at_code(each, name)] if one), None)
    if found is None:
        raise not_found(otherwise)
    address = site.links.vocabulary(found.scheme, found.code, form.ending if form else "")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(address + query, status_code=303)


def _at_code(scheme: Scheme, code: str) -> Concept | None:
    """The concept of a code, however its letters are written."""
    return scheme.find(code) or scheme.find(code.upper()) or scheme.find(code.lower())


_THING_MEDIA = tuple(form.media_type for form in THING_FORMS)
_CONCEPT_SCHEMAS = {JSON.media_type: COUNTED_SCHEMA}

OPERATIONS = (
    Operation(
        path="/theme/{name}",
        view=theme,
        about="One theme and its datasets.",
        group="Vocabularies",
        media=_THING_MEDIA,
        schemas=_CONCEPT_SCHEMAS,
        parameters=(coded("The theme's code", "ENVI"), PAGE),
        statuses=UNKNOWN,
    ),
    Operation(
        path="/place/{name}",
        view=place,
        about="From the GSS code of a place to its concept.",
        group="Vocabularies",
        media=(),
        parameters=(coded("The GSS code", "E08000035"),),
        statuses={303: "Where the concept is."} | UNKNOWN,
    ),
    Operation(
        path="/vocabulary/{scheme}/{name:path}",
        view=concept,
        about="One concept and the datasets that use it.",
        group="Vocabularies",
        media=_THING_MEDIA,
        schemas=_CONCEPT_SCHEMAS,
        parameters=(
            Parameter(name="scheme", about="The vocabulary's name.", where="path", example="licence"),
            coded("The concept's code", "ogl-3.0"),
            PAGE,
        ),
        statuses=UNKNOWN,
    ),
)
