"""/vocabulary/{scheme}: one scheme, a page of its tree or alphabet, whole for programs."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from vocab import Concept, Scheme
from vocab.namespaces import SKOS
from web.answers import Choice, Missing, answer, negotiate
from web.concept_forms import scheme_json, scheme_triples
from web.labels import Named
from web.negotiation import JSON, THING_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.page import Paging, make_paging
from web.pages.vocabulary import (
    Branch,
    SchemePage,
    initial,
    is_tree,
    make_branch,
    make_found,
    make_letters,
    make_plain,
    make_row,
    ordered,
    pages_of,
    used_concepts,
)
from web.problems import MOVED, not_found
from web.rdf import serialise_whole
from web.site import Site, site_of
from web.slices import asked_text, page_number, take_slice
from web.vocabulary_json import (
    WHOLE_SCHEME_SCHEMA,
    counted_json,
)
from web.writers import thing_writers

_PAGE_SIZE = 100
_TREE_SIZE = 150
_LETTERS_FROM = 100  # concepts that a list has before letters help


def scheme(request: Request) -> Response:
    """One scheme: a page of its tree or alphabet, or the whole of it for programs."""
    site = site_of(request)
    choice = negotiate(
        request,
        THING_FORMS,
        lambda name, suffix: site.links.vocabulary(name, suffix=suffix),
        name=request.path_params["name"],
    )
    found = find_scheme(site, choice.name, choice.missing)
    writers = thing_writers(
        site,
        page=lambda: _scheme_page(request, site, found, choice),
        json=lambda: (
            scheme_json(found)
            | {"list": [counted_json(one, site) for one in ordered(found, former=False)]}
            | {"former": [counted_json(one, site) for one in ordered(found, former=True)]}
        ),
        quads=lambda: scheme_triples(found, site.thesaurus, site.iris),
        write=serialise_whole,
    )
    return answer(request, choice, writers, kind=SKOS.ConceptScheme)


def _scheme_page(request: Request, site: Site, found: Scheme, choice: Choice) -> SchemePage:
    text, letter = asked_text(request), request.query_params.get("letter", "")[:3]
    past = "former" in request.query_params and not text
    address = site.links.vocabulary(found.name)
    present = ordered(found, former=past)
    query = [("q", text)] if text else [("letter", letter), ("former", "1" if past else "")]
    branches: tuple[Branch, ...] = ()
    rows: Sequence[Named | Concept] = ()
    shown: Sequence[Named | Concept] = ()
    if is_tree(found, site) and not (text or letter or past):
        branches, paging = _tree_page(request, site, present, address)
    else:
        named = site.labels.table(found.name).search(text)
        rows = named if text else [one for one in present if not letter or initial(one) == letter]
        shown, paging = take_slice(request, site, rows, address, query, _PAGE_SIZE)
    return SchemePage(
        title=found.title,
        alternates=choice.alternates,
        row=make_row(found, site, used_concepts(site.counts.table())),
        text=text,
        total=len(rows),
        tree=branches,
        found=tuple(
            make_found(each, site) if isinstance(each, Named) else make_plain(each, site) for each in shown
        ),
        letters=make_letters(present, letter, lambda each: site.links.listed(address, [("letter", each)]))
        if len(present) > _LETTERS_FROM and not text
        else (),
        former=sum(one.former for one in found.concepts),
        showing_former=past,
        former_address=site.links.listed(address, [("former", "1")]),
        paging=paging,
    )


def _tree_page(
    request: Request, site: Site, concepts: Sequence[Concept], address: str
) -> tuple[tuple[Branch, ...], Paging]:
    """The branches of the page asked for, and where it stands."""
    roots = site.thesaurus.roots(concepts)
    pages = pages_of((make_branch(one, site) for one in roots), _TREE_SIZE)
    number = page_number(request)
    return (
        pages[number - 1] if number <= len(pages) else (),
        make_paging(number, len(pages), lambda page: site.links.paged(address, page)),
    )


def find_scheme(site: Site, name: str, missing: Missing = not_found) -> Scheme:
    """The scheme of a name; 404 where there is none."""
    found = site.vocabulary.schemes.get(name)
    if found is None:
        raise missing("No vocabulary of this name is used here.")
    return found


def coded(what: str, example: str) -> Parameter:
    """The name that ends the path."""
    about = f"{what}; .json, .ttl, .jsonld, .nt or .rdf behind it chooses a form."
    return Parameter(name="name", about=about, where="path", example=example)


_THING_MEDIA = tuple(form.media_type for form in THING_FORMS)
UNKNOWN = MOVED | {404: "Nothing of this name is known here."}

OPERATIONS = (
    Operation(
        path="/vocabulary/{name}",
        view=scheme,
        about="One vocabulary; whole for programs.",
        group="Vocabularies",
        media=_THING_MEDIA,
        schemas={JSON.media_type: WHOLE_SCHEME_SCHEMA},
        parameters=(
            coded("The vocabulary's name", "theme"),
            Parameter(name="q", about="Words of a label."),
            Parameter(name="letter", about="Only what begins with this letter."),
            Parameter(name="former", about="What is no longer in use, whatever is said here."),
            PAGE,
        ),
        statuses=UNKNOWN,
    ),
)
