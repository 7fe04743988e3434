"""The linkages of a concept, a kind of identifier among them: through the datasets that name it, and in its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from catalogue.meaning import concept_key
from catalogue.questions.topics import SCHEME as TOPICS
from vocab import Concept
from vocab.namespaces import SKOS
from web.linkages.joining import bridge_ties
from web.linkages.tallies import (
    CONCEPT,
    DATASETS,
    IDENTIFIER,
    Subject,
    counted_ties,
    dataset_tie,
    page_of,
    tally,
)
from web.linkages.telling import story_tie
from web.linkages.tie import About, End, Linkages, Tie, Wanted, Way, Whole, in_order, tie_of, ways
from web.related_concepts import Relation, relations_of
from web.site import Site

WHAT_IDENTIFIER, WHAT_CONCEPT = "identifier", "vocabulary"


def concept_linkages(site: Site, concept: Concept, wanted: Wanted, whole: Whole) -> Linkages:
    """All that a concept is tied to."""
    relations = [*relation_ties(site, concept, wanted, whole)]
    if concept.scheme == TOPICS:  # which are of our search, and no dataset names them
        return Linkages(about=_about(site, concept), ties=in_order(relations))
    subject = subject_of(concept)
    told = tally(site, subject)
    ties = [
        dataset_tie(site, told, naming(concept.scheme), wanted),
        *counted_ties(site, told, wanted, whole),
        *_used(site, concept, wanted, whole),
        *relations,
    ]
    about = replace(_about(site, concept), found=subject.found(site), datasets=told.total)
    return Linkages(about=about, ties=in_order(ties))


def naming(code: str) -> Way:
    """How datasets are tied to what they name in a way: by its property, read from the other end."""
    own, way = ways().get(code), ways()[DATASETS]
    return replace(way, property=own.property, label=own.label) if own else way


def _used(site: Site, concept: Concept, wanted: Wanted, whole: Whole) -> Iterator[Tie | None]:
    """What stories say of kinds of identifier and of themes; and the lookups that lead from a kind to others."""
    if concept.scheme == IDENTIFIER:
        yield from bridge_ties(site, concept.code, wanted, whole)
    if concept.scheme in (IDENTIFIER, "theme"):
        yield story_tie(site, concept.scheme, concept.code, wanted, whole)


def subject_of(concept: Concept) -> Subject:
    """The datasets that name a concept; those that hold a kind of identifier."""
    if concept.scheme == IDENTIFIER:
        return Subject(facet=IDENTIFIER, value=concept.code)
    return Subject(facet=CONCEPT, value=concept_key(concept.scheme, concept.code))


def relation_ties(site: Site, concept: Concept, wanted: Wanted, whole: Whole) -> Iterator[Tie | None]:
    """What a concept stands beside in its own list and in others, and what is directly within it."""
    below = site.thesaurus.narrower.get(concept.iri, ())
    narrower = Relation(label="Within it", property=SKOS.narrower, ends=below)
    for one in (*relations_of(site, concept), narrower):
        name = one.property.rpartition("#")[2].rpartition("/")[2]
        way = Way(code=f"concept-{name}", title=one.label, property=one.property, label=one.label, means="")
        yield tie_of(way, one.ends, wanted, partial(_related_end, site), whole)


def _related_end(site: Site, end: Concept | str) -> End:
    if isinstance(end, str):
        return End(text=end, iri=end, address=site.links.resource(end))
    return End(
        text=end.label(),
        iri=end.iri,
        address=page_of(site, end.scheme, end.code),
        count=site.counts.of(end.scheme, end.code) if end.scheme != TOPICS else None,
        why=site.vocabulary.schemes[end.scheme].title,
    )


def _about(site: Site, concept: Concept) -> About:
    identifier = concept.scheme == IDENTIFIER
    return About(
        what=WHAT_IDENTIFIER if identifier else WHAT_CONCEPT,
        name=concept.code if identifier else concept_key(concept.scheme, concept.code),
        title=concept.label(),
        iri=concept.iri,
        page=page_of(site, concept.scheme, concept.code),
    )
