"""Concepts and schemes for programs: SKOS and plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.iri import read_iri
from catalogue.writing import link, literal
from vocab import Concept, Scheme
from vocab.namespaces import DCT, RDF, RDFS, SKOS
from web.addresses import Addresses
from web.lists import to_ntriples

Statement = tuple[str, str, str]
_SCHEME = "urn:stook:scheme:"


def concept_triples(concept: Concept, iris: Addresses) -> bytes:
    """A concept in SKOS, with the page here that explains it."""
    return to_ntriples(_concept(concept, iris))


def scheme_triples(scheme: Scheme, concepts: Iterable[Concept]) -> bytes:
    """A scheme with a page of its concepts and their labels."""
    here = link(_SCHEME + scheme.name)
    statements: list[Statement] = [
        (here, RDF.type, link(SKOS.ConceptScheme)),
        (here, DCT.title, literal(scheme.title, "en")),
        (here, DCT.description, literal(scheme.description, "en")),
    ]
    statements += [(here, DCT.source, link(iri)) for iri in [read_iri(scheme.source)] if iri]
    for concept in concepts:
        statements += [(link(concept.iri), SKOS.inScheme, here), *_labels(concept)]
    return to_ntriples(statements)


def concept_json(concept: Concept, iris: Addresses) -> dict[str, object]:
    """A concept as plain JSON."""
    return {
        "iri": concept.iri,
        "page": iris.vocabulary(concept.scheme, concept.code),
        "scheme": concept.scheme,
        "code": concept.code,
        "label": concept.label(),
        "labels": {label.lang: label.text for label in concept.labels},
        "alternatives": [label.text for label in concept.alternatives],
        "spellings": [*concept.hidden, *concept.likely],
        "definition": concept.definition,
        "exact_matches": list(concept.exact_matches),
        "broader": list(concept.broader),
        "replaced_by": list(concept.replaced_by),
        "facts": dict(concept.facts),
    }


def scheme_json(scheme: Scheme) -> dict[str, object]:
    """A scheme without its concepts."""
    return {
        "name": scheme.name,
        "title": scheme.title,
        "description": scheme.description,
        "source": scheme.source,
        "licence": scheme.licence,
        "modified": scheme.modified,
        "concepts": len(scheme.concepts),
    }


def _concept(concept: Concept, iris: Addresses) -> Iterator[Statement]:
    here = link(concept.iri)
    yield here, SKOS.inScheme, link(_SCHEME + concept.scheme)
    yield from _labels(concept)
    for label in concept.alternatives:
        yield here, SKOS.altLabel, literal(label.text, label.lang)
    for text in (*concept.hidden, *concept.likely):
        yield here, SKOS.hiddenLabel, literal(text)
    if concept.definition:
        yield here, SKOS.definition, literal(concept.definition, "en")
    related = ((SKOS.exactMatch, concept.exact_matches), (SKOS.broader, concept.broader))
    for predicate, iris_there in (*related, (DCT.isReplacedBy, concept.replaced_by)):
        for iri in iris_there:
            yield here, predicate, link(iri)
    yield here, RDFS.seeAlso, link(iris.vocabulary(concept.scheme, concept.code))


def _labels(concept: Concept) -> Iterator[Statement]:
    here = link(concept.iri)
    yield here, RDF.type, link(SKOS.Concept)
    yield here, SKOS.notation, literal(concept.code)
    for label in concept.labels:
        yield here, SKOS.prefLabel, literal(label.text, label.lang)
