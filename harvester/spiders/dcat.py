"""DCAT as RDF: a feed in any syntax, whole or in Hydra pages, a dataset a record (https://www.w3.org/TR/vocab-dcat-3/).

A record is the dataset's part of the document: its own statements, and those of the distributions, contacts,
publishers and places that it leads to. Each property of the model is read from the property that
`catalogue/model.py` names beside it, or from those that it lists as `also` (`dcat:accessUrl`,
`dct:distributions`, `owl:versionInfo` …); whatever else is said stands in `extra`.

| | source |
|---|---|
| key | the dataset's IRI, else `dct:identifier`, else a weak key of title and landing page |
| declared | `hydra:totalItems` |
| next page | `hydra:next` of a view, `hydra:nextPage` of a paged collection, IRI or text |
| further documents | `dcat:catalog`, and `dct:hasPart` of type dcat:Catalog, on the same portal |
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import ClassVar
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from scrapy import Request
from scrapy.http import Response

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address, read_iri
from catalogue.model import Dataset, DatasetSeries
from catalogue.reading import Node, Triples, read_thing
from harvester.drafting.subjects import name_services, sort_subjects
from harvester.formats.closure import canonical, closure
from harvester.formats.feed import read_feed
from harvester.formats.hydra import next_pages, total_items
from harvester.record import Draft, Page, PageUnreadable, Record, weak_key
from harvester.spider import PortalSpider
from vocab.namespaces import DCAT, DCT, RDF

# Where portals put their catalogue, the likeliest first (ckanext-dcat, then udata, DKAN and hand-made ones).
_USUAL = (
    "/catalog.ttl",
    "/catalog.jsonld",
    "/catalog.xml",
    "/catalog.rdf",
    "/dcat.ttl",
    "/dcat.rdf",
    "/dcat",
)
_FILES = ("ttl", "rdf", "xml", "jsonld", "json", "nt", "n3", "nq", "trig", "owl")
_STUB = frozenset((RDF.type, DCAT.inSeries, DCT.isPartOf, DCT.hasPart, DCAT.landingPage))


class DcatSpider(PortalSpider):
    """Portals that publish DCAT as RDF."""

    kind: ClassVar[str] = "dcat"
    title: ClassVar[str] = "DCAT feed"

    def begin(self) -> tuple[Request, ...]:
        """The address itself where it names a document, else the usual places below it, then it as it stands."""
        parts = urlsplit(self.portal.address)
        if parts.query or parts.path.rpartition(".")[2].lower() in _FILES:
            return (self.ask(self.portal.address, self.page),)
        otherwise = (self.ask(self.portal.address, self.page),)
        for path in reversed(_USUAL):
            otherwise = (self.ask(self.address(path), self.page, otherwise=otherwise),)
        return otherwise

    def page(self, response: Response, *, before: str = "") -> Page:
        """One document. `before` stands for the datasets of the page that led here, to notice a page that
        repeats it."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        triples = read_feed(response.body, content_type=content_type, url=response.url)
        records, findings = cut(triples, self.portal.address)
        following = next_pages(triples, response.url)
        mark = _mark(records)
        if following and not records and not findings:
            raise PageUnreadable(f"the page holds no dataset, yet points on to {following[0]}")
        if before and mark == before:
            raise PageUnreadable(
                "the page holds the datasets of the page before it: the portal ignores the page number"
            )
        pages = tuple(self.ask(url, self.page, before=mark) for url in following)
        return Page(
            records=tuple(records),
            findings=findings,
            follow=pages + tuple(self.ask(url, self.page) for url in self._catalogues(triples, response.url)),
            declared=total_items(triples),
        )

    def draft(self, record: Record) -> Draft:
        """A dataset read out of its statements."""
        return draft_dataset(record)

    def _catalogues(self, triples: Triples, url: str) -> Iterator[str]:
        """Nested catalogues on this portal that this document does not hold."""
        parts = (v for v in triples.values(DCT.hasPart) if _is_a(v, DCAT.Catalog, triples))
        for node in dict.fromkeys((*triples.values(DCAT.catalog), *parts)):
            if not isinstance(node, NamedNode) or triples.about(node).get(DCAT.dataset):
                continue
            address = node.value.partition("#")[0]
            if is_web_address(address) and self._is_here(address) and address != url:
                yield address

    def _is_here(self, address: str) -> bool:
        homes = {urlsplit(home).hostname for home in (self.portal.address, self.portal.origin) if home}
        return urlsplit(address).hostname in homes


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
    kind = DatasetSeries if _is_a(subject, DCAT.DatasetSeries, triples) else Dataset
    dataset = read_thing(kind, subject, triples)
    if not any(title.value.strip() for title in dataset.title):
        raise RecordError(f"dataset {record.key} has no title")
    return Draft(dataset=name_services(sort_subjects(dataset)))


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


def _is_a(node: object, rdf_type: str, triples: Triples) -> bool:
    return NamedNode(rdf_type) in triples.about(node).get(RDF.type, ())  # type: ignore[arg-type]


def _mark(records: list[Record]) -> str:
    keys = "\n".join(sorted(record.key for record in records))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def _elsewhere(nodes: list[NamedNode]) -> Finding:
    return Finding(
        code="dcat-described-elsewhere",
        severity=Severity.INFO,
        message=f"{len(nodes)} datasets are listed in this document and not described in it",
        place=min(node.value for node in nodes),
    )
