"""This catalogue as a void:Dataset: where it is asked, where it is had whole, and how much there is in it.

https://www.w3.org/TR/void/. Counts are those of the last dump, made at one moment and not for each who asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.dumps.sets import DumpSet
from catalogue.links import Links
from catalogue.profiles.catalog import Running
from catalogue.profiles.context import PREFIXES
from catalogue.writing import link, literal
from vocab import Vocabulary
from vocab.namespaces import DCAT, DCT, FOAF, RDF, VOID, XSD

Statement = tuple[str, str, str]

_FORMATS = "http://www.w3.org/ns/formats/"
_FEATURES = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML")
_LINKED = (
    ("theme", DCAT.theme),
    ("language", DCT.language),
    ("licence", DCT.license),
    ("file-type", DCT.format),
    ("frequency", DCT.accrualPeriodicity),
    ("access-right", DCT.accessRights),
    ("place", DCT.spatial),
)
"""The schemes whose concepts datasets lead to, and by which property."""


def void_triples(
    running: Running, links: Links, vocabulary: Vocabulary, *, newest: DumpSet | None, example: str
) -> bytes:
    """The description as N-Triples. `example` is the identifier of a dataset, "" where there is none."""
    statements = (
        *_about(running, links),
        *_ways(links, newest),
        *_counts(links, newest),
        *((_here(links), VOID.vocabulary, link(namespace)) for namespace in PREFIXES.values()),
        *_linksets(links, vocabulary),
        *(((_here(links), VOID.exampleResource, link(links.dataset(example))),) if example else ()),
    )
    return "".join(
        f"{subject} {link(predicate)} {value} .\n" for subject, predicate, value in statements
    ).encode()


def _here(links: Links) -> str:
    return link(links.void_dataset())


def _about(running: Running, links: Links) -> Iterator[Statement]:
    here, document = _here(links), link(links.void())
    publisher = link(running.page or f"{links.catalog()}#publisher")
    yield document, RDF.type, link(VOID.DatasetDescription)
    yield document, FOAF.primaryTopic, here
    yield here, RDF.type, link(VOID.Dataset)
    yield here, DCT.title, literal(running.title, "en")
    yield here, DCT.description, literal(running.description, "en")
    yield here, DCT.publisher, publisher
    yield publisher, RDF.type, link(FOAF.Agent)
    yield publisher, FOAF.name, literal(running.publisher)
    yield here, FOAF.homepage, link(links.home())
    yield here, FOAF.page, link(links.catalog())
    if running.licence:
        yield here, DCT.license, link(running.licence)


def _ways(links: Links, newest: DumpSet | None) -> Iterator[Statement]:
    here = _here(links)
    yield here, VOID.sparqlEndpoint, link(links.sparql())
    yield here, VOID.uriSpace, literal(f"{links.base}/")
    for feature in _FEATURES:
        yield here, VOID.feature, link(_FORMATS + feature)
    for file in newest.files if newest else ():
        if file.form in ("nq", "ttl"):
            yield here, VOID.dataDump, link(links.dumps(file.name))


def _counts(links: Links, newest: DumpSet | None) -> Iterator[Statement]:
    if newest:
        here = _here(links)
        yield here, VOID.triples, literal(str(newest.statements), datatype=XSD.integer)
        yield here, VOID.entities, literal(str(newest.datasets), datatype=XSD.integer)
        yield here, DCT.modified, literal(newest.made, datatype=XSD.dateTime)


def _linksets(links: Links, vocabulary: Vocabulary) -> Iterator[Statement]:
    here = _here(links)
    for name, term in _LINKED:
        linkset = link(f"{links.void()}#{name}")
        yield here, VOID.subset, linkset
        yield linkset, RDF.type, link(VOID.Linkset)
        yield linkset, DCT.title, literal(vocabulary.schemes[name].title, "en")
        yield linkset, VOID.linkPredicate, link(term)
        yield linkset, VOID.subjectsTarget, here
        yield linkset, VOID.objectsTarget, link(links.vocabulary(name))
