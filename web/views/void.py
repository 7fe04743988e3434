"""/void and /.well-known/void: what this catalogue is as linked data (https://www.w3.org/TR/void/#well-known)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.dumps.sets import newest_set
from catalogue.ledger.outgoing import shown_page
from catalogue.profiles.catalog import running_of
from catalogue.profiles.void import void_triples
from vocab.namespaces import VOID
from web.answers import Writer, answer, negotiate
from web.negotiation import RDF_FORMS, Form
from web.operations import Operation
from web.rdf import serialise
from web.site import Site, site_of

_MEDIA = tuple(form.media_type for form in RDF_FORMS)


def void(request: Request) -> Response:
    """The description."""
    site = site_of(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, RDF_FORMS, lambda _, suffix: site.links.void(suffix), name=name)
    triples = _triples(site)
    writers = {form.name: _writer(triples, form) for form in RDF_FORMS}
    return answer(request, choice, writers, kind=VOID.DatasetDescription)


def _writer(triples: bytes, form: Form) -> Writer:
    return lambda: serialise(triples, form)


def _triples(site: Site) -> bytes:
    with site.ledger.reading() as connection:
        first = shown_page(connection, limit=1)
    return void_triples(
        running_of(site.settings),
        site.iris,
        site.vocabulary,
        newest=newest_set(site.settings.dumps_path),
        example=first[0].snapshot.entry.id if first else "",
    )


OPERATIONS = (
    Operation(
        path="/void",
        view=void,
        about="This catalogue as a dataset of linked data: its endpoint, dumps and vocabularies, how much there is.",
        group="Everything",
        media=_MEDIA,
    ),
    Operation(
        path="/void",
        view=void,
        about="The same in the form that the ending names.",
        group="Everything",
        media=_MEDIA,
        suffixes=tuple(form.suffix for form in RDF_FORMS),
    ),
    Operation(
        path="/.well-known/void",
        view=void,
        about="The same, where programs look for it.",
        group="Everything",
        media=_MEDIA,
    ),
)
