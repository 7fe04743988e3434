"""DCAT as RDF, cut into datasets and read: a record is the dataset's own part of its document, as N-Triples.

Each property of the model is read from the property that `catalogue/model.py` names beside it, or from those that it
lists as `also`; `csvw_tables.py` reads the tables that it describes; whatever else is said stands in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address, read_iri
from catalogue.model import Dataset, DatasetSeries
from catalogue.reading import Node, Triples, read_thing
from harvester.drafting.csvw_tables import with_tables, without_tables
from harvester.drafting.subjects import name_services, sort_subjects
from harvester.formats.closure import canonical, closure
from harvester.record import Draft, Record, weak_key
from vocab.namespaces import DCAT, DCT, RDF

_STUB = frozenset((RDF.type, DCAT.inSeries, DCT.isPartOf, DCT.hasPart, DCAT.landingPage))


def cut(triples: Triples, source: str, /) -> tuple[list[Record], tuple[Finding, ...]]:
    """A document's datasets as records, and findings about those that are none.

    A dataset without a title counts as one only where it says something of itself: stubs are how documents
    refer to datasets that stand elsewhere. Its draft is refused, under its own key, so that what is held of
    it stays.
    """
    listed = set(triples.values(DCAT.dataset))
    records: list[Record] = []
    findings: list[Finding] = []
    for subject in _datasets(triples):
        said = triples.about(subject)
        if said.get(DCT.title) or subject in listed or not _STUB.issuperset(said):
            records.append(_record(subject, triples, source))
    if absent := [node for node in listed if isinstance(node, NamedNode) and not triples.about(node)]:
        findings.append(_elsewhere(absent))
    return records, tuple(findings)


def draft_dataset(record: Record) -> Draft:
    """A record of N-Triples as a dataset or a series; raises RecordError where it holds none."""
    try:
        statements = list(parse(record.body, format=RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise RecordError(f"dataset {record.key} is not N-Triples: {error}") from error
    triples = Triples(statements)
    subject = _subject(record.key, statements, triples)
    kind = DatasetSeries if is_a(subject, DCAT.DatasetSeries, triples) else Dataset
    dataset = read_thing(kind, subject, Triples(without_tables(statements)))
    if not any(title.value.strip() for title in dataset.title):
        raise RecordError(f"dataset {record.key} has no title")
    return Draft(dataset=name_services(sort_subjects(with_tables(dataset, subject, triples))))


def _datasets(triples: Triples) -> Iterator[Node]:
    """Every dataset and series; what a catalogue lists and describes counts without its type."""
    catalogues = set(triples.subjects(DCAT.Catalog))
    typed = (*triples.subjects(DCAT.Dataset), *triples.subjects(DCAT.DatasetSeries))
    listed = (node for node in triples.values(DCAT.dataset) if not isinstance(node, Literal))
    untyped = (node for node in listed if triples.about(node))
    for subject in dict.fromkeys((*typed, *untyped)):
        if subject not in catalogues:
            yield subject


def _record(subject: Node, triples: Triples, source: str) -> Record:
    said = triples.about(subject)
    name = (
        subject.value if isinstance(subject, NamedNode) and ".well-known/genid/" not in subject.value else ""
    )
    identifier = next((v.value for v in said.get(DCT.identifier, ()) if v.value.strip()), "")
    landing = [v.value for v in said.get(DCAT.landingPage, ()) if isinstance(v, NamedNode)]
    weak = weak_key(*(v.value for v in said.get(DCT.title, ())), *landing)
    pages = [*landing, *([name] if is_web_address(name) else []), source]
    return Record(
        key=name or identifier or weak,
        body=canonical(closure(subject, triples)),
        media_type="application/n-triples",
        source=pages[0],
        weak=not (name or identifier),
    )


def _subject(key: str, statements: list[Quad], triples: Triples) -> Node:
    """The dataset among its statements: by its name, else by its class, else the one nobody speaks of."""
    named = NamedNode(key) if read_iri(key) == key else None
    if named is not None and triples.about(named):
        return named
    spoken_of = {statement.object for statement in statements}
    typed = (*triples.subjects(DCAT.Dataset), *triples.subjects(DCAT.DatasetSeries))
    others = (statement.subject for statement in statements if statement.subject not in spoken_of)
    subject = next(chain(typed, others), None)
    if not isinstance(subject, NamedNode | BlankNode):
        raise RecordError(f"dataset {key} is not among its own statements")
    return subject


def is_a(node: object, rdf_type: str, triples: Triples) -> bool:
    """Whether a node is said to be of a class."""
    return NamedNode(rdf_type) in triples.about(node).get(RDF.type, ())  # type: ignore[arg-type]


def _elsewhere(nodes: list[NamedNode]) -> Finding:
    return Finding(
        code="dcat-described-elsewhere",
        severity=Severity.INFO,
        message=f"{len(nodes)} datasets are listed in this document and not described in it",
        place=min(node.value for node in nodes),
    )
