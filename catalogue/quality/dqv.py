"""The scores as the Data Quality Vocabulary has them (https://www.w3.org/TR/vocab-dqv/).

A dataset has two measurements, each of a number of points. Which metrics pass is said of the measurement itself, by
terms of ours, and of the score as published alone: what passes here can be asked of the very graph. A measurement of
its own for each of 23 metrics, twice, would treble every graph of the store; these are some 25 statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.links import Links
from catalogue.quality.metrics import DIMENSIONS, METRICS, MOST, Metric, in_order, points_of
from catalogue.quality.scores import Scores
from catalogue.writing import link, literal
from vocab.namespaces import DCT, DQV, PROV, RDF, RDFS, SKOS, STOOK, XSD

Statement = tuple[str, str, str]
"""Subject and object as N-Triples has them, the predicate as its IRI."""

PUBLISHED, HERE = "score-as-published", "score-in-this-catalogue"
SCORES = {
    PUBLISHED: (
        "Score as published",
        "The points of a dataset by the words of its portal, before any mapping or default of this catalogue.",
    ),
    HERE: (
        "Score in this catalogue",
        "The points of a dataset as this catalogue holds it, with the concepts that its words were read as.",
    ),
}


def measured(identifier: str, scores: Scores, links: Links) -> Iterator[str]:
    """The measurements of a dataset, as N-Quads in its own graph."""
    graph = link(links.dataset(identifier))
    said = scores.published
    sides = [(HERE, scores.here, said is None)]
    if said is not None:
        sides.append((PUBLISHED, said, True))
    for count, (name, codes, in_full) in enumerate(sides):
        node = f"_:b{identifier}q{count}"
        yield f"{graph} {link(DQV.hasQualityMeasurement)} {node} {graph} .\n"
        yield f"{node} {link(DQV.computedOn)} {graph} {graph} .\n"
        for predicate, value in _measurement(name, codes, scores, links):
            yield f"{node} {link(predicate)} {value} {graph} .\n"
        for predicate, value in _metrics(codes, scores, links) if in_full else ():
            yield f"{node} {link(predicate)} {value} {graph} .\n"


def _measurement(
    name: str, codes: frozenset[str], scores: Scores, links: Links
) -> tuple[tuple[str, str], ...]:
    return (
        (RDF.type, link(DQV.QualityMeasurement)),
        (DQV.isMeasurementOf, link(links.quality_part(name))),
        (DQV.value, literal(str(points_of(codes)), datatype=XSD.integer)),
        (PROV.generatedAtTime, literal(scores.at, datatype=XSD.dateTime)),
    )


def _metrics(codes: frozenset[str], scores: Scores, links: Links) -> Iterator[tuple[str, str]]:
    for code in in_order(codes):
        yield STOOK.passes, link(links.quality(code))
    for code in in_order(scores.unknown - codes):
        yield STOOK.notKnown, link(links.quality(code))


def quality_graph(links: Links) -> tuple[str, bytes]:
    """The name of the graph that describes scores, dimensions and metrics, and the graph as N-Quads."""
    graph = links.quality()
    end = f" {link(graph)} .\n"
    return graph, "".join(f"{s} {link(p)} {o}{end}" for s, p, o in quality_statements(links)).encode()


def quality_statements(links: Links) -> Iterator[Statement]:
    """What the score consists of."""
    here = link(links.quality())
    yield here, RDF.type, link(SKOS.ConceptScheme)
    yield here, DCT.title, literal("Metadata quality", "en")
    yield here, DCT.source, link("https://data.europa.eu/mqa/methodology")
    for name, (title, about) in SCORES.items():
        yield from _described(links.quality_part(name), DQV.Metric, title, about)
        yield link(links.quality_part(name)), DQV.expectedDataType, link(XSD.integer)
        yield link(links.quality_part(name)), STOOK.points, literal(str(MOST), datatype=XSD.integer)
        yield link(links.quality_part(name)), SKOS.inScheme, here
    for dimension in DIMENSIONS:
        iri = links.quality_part(dimension.code)
        yield from _described(iri, DQV.Dimension, dimension.title, dimension.about)
        yield link(iri), SKOS.inScheme, here
    for metric in METRICS:
        yield from metric_statements(metric, links)


def metric_statements(metric: Metric, links: Links) -> Iterator[Statement]:
    """One metric: what it checks, in which dimension, and its points."""
    iri = link(links.quality(metric.code))
    yield from _described(links.quality(metric.code), DQV.Metric, metric.title, metric.checks)
    yield iri, SKOS.notation, literal(metric.code)
    yield iri, SKOS.scopeNote, literal(metric.why, "en")
    yield iri, RDFS.comment, literal(metric.fix, "en")
    yield iri, DQV.inDimension, link(links.quality_part(metric.dimension))
    yield iri, DQV.expectedDataType, link(XSD.boolean)
    yield iri, STOOK.points, literal(str(metric.points), datatype=XSD.integer)
    yield iri, SKOS.inScheme, link(links.quality())


def _described(iri: str, kind: str, title: str, about: str) -> Iterable[Statement]:
    return (
        (link(iri), RDF.type, link(kind)),
        (link(iri), SKOS.prefLabel, literal(title, "en")),
        (link(iri), SKOS.definition, literal(about, "en")),
    )
