"""A concept in SKOS (https://www.w3.org/TR/skos-reference/), and each vocabulary as a named graph of the store.

The store holds them so that one query can go from a dataset to what its terms mean: to the name of its theme, to
the nation that its publisher's area lies in, to whether its licence is open.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.iri import read_iri
from catalogue.links import Links
from catalogue.writing import link, literal
from vocab import Concept, Label, Scheme, Vocabulary
from vocab.namespaces import DCT, FOAF, OWL, RDF, RDFS, SKOS, STOOK, XSD

Statement = tuple[str, str, str]
"""Subject and object as N-Triples has them, the predicate as its IRI."""

FORM = 1
"""Raised when these graphs say the same vocabularies in another way, so that every store is taught them again."""

_TERMS = {"area": DCT.spatial, "homepage": FOAF.homepage}
_LINKS = frozenset(("area", "homepage", "within"))
_TRUTHS = frozenset(("true", "false"))


def vocabulary_graphs(vocabulary: Vocabulary, links: Links) -> Iterator[tuple[str, bytes]]:
    """For each vocabulary the name of its graph, which is its own page, and the graph as N-Quads."""
    for scheme in vocabulary.schemes.values():
        graph = links.vocabulary(scheme.name)
        statements = [*scheme_statements(scheme, links)]
        for concept in scheme.concepts:
            statements += concept_statements(concept, links)
        end = f" {link(graph)} .\n"
        yield graph, "".join(f"{s} {link(p)} {o}{end}" for s, p, o in statements).encode()


def scheme_statements(scheme: Scheme, links: Links) -> Iterator[Statement]:
    """What a vocabulary says of itself."""
    here = link(links.vocabulary(scheme.name))
    yield here, RDF.type, link(SKOS.ConceptScheme)
    yield here, DCT.title, literal(scheme.title, "en")
    yield here, DCT.description, literal(scheme.description, "en")
    yield here, DCT.modified, literal(scheme.modified, datatype=XSD.date)
    for term, text in ((DCT.source, scheme.source), (DCT.license, scheme.licence)):
        if iri := read_iri(text):
            yield here, term, link(iri)


def concept_statements(concept: Concept, links: Links) -> Iterator[Statement]:
    """All that a concept says itself: its labels, relations and facts, and the page here that explains it."""
    here = link(concept.iri)
    yield here, RDF.type, link(SKOS.Concept)
    yield here, SKOS.inScheme, link(links.vocabulary(concept.scheme))
    yield here, SKOS.notation, literal(concept.code)
    for label in concept.labels:
        yield here, SKOS.prefLabel, said(label)
    for label in concept.alternatives:
        yield here, SKOS.altLabel, said(label)
    for text in (*concept.hidden, *concept.likely):
        yield here, SKOS.hiddenLabel, literal(text)
    if concept.definition:
        yield here, SKOS.definition, literal(concept.definition, "en")
    if concept.former:
        yield here, OWL.deprecated, literal("true", datatype=XSD.boolean)
    yield from _relations(concept)
    yield from _facts(concept)
    yield here, RDFS.seeAlso, link(links.vocabulary(concept.scheme, concept.code))


def said(label: Label) -> str:
    """A label as a literal in its language."""
    return literal(label.text, label.lang)


def _relations(concept: Concept) -> Iterator[Statement]:
    stated = (
        (SKOS.exactMatch, concept.exact_matches),
        (SKOS.broader, concept.broader),
        (SKOS.related, concept.related),
        (SKOS.broadMatch, concept.broad_matches),
        (DCT.isReplacedBy, concept.replaced_by),
    )
    for predicate, iris in stated:
        for iri in iris:
            yield link(concept.iri), predicate, link(iri)


def _facts(concept: Concept) -> Iterator[Statement]:
    for name, text in concept.facts.items():
        if name != "former" and (value := _value(name, text)):
            yield link(concept.iri), _TERMS.get(name) or STOOK[name], value
    for name, texts in concept.lists.items():
        for text in texts:
            yield link(concept.iri), STOOK[name], literal(text)


def _value(name: str, text: str) -> str:
    if name in _LINKS:
        iri = read_iri(text)
        return link(iri) if iri else ""
    return literal(text, datatype=XSD.boolean) if text in _TRUTHS else literal(text)
