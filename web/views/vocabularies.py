"""/vocabulary and /vocabulary/suggest: every list of concepts, a search over all labels, and their beginnings."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.meaning import concept_key
from web.answers import answer, answer_kept, negotiate, to_json
from web.concept_forms import found_triples, schemes_triples
from web.labels import LONGEST
from web.negotiation import JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.vocabulary import (
    VocabulariesPage,
    make_found,
    make_groups,
)
from web.problems import not_found
from web.reading import read_text
from web.site import site_of
from web.slices import asked_text, take_slice
from web.vocabulary_json import (
    SUGGESTIONS_SCHEMA,
    VOCABULARIES_SCHEMA,
    found_csv,
    found_json,
    schemes_csv,
    schemes_json,
    suggestion_json,
)
from web.writers import table_writers

_FOUND_SIZE = 50


def vocabularies(request: Request) -> Response:
    """Every scheme, or the concepts that a search over all labels finds."""
    site, text = site_of(request), asked_text(request)
    query = [("q", text)]
    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda _, suffix: site.links.listed(site.links.vocabulary(suffix=suffix), query),
        name=request.url.path.rpartition("/")[2],
    )
    found = site.labels.table().search(text)
    shown, paging = take_slice(
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
    writers = table_writers(
        site,
        page=lambda: page,
        json=lambda: found_json(page, site) if text else schemes_json(site),
        table=lambda: found_csv(found_json(page, site)) if text else schemes_csv(schemes_json(site)),
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


OPERATIONS = (
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
)
