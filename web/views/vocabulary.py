"""/vocabulary, its schemes and concepts, their short addresses, and the beginnings of labels: what words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.meaning import concept_key
from vocab import Concept, Scheme
from vocab.namespaces import SKOS
from web.addresses import Query
from web.answers import Choice, Missing, answer, answer_kept, negotiate, to_json
from web.concept_forms import concept_triples, found_triples, scheme_json, scheme_triples, schemes_triples
from web.labels import LONGEST, Named
from web.negotiation import JSON, TABLE_FORMS, THING_FORMS, split_suffix
from web.operations import PAGE, Operation, Parameter
from web.pages.concept import ConceptPage, make_concept_page
from web.pages.page import Paging
from web.pages.vocabulary import (
    Branch,
    SchemePage,
    VocabulariesPage,
    initial,
    is_tree,
    make_branch,
    make_found,
    make_groups,
    make_letters,
    make_plain,
    make_row,
    ordered,
    pages_of,
    used_concepts,
)
from web.problems import MOVED, ProblemRaised, moved, not_found
from web.rdf import serialise_whole
from web.reading import read_number, read_text
from web.site import Site, site_of
from web.vocabulary_json import (
    COUNTED_SCHEMA,
    SUGGESTIONS_SCHEMA,
    VOCABULARIES_SCHEMA,
    WHOLE_SCHEME_SCHEMA,
    counted_json,
    found_csv,
    found_json,
    schemes_csv,
    schemes_json,
    suggestion_json,
)
from web.writers import table_writers, thing_writers

T = TypeVar("T")

PLACE_SCHEMES = ("place", "council")
IDENTIFIER_SCHEMES = ("identifier",)

_PAGE_SIZE = 100
_FOUND_SIZE = 50
_TREE_SIZE = 150
_LETTERS_FROM = 100  # concepts that a list has before letters help


def vocabularies(request: Request) -> Response:
    """Every scheme, or the concepts that a search over all labels finds."""
    site, text = site_of(request), _text(request)
    query = [("q", text)]
    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda _, suffix: site.links.listed(site.links.vocabulary(suffix=suffix), query),
        name=request.url.path.rpartition("/")[2],
    )
    found = site.labels.table().search(text)
    shown, paging = _slice(
        request, site, found, site.links.vocabulary(suffix=choice.form.suffix), query, _FOUND_SIZE
    )
    page = VocabulariesPage(
        title=f"{text} – vocabularies" if text else "Vocabularies",
        alternates=choice.alternates,
        groups=() if text else make_groups(site),
        text=text,
        total=len(found),
        found=tuple(make_found(each, site) for each in shown),
        paging=paging,
    )
    rows = found_json(page, site) if text else schemes_json(site)
    writers = table_writers(
        site,
        page=lambda: page,
        json=lambda: rows,
        table=lambda: found_csv(rows) if text else schemes_csv(rows),
        quads=lambda: (
            found_triples(page, site.iris.base + choice.alternates[0].address)
            if text
            else schemes_triples(site.vocabulary, site.iris)
        ),
    )
    return answer(request, choice, writers)


def suggest(request: Request) -> Response:
    """Concepts with a word that begins as typed, as a list: label, scheme, code, page."""
    site = site_of(request)
    name = request.query_params.get("scheme", "")
    if name and name not in site.vocabulary.schemes:
        raise not_found("No vocabulary of this name is used here.")
    text = read_text(request.query_params.get("q", ""))[:LONGEST]
    table = site.counts.table() or {}
    found = site.labels.table(name).suggest(
        text, weight=lambda one: table.get(concept_key(one.scheme, one.code), 0)
    )
    body = to_json([suggestion_json(each, site) for each in found])
    return answer_kept(request, body, JSON.media_type, seconds=300)


def scheme(request: Request) -> Response:
    """One scheme: a page of its tree or alphabet, or the whole of it for programs."""
    site = site_of(request)
    choice = negotiate(
        request,
        THING_FORMS,
        lambda name, suffix: site.links.vocabulary(name, suffix=suffix),
        name=request.path_params["name"],
    )
    found = _scheme(site, choice.name, choice.missing)
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


def concept(request: Request) -> Response:
    """One concept of any scheme."""
    return _concept_response(request, request.path_params["scheme"])


def theme(request: Request) -> Response:
    """One theme, at the short address that themes have."""
    return _concept_response(request, "theme")


def place(request: Request) -> Response:
    """From the short address of a place, its GSS code, to the concept of the first list that has it."""
    return _short_address(request, PLACE_SCHEMES, "No place or council of this code is known here.")


def identifier(request: Request) -> Response:
    """From the short address of a kind of identifier to its concept."""
    return _short_address(request, IDENTIFIER_SCHEMES, "No kind of identifier of this name is known here.")


def _scheme_page(request: Request, site: Site, found: Scheme, choice: Choice) -> SchemePage:
    text, letter = _text(request), request.query_params.get("letter", "")[:3]
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
        shown, paging = _slice(request, site, rows, address, query, _PAGE_SIZE)
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
    number = _number(request)
    return (
        pages[number - 1] if number <= len(pages) else (),
        _paging(site, address, (), number, len(pages)),
    )


def _concept_response(request: Request, scheme_name: str) -> Response:
    site = site_of(request)
    found_scheme = _scheme(site, scheme_name)
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
    return make_concept_page(site, scheme, found, choice.alternates, number=_number(request))


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


def _slice(
    request: Request, site: Site, items: Sequence[T], address: str, query: Query, size: int
) -> tuple[Sequence[T], Paging]:
    """The items of the page asked for, and where it stands."""
    number = _number(request)
    paging = _paging(site, address, query, number, -(-len(items) // size))
    return items[(number - 1) * size : number * size], paging


def _paging(site: Site, address: str, query: Query, number: int, count: int) -> Paging:
    return Paging(
        number=number,
        count=count,
        previous=site.links.listed(address, query, min(number - 1, count)) if number > 1 and count else "",
        next=site.links.listed(address, query, number + 1) if number < count else "",
    )


def _number(request: Request) -> int:
    return read_number(request.query_params.get("page", ""), default=1, most=10_000)


def _text(request: Request) -> str:
    return read_text(request.query_params.get("q", ""))[:LONGEST]


def _scheme(site: Site, name: str, missing: Missing = not_found) -> Scheme:
    found = site.vocabulary.schemes.get(name)
    if found is None:
        raise missing("No vocabulary of this name is used here.")
    return found


_THING_MEDIA = tuple(form.media_type for form in THING_FORMS)
_CONCEPT_SCHEMAS = {JSON.media_type: COUNTED_SCHEMA}
_UNKNOWN = MOVED | {404: "Nothing of this name is known here."}


def _coded(what: str, example: str) -> Parameter:
    """The name that ends the path."""
    about = f"{what}; .json, .ttl, .jsonld, .nt or .rdf behind it chooses a form."
    return Parameter(name="name", about=about, where="path", example=example)


OPERATIONS = (
    Operation(
        path="/theme/{name}",
        view=theme,
        about="One theme and its datasets.",
        group="Vocabularies",
        media=_THING_MEDIA,
        schemas=_CONCEPT_SCHEMAS,
        parameters=(_coded("The theme's code", "ENVI"), PAGE),
        statuses=_UNKNOWN,
    ),
    Operation(
        path="/place/{name}",
        view=place,
        about="From the GSS code of a place to its concept.",
        group="Vocabularies",
        media=(),
        parameters=(_coded("The GSS code", "E08000035"),),
        statuses={303: "Where the concept is."} | _UNKNOWN,
    ),
    Operation(
        path="/identifier/{name}",
        view=identifier,
        about="From a kind of identifier to its concept.",
        group="Vocabularies",
        media=(),
        parameters=(_coded("The code of the kind", "uprn"),),
        statuses={303: "Where the concept is."} | _UNKNOWN,
    ),
    Operation(
        path="/vocabulary",
        view=vocabularies,
        about="Every vocabulary, or the concepts that a search over all labels finds.",
        group="Vocabularies",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: VOCABULARIES_SCHEMA},
        parameters=(Parameter(name="q", about="Words of a label.", example="waste"), PAGE),
    ),
    Operation(
        path="/vocabulary/suggest",
        view=suggest,
        about="Concepts with a word that begins so, at most ten.",
        group="Vocabularies",
        media=(JSON.media_type,),
        schemas={JSON.media_type: SUGGESTIONS_SCHEMA},
        parameters=(
            Parameter(name="q", about="What was typed.", example="was"),
            Parameter(name="scheme", about="Only concepts of this vocabulary.", example="theme"),
        ),
        statuses={404: "No vocabulary of this name is used here."},
    ),
    Operation(
        path="/vocabulary/{name}",
        view=scheme,
        about="One vocabulary; whole for programs.",
        group="Vocabularies",
        media=_THING_MEDIA,
        schemas={JSON.media_type: WHOLE_SCHEME_SCHEMA},
        parameters=(
            _coded("The vocabulary's name", "theme"),
            Parameter(name="q", about="Words of a label."),
            Parameter(name="letter", about="Only what begins with this letter."),
            Parameter(name="former", about="What is no longer in use, whatever is said here."),
            PAGE,
        ),
        statuses=_UNKNOWN,
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
            _coded("The concept's code", "ogl-3.0"),
            PAGE,
        ),
        statuses=_UNKNOWN,
    ),
)
