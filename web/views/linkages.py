"""/linkages/{what}/{name}: what a body, a dataset, a kind of identifier or a concept is tied to, by which property."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

from catalogue.clusters.standing import ALONE
from catalogue.ledger.clusters import standings
from vocab import Concept
from web.answers import Choice, answer, followed_by, negotiate
from web.linkages.bodies import WHAT as BODY
from web.linkages.bodies import body_linkages
from web.linkages.concepts import WHAT_CONCEPT, WHAT_IDENTIFIER, concept_linkages
from web.linkages.datasets import WHAT as DATASET
from web.linkages.datasets import dataset_linkages
from web.linkages.tie import A_PAGE, Linkages, Wanted, Whole
from web.linkages.written import LINKAGES_SCHEMA, linkages_json, linkages_triples
from web.named import find_named
from web.negotiation import JSON, THING_FORMS
from web.operations import PAGE, Operation, Parameter
from web.organisations import find_organisation
from web.pages.linkage_drawing import draw_linkages
from web.pages.linkages import LinkagesPage
from web.pages.page import Paging, make_paging
from web.problems import not_found
from web.reading import read_number, read_text
from web.site import Site, site_of
from web.views.dataset import find_dataset
from web.writers import thing_writers

_TIE = "tie"
_LAST_PAGE = 10_000

Find = Callable[[Site, Choice, Wanted, Whole], Linkages]


def organisation(request: Request) -> Response:
    """A publisher's."""
    return _respond(request, BODY, _body)


def dataset(request: Request) -> Response:
    """A dataset's; 410 with what was last known of one that has been withdrawn."""
    return _respond(request, DATASET, _dataset)


def identifier(request: Request) -> Response:
    """A kind of identifier's."""
    return _respond(request, WHAT_IDENTIFIER, partial(_concept, what=WHAT_IDENTIFIER))


def concept(request: Request) -> Response:
    """Any concept's."""
    return _respond(request, WHAT_CONCEPT, partial(_concept, what=WHAT_CONCEPT))


def _respond(request: Request, what: str, find: Find) -> Response:
    site = site_of(request)
    wanted = Wanted(
        tie=read_text(request.query_params.get(_TIE, "")),
        number=read_number(request.query_params.get("page", ""), default=1, most=_LAST_PAGE),
    )
    name = _name(request)
    exact = what in (WHAT_IDENTIFIER, WHAT_CONCEPT) and _concept_at(site, what, name) is not None
    choice = negotiate(request, THING_FORMS, partial(site.links.linkages, what), name=name, exact=exact)
    told = find(site, choice, wanted, partial(_whole, site, what, choice.name))
    if wanted.tie and not told.ties:
        raise not_found("It has no ties of this kind.")
    paging = _paging(site, told, wanted, choice.form.suffix) if wanted.tie else None
    following = paging.next if paging else ""
    writers = thing_writers(
        site,
        page=lambda: _page(site, choice, told, paging),
        json=lambda: linkages_json(told, site.iris.base, following),
        quads=lambda: linkages_triples(told, site.iris, following),
    )
    response = answer(request, choice, writers, status=410 if told.about.gone else 200)
    return followed_by(response, following and site.iris.base + following)


def _name(request: Request) -> str:
    """What the path names; of a concept with its scheme."""
    parts = request.path_params
    return f"{parts['scheme']}/{parts['name']}" if "scheme" in parts else parts["name"]


def _whole(site: Site, what: str, name: str, tie: str) -> str:
    return site.links.linkages(what, name, tie=tie)


def _page(site: Site, choice: Choice, told: Linkages, paging: Paging | None) -> LinkagesPage:
    only = told.ties[0] if paging else None
    return LinkagesPage(
        title=f"{only.way.title}: {told.about.title}" if only else f"Linkages of {told.about.title}",
        alternates=choice.alternates,
        told=told,
        drawn=None if only else draw_linkages(told),
        named=() if only else find_named(site, told.about.iri),
        only=only,
        back=site.links.linkages(told.about.what, told.about.name) if only else "",
        paging=paging,
    )


