"""Concepts and schemes for programs: SKOS and plain JSON (https://www.w3.org/TR/skos-reference/)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.iri import read_iri
from catalogue.writing import link, literal
from vocab import Concept, Label, Scheme
from vocab.namespaces import DCT, OWL, RDF, RDFS, SKOS, XSD
from web.addresses import Addresses
from web.lists import to_ntriples
from web.thesaurus import Thesaurus

Statement = tuple[str, str, str]


def concept_triples(concept: Concept, thesaurus: Thesaurus, iris: Addresses) -> bytes:
    """A concept in SKOS, with the page here that explains it, and the names of those it is related to."""
    statements = [*_concept(concept, thesaurus, iris)]
    near = (thesaurus.vocabulary.concept(iri) for iri in (*concept.broader, *concept.broad_matches))
    for other in (*near, *_narrower(concept, thesaurus), *_narrow_matches(concept, thesaurus)):
        if other:
            statements += [(link(other.iri), SKOS.prefLabel, _said(label)) for label in other.labels]
    return to_ntriples(statements)


def scheme_triples(scheme: Scheme, thesaurus: Thesaurus, iris: Addresses) -> bytes:
    """A whole scheme: its concepts with all that is said of them, those at the top named."""
    here = link(iris.vocabulary(scheme.name))
    statements: list[Statement] = [
        (here, RDF.type, link(SKOS.ConceptScheme)),
        (here, DCT.title, literal(scheme.title, "en")),
        (here, DCT.description, literal(scheme.description, "en")),
        (here, DCT.modified, literal(scheme.modified, datatype=XSD.date)),
    ]
    stated = ((DCT.source, scheme.source), (DCT.license, scheme.licence))
    statements += [(here, term, link(iri)) for term, text in stated for iri in [read_iri(text)] if iri]
    for root in thesaurus.roots(scheme.concepts):
        statements.append((here, SKOS.hasTopConcept, link(root.iri)))
    for concept in scheme.concepts:
        statements += _concept(concept, thesaurus, iris)
    return to_ntriples(statements)


def concept_json(concept: Concept, thesaurus: Thesaurus, iris: Addresses) -> dict[str, object]:
    """A concept as plain JSON; `wider` and `narrower_matches` are related concepts of other schemes."""
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
        "narrower": [one.iri for one in _narrower(concept, thesaurus)],
        "broad_matches": list(concept.broad_matches),
        "narrow_matches": [one.iri for one in _narrow_matches(concept, thesaurus)],
        "replaced_by": list(concept.replaced_by),
        "facts": dict(concept.facts),
        "lists": {name: list(values) for name, values in concept.lists.items()},
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


def _concept(concept: Concept, thesaurus: Thesaurus, iris: Addresses) -> Iterator[Statement]:
    here, scheme = link(concept.iri), link(iris.vocabulary(concept.scheme))
    yield here, RDF.type, link(SKOS.Concept)
    yield here, SKOS.inScheme, scheme
    if not thesaurus.parents(concept):
        yield here, SKOS.topConceptOf, scheme
    yield here, SKOS.notation, literal(concept.code)
    for label in concept.labels:
        yield here, SKOS.prefLabel, _said(label)
    for label in concept.alternatives:
        yield here, SKOS.altLabel, _said(label)
    for text in (*concept.hidden, *concept.likely):
        yield here, SKOS.hiddenLabel, literal(text)
    if concept.definition:
        yield here, SKOS.definition, literal(concept.definition, "en")
    if concept.former:
        yield here, OWL.deprecated, literal("true", datatype=XSD.boolean)
    yield from _relations(concept, thesaurus)
    yield here, RDFS.seeAlso, link(iris.vocabulary(concept.scheme, concept.code))


def _relations(concept: Concept, thesaurus: Thesaurus) -> Iterator[Statement]:
    stated = (
        (SKOS.exactMatch, concept.exact_matches),
        (SKOS.broader, concept.broader),
        (SKOS.narrower, tuple(one.iri for one in _narrower(concept, thesaurus))),
        (SKOS.broadMatch, concept.broad_matches),
        (SKOS.narrowMatch, tuple(one.iri for one in _narrow_matches(concept, thesaurus))),
        (DCT.isReplacedBy, concept.replaced_by),
        (DCT.replaces, tuple(one.iri for one in thesaurus.replaces.get(concept.iri, ()))),
    )
    for predicate, iris in stated:
        for iri in iris:
            yield link(concept.iri), predicate, link(iri)


def _narrower(concept: Concept, thesaurus: Thesaurus) -> tuple[Concept, ...]:
    return thesaurus.narrower.get(concept.iri, ())


def _narrow_matches(concept: Concept, thesaurus: Thesaurus) -> tuple[Concept, ...]:
    return thesaurus.narrow_matches.get(concept.iri, ())


def _said(label: Label) -> str:
    return literal(label.text, label.lang)
