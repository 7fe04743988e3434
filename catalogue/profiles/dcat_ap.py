"""The profile "dcat-ap": of a description, what DCAT-AP 3.0.1 knows, each value of its kind and no more than may be.

Nothing is invented for what a portal left out. Two things are put where the profile looks for them: the licence of a
dataset at those of its distributions that state none, and the address of a file also as the address of its access
(https://semiceu.github.io/DCAT-AP/releases/3.0.1/#Distribution).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from catalogue.graph import placed_dataset, placed_record
from catalogue.iri import read_iri
from catalogue.links import Links
from catalogue.model import Dataset, Distribution
from catalogue.profiles.shapes import Shapes, Slot, load_shapes
from catalogue.reading import Node, Triples, Value
from catalogue.snapshot import Snapshot
from catalogue.writing import link, literal, write_graph
from vocab import Concept, Vocabulary
from vocab.namespaces import DCAT, DCT, RDF, RDFS, SKOS, XSD
from vocab.scheme import Scheme

IRI = "http://data.europa.eu/r5r/"
"""The profile's name among profiles (https://www.w3.org/TR/dx-prof-conneg/)."""

_SHAPES = "dcat_ap.ttl"
_LEXICAL = {
    XSD.nonNegativeInteger: re.compile(r"\+?\d+"),
    XSD.decimal: re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD.duration: re.compile(
        r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
    ),
    XSD.hexBinary: re.compile(r"(?:[0-9A-Fa-f]{2})+"),
    XSD.date: re.compile(r"\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?"),
    XSD.dateTime: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"),
    XSD.gYearMonth: re.compile(r"\d{4}-\d\d(?:Z|[+-]\d\d:\d\d)?"),
    XSD.gYear: re.compile(r"\d{4}(?:Z|[+-]\d\d:\d\d)?"),
}  # https://www.w3.org/TR/xmlschema11-2/, of years that the ledger can hold
_LABELLED = frozenset((SKOS.Concept, DCT.Location))  # what says its name with skos:prefLabel


def dcat_ap_triples(snapshot: Snapshot, links: Links, vocabulary: Vocabulary) -> bytes:
    """A dataset and its record as the profile has them, with the concepts that they name, as N-Triples."""
    dataset, record = fitted(placed_dataset(snapshot, links)), placed_record(snapshot, links)
    quads = write_graph((dataset, record), graph=dataset.iri, prefix=f"b{snapshot.entry.id}x")
    roots = ((dataset.iri, type(dataset).rdf_type), (record.iri, type(record).rdf_type))
    return conforming(quads, roots, links=links, vocabulary=vocabulary)


def conforming(
    quads: bytes, roots: Iterable[tuple[str, str]], *, links: Links, vocabulary: Vocabulary
) -> bytes:
    """What the profile knows of some things (IRI, class) and of all that they lead to, as N-Triples."""
    walk = _Walk(Triples(parse(quads, format=RdfFormat.N_QUADS)), load_shapes(_SHAPES), vocabulary, links)
    lines = dict.fromkeys(line for iri, kind in roots for line in walk.about(NamedNode(iri), kind))
    return "".join(lines).encode(errors="replace")


def fitted(dataset: Dataset) -> Dataset:
    """The dataset with what belongs to distributions at its distributions."""
    found = tuple(_fitted(one, dataset) for one in dataset.distribution)
    return replace(dataset, distribution=found, sample=tuple(_reached(one) for one in dataset.sample))


def _fitted(distribution: Distribution, dataset: Dataset) -> Distribution:
    return replace(_reached(distribution), license=distribution.license or dataset.license)


def _reached(distribution: Distribution) -> Distribution:
    return replace(distribution, access_url=distribution.access_url or distribution.download_url)


@dataclass(frozen=True, slots=True)
class _Walk:
    """From thing to thing along the properties that the profile has."""

    triples: Triples
    shapes: Shapes
    vocabulary: Vocabulary
    links: Links

    def about(self, node: Node, kind: str, trail: frozenset[Node] = frozenset()) -> Iterator[str]:
        """What the profile knows of a node as one of a class; `trail` is whence it was come to."""
        if kind == DCAT.DatasetSeries:  # in DCAT 3 also a dataset
            yield f"{node} {link(RDF.type)} {link(DCAT.Dataset)} .\n"
        yield f"{node} {link(RDF.type)} {link(kind)} .\n"
        known = self.vocabulary.concept(node.value) if isinstance(node, NamedNode) else None
        if known:
            yield from self._described(node, kind, known)
        said = self.triples.about(node)
        for slot in self.shapes.get(kind, ()):
            values = said.get(slot.path, ()) or _named_otherwise(slot, said)
            if known and slot.path in (SKOS.prefLabel, RDFS.label):
                continue
            for value in [one for one in values if _fits(one, slot)][: slot.most]:
                yield f"{node} {link(slot.path)} {value} .\n"
                if slot.kind and not isinstance(value, Literal) and value not in trail:
                    yield from self.about(value, slot.kind, trail | {node})

    def _described(self, node: Node, kind: str, concept: Concept) -> Iterator[str]:
        """What the vocabularies know of a concept; as another class than skos:Concept it has its name alone."""
        name = SKOS.prefLabel if kind in _LABELLED else RDFS.label
        for label in concept.labels:
            yield f"{node} {link(name)} {literal(label.text, label.lang)} .\n"
        if kind == SKOS.Concept and concept.scheme in self.vocabulary.schemes:
            scheme = scheme_iri(self.vocabulary.schemes[concept.scheme], self.links)
            yield f"{node} {link(SKOS.inScheme)} {link(scheme)} .\n"


def scheme_iri(scheme: Scheme, links: Links) -> str:
    """A scheme's name: where its concepts are named within a table of the world's, that table, else its page here."""
    theirs = read_iri(scheme.source)
    within = theirs and all(one.iri.startswith(f"{theirs}/") for one in scheme.concepts[:3])
    return theirs if theirs and within else links.vocabulary(scheme.name)


def _named_otherwise(slot: Slot, said: dict[str, list[Value]]) -> list[Value]:
    """The word of a nameless node, which `catalogue.writing` says with rdfs:label whatever its class."""
    return said.get(RDFS.label, []) if slot.path == SKOS.prefLabel else []


def _fits(value: Value, slot: Slot) -> bool:
    if not isinstance(value, Literal):
        named = isinstance(value, NamedNode)
        return not slot.literal and not slot.datatypes and (named or bool(slot.kind))
    if not slot.datatypes:
        return slot.literal
    datatype = value.datatype.value
    return datatype in slot.datatypes and bool(_LEXICAL[datatype].fullmatch(value.value))
