"""This catalogue itself as a dcat:Catalog, a page of it at a time (https://www.w3.org/TR/vocab-dcat-3/#Class:Catalog).

Pages are views of a hydra:Collection (https://www.hydra-cg.com/spec/latest/core/#hydra:PartialCollectionView).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from catalogue.links import Links
from catalogue.profiles.dcat_ap import scheme_iri
from catalogue.settings import Settings
from catalogue.snapshot import Snapshot
from catalogue.writing import link, literal
from vocab import Vocabulary
from vocab.namespaces import DCAT, DCT, FOAF, HYDRA, RDF, SKOS, XSD

Statement = tuple[str, str, str]

_ENGLISH = "ENG"  # the language of this catalogue's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What is said of the catalogue by who runs it; `licence` and `page` are addresses, "" where none is given."""

    title: str
    description: str
    publisher: str
    page: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page of a list: addresses, "" where there is none. `collection` is the whole list, `total` how long it is."""

    here: str
    collection: str
    total: int
    first: str
    last: str
    previous: str = ""
    next: str = ""


def running_of(settings: Settings) -> Running:
    """What the settings say. A catalogue must have a publisher: where none is named, its host stands for it."""
    host = urlsplit(settings.public_base).hostname or settings.public_base
    return Running(
        title=settings.catalogue_title,
        description=settings.catalogue_description,
        publisher=settings.catalogue_publisher or host,
        page=settings.catalogue_publisher_page,
        licence=settings.catalogue_licence,
    )


def catalog_triples(
    running: Running,
    view: View,
    snapshots: Sequence[Snapshot],
    *,
    modified: str,
    links: Links,
    vocabulary: Vocabulary,
) -> bytes:
    """The catalogue, the page, and which datasets are on it, as N-Triples. `modified` is the instant of the last
    change, "" before the first."""
    statements = [
        *_about(running, links, vocabulary),
        *_service(running, links),
        *_view(view),
        *(one for snapshot in snapshots for one in _listed(snapshot.entry.id, view, links)),
    ]
    if modified:
        statements.append((link(links.catalog()), DCT.modified, literal(modified, datatype=XSD.dateTime)))
    return _written(statements)


def about_quads(running: Running, links: Links, vocabulary: Vocabulary) -> bytes:
    """What the catalogue says of itself alone, as N-Quads in the graph that is named as it is."""
    return _in_graph((*_about(running, links, vocabulary), *_service(running, links)), links)


def membership(identifier: str, links: Links) -> bytes:
    """That a dataset and its record are in the catalogue, in the same graph."""
    here, dataset, record = (
        link(one) for one in (links.catalog(), links.dataset(identifier), links.record(identifier))
    )
    return _in_graph(((here, DCAT.dataset, dataset), (here, DCAT.record, record)), links)


def page_triples(frame: bytes, snapshots: Sequence[Snapshot], describe: Callable[[Snapshot], bytes]) -> bytes:
    """A page with its datasets described; what two descriptions both say is left for the reader to say once."""
    return b"".join((frame, *(describe(one) for one in snapshots)))


def _about(running: Running, links: Links, vocabulary: Vocabulary) -> Iterator[Statement]:
    here, home = link(links.catalog()), link(links.home())
    publisher = link(running.page or f"{links.catalog()}#publisher")
    yield here, RDF.type, link(DCAT.Catalog)
    yield here, DCT.title, literal(running.title, "en")
    yield here, DCT.description, literal(running.description, "en")
    yield here, DCT.publisher, publisher
    yield publisher, RDF.type, link(FOAF.Agent)
    yield publisher, FOAF.name, literal(running.publisher)
    yield here, FOAF.homepage, home
    yield home, RDF.type, link(FOAF.Document)
    yield from _words(here, links, vocabulary)
    if running.licence:
        yield here, DCT.license, link(running.licence)
        yield link(running.licence), RDF.type, link(DCT.LicenseDocument)


def _words(here: str, links: Links, vocabulary: Vocabulary) -> Iterator[Statement]:
    """The language it speaks, and the themes under which datasets stand."""
    language, themes = vocabulary.find("language", _ENGLISH), vocabulary.schemes["theme"]
    if language:
        yield here, DCT.language, link(language.iri)
        yield link(language.iri), RDF.type, link(DCT.LinguisticSystem)
    taxonomy = link(scheme_iri(themes, links))
    yield here, DCAT.themeTaxonomy, taxonomy
    yield taxonomy, RDF.type, link(SKOS.ConceptScheme)
    yield taxonomy, DCT.title, literal(themes.title, "en")


def _service(running: Running, links: Links) -> Iterator[Statement]:
    """The endpoint that answers queries over all of it."""
    here, service = link(links.catalog()), link(links.sparql())
    yield here, DCAT.service, service
    yield service, RDF.type, link(DCAT.DataService)
    yield service, DCT.title, literal(f"{running.title}: SPARQL endpoint", "en")
    yield service, DCAT.endpointURL, service
    yield service, DCAT.endpointDescription, service


def _view(view: View) -> Iterator[Statement]:
    here, collection = link(view.here), link(view.collection)
    yield collection, RDF.type, link(HYDRA.Collection)
    yield collection, HYDRA.totalItems, literal(str(view.total), datatype=XSD.integer)
    yield collection, HYDRA.view, here
    yield here, RDF.type, link(HYDRA.PartialCollectionView)
    ways = (
        (HYDRA.first, view.first),
        (HYDRA.previous, view.previous),
        (HYDRA.next, view.next),
        (HYDRA.last, view.last),
    )
    for term, address in ways:
        if address:
            yield here, term, link(address)


def _listed(identifier: str, view: View, links: Links) -> Iterator[Statement]:
    here, dataset = link(links.catalog()), link(links.dataset(identifier))
    yield here, DCAT.dataset, dataset
    yield here, DCAT.record, link(links.record(identifier))
    yield link(view.collection), HYDRA.member, dataset


def _written(statements: Sequence[Statement]) -> bytes:
    return "".join(
        f"{subject} {link(predicate)} {value} .\n" for subject, predicate, value in statements
    ).encode()


def _in_graph(statements: Sequence[Statement], links: Links) -> bytes:
    graph = link(links.catalog())
    return "".join(
        f"{subject} {link(predicate)} {value} {graph} .\n" for subject, predicate, value in statements
    ).encode()
