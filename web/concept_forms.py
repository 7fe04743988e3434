"""Concepts and schemes for programs: SKOS and plain JSON (https://www.w3.org/TR/skos-reference/)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.concept_graph import Statement, concept_statements, said, scheme_statements
from catalogue.writing import link
from vocab import Concept, Scheme, Vocabulary
from vocab.namespaces import DCT, SKOS
from web.addresses import Addresses
from web.lists import to_ntriples
from web.pages.vocabulary import VocabulariesPage
from web.schema import COUNT, STRING, every, record, table
from web.tables import Member, collection_triples
from web.thesaurus import Thesaurus

CONCEPT_SCHEMA = record(
    iri=STRING,
    page=STRING,
    scheme=STRING,
    code=STRING,
    label=STRING,
    labels=table(STRING),
    alternatives=every(STRING),
    spellings=every(STRING),
    definition=STRING,
    exact_matches=every(STRING),
    broader=every(STRING),
    related=every(STRING),
    narrower=every(STRING),
    broad_matches=every(STRING),
    narrow_matches=every(STRING),
    replaced_by=every(STRING),
    facts=table(STRING),
    lists=table(every(STRING)),
)
SCHEME_SCHEMA = record(
    name=STRING,
    title=STRING,
    description=STRING,
    source=STRING,
    licence=STRING,
    modified=STRING,
    concepts=COUNT,
)


def concept_triples(concept: Concept, thesaurus: Thesaurus, iris: Addresses) -> bytes:
    """A concept in SKOS, with the page here that explains it, and the names of those it is related to."""
    statements = [*_concept(concept, thesaurus, iris)]
    near = (thesaurus.vocabulary.concept(iri) for iri in (*concept.broader, *concept.broad_matches))
    for other in (*near, *_narrower(concept, thesaurus), *_narrow_matches(concept, thesaurus)):
        if other:
            statements += [(link(other.iri), SKOS.prefLabel, said(label)) for label in other.labels]
    return to_ntriples(statements)


def scheme_triples(scheme: Scheme, thesaurus: Thesaurus, iris: Addresses) -> bytes:
    """A whole scheme: its concepts with all that is said of them, those at the top named."""
    here = link(iris.vocabulary(scheme.name))
    statements: list[Statement] = [*scheme_statements(scheme, iris)]
    for root in thesaurus.roots(scheme.concepts):
        statements.append((here, SKOS.hasTopConcept, link(root.iri)))
    for concept in scheme.concepts:
        statements += _concept(concept, thesaurus, iris)
    return to_ntriples(statements)


def schemes_triples(vocabulary: Vocabulary, iris: Addresses) -> bytes:
    """Every scheme with what it says of itself."""
    schemes = vocabulary.schemes.values()
    members = [
        Member(
            iri=iris.vocabulary(one.name), kind=SKOS.ConceptScheme, name=one.title, named=DCT.title, lang="en"
        )
        for one in schemes
    ]
    said = (statement for one in schemes for statement in scheme_statements(one, iris))
    return collection_triples(iris.vocabulary(), "Vocabularies", members, said)


def found_triples(page: VocabulariesPage, here: str) -> bytes:
    """The concepts that a search found, a page of them."""
    members = [
        Member(
            iri=row.concept.iri,
            kind=SKOS.Concept,
            name=row.concept.label(),
            named=SKOS.prefLabel,
            lang=_lang(row.concept),
        )
        for row in page.found
    ]
    return collection_triples(here, page.title, members)


def _lang(concept: Concept) -> str:
    """The language of the label that a concept is shown with."""
    return next((one.lang for one in concept.labels if one.text == concept.label()), "")


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
        "related": list(concept.related),
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
    """What the concept says, and what the others say of it."""
    yield from concept_statements(concept, iris)
    if not thesaurus.parents(concept):
        yield link(concept.iri), SKOS.topConceptOf, link(iris.vocabulary(concept.scheme))
    turned = (
        (SKOS.narrower, _narrower(concept, thesaurus)),
        (SKOS.narrowMatch, _narrow_matches(concept, thesaurus)),
        (DCT.replaces, thesaurus.replaces.get(concept.iri, ())),
    )
    for predicate, others in turned:
        for other in others:
            yield link(concept.iri), predicate, link(other.iri)


def _narrower(concept: Concept, thesaurus: Thesaurus) -> tuple[Concept, ...]:
    return thesaurus.narrower.get(concept.iri, ())


def _narrow_matches(concept: Concept, thesaurus: Thesaurus) -> tuple[Concept, ...]:
    return thesaurus.narrow_matches.get(concept.iri, ())