def _paging(site: Site, told: Linkages, wanted: Wanted, suffix: str) -> Paging:
    """The pages of one tie; just one where its whole list is elsewhere, such as a search."""
    (tie,) = told.ties
    about = told.about
    ours = not tie.more or tie.more == site.links.linkages(about.what, about.name, tie=wanted.tie)
    pages = -(-told.count // A_PAGE) if ours else 1

    def address(number: int) -> str:
        return site.links.linkages(about.what, about.name, suffix, tie=wanted.tie, page=number)

    return make_paging(wanted.number, pages, address)


def _body(site: Site, choice: Choice, wanted: Wanted, whole: Whole) -> Linkages:
    found = find_organisation(site, choice.name)
    if found is None:
        raise choice.missing("No publisher of this name has datasets here.")
    return body_linkages(site, found, wanted, whole)


def _dataset(site: Site, choice: Choice, wanted: Wanted, whole: Whole) -> Linkages:
    with site.ledger.reading() as connection:
        held = find_dataset(connection, choice.name, choice.missing)
        standing = standings(connection, [choice.name]).get(choice.name, ALONE)
    return dataset_linkages(site, held, standing, wanted, whole)


def _concept(site: Site, choice: Choice, wanted: Wanted, whole: Whole, *, what: str) -> Linkages:
    found = _concept_at(site, what, choice.name)
    if found is None:
        raise choice.missing("No vocabulary here has a concept of this name.")
    return concept_linkages(site, found, wanted, whole)


def _concept_at(site: Site, what: str, name: str) -> Concept | None:
    """The concept of a name; a code may itself end like a form's suffix, or hold a slash."""
    scheme, _, code = (what, "", name) if what == WHAT_IDENTIFIER else name.partition("/")
    return site.vocabulary.find(scheme, code) if scheme in site.vocabulary.schemes else None


def _operation(
    path: str,
    view: Callable[[Request], Response],
    about: str,
    *names: Parameter,
    statuses: Mapping[int, str] = MappingProxyType({}),
) -> Operation:
    return Operation(
        path=f"/linkages/{path}",
        view=view,
        about=about,
        group="Linkages",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: LINKAGES_SCHEMA},
        parameters=(
            *names,
            Parameter(name=_TIE, about="Only the ties of this code, a page of them with all their ends."),
            PAGE,
        ),
        statuses={404: "Nothing of this name is known here, or it has no ties of this kind.", **statuses},
    )


_ENDING = "; .json, .ttl, .jsonld, .nt or .rdf behind it chooses a form."

OPERATIONS = (
    _operation(
        "organisation/{name}",
        organisation,
        "What a publisher is tied to, through its datasets and by the vocabularies, and by which property.",
        Parameter(
            name="name", about=f"The publisher's name in addresses{_ENDING}", where="path", of="publisher"
        ),
    ),
    _operation(
        "dataset/{name}",
        dataset,
        "What a dataset is tied to, and by which property.",
        Parameter(name="name", about=f"The dataset's identifier{_ENDING}", where="path", of="dataset"),
        statuses={410: "It has been withdrawn; what was known of it follows."},
    ),
    _operation(
        "identifier/{name}",
        identifier,
        "What a kind of identifier ties together: the bodies whose data holds it, and all that this data has.",
        Parameter(name="name", about=f"The code of the kind{_ENDING}", where="path", example="uprn"),
    ),
    _operation(
        "vocabulary/{scheme}/{name:path}",
        concept,
        "What a concept ties together: the bodies and datasets that use it, and the concepts beside it.",
        Parameter(name="scheme", about="The vocabulary's name.", where="path", example="theme"),
        Parameter(name="name", about=f"The concept's code{_ENDING}", where="path", example="ENVI"),
    ),
)
