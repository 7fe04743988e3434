"""What a cell may mean, best first, and whether one of it is sure enough to be taken without a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.indexes.protocol import Search
from vocab import Concept, How, fold
from vocab.bodies import Bodies, Reading, bodies_of
from vocab.rules import PROSE
from web.pages.cards import make_card
from web.reconciling.asked import Condition, Query
from web.reconciling.entities import Entity, concept_entity, dataset_entity, entities_at
from web.reconciling.kinds import BY_SCHEME, DATASET, KINDS, Kind
from web.reconciling.near import near_names
from web.reconciling.properties import Facts, facts_of, spellings
from web.site import Site

_NAMED = frozenset({How.IRI, How.NOTATION, How.PREFERRED, How.ALTERNATIVE})
_SURE, _LIKELY, _NEAR = 100.0, 80.0, 95.0
"""The scores of what is sure, of the usual meaning of a loose word, and of a spelling that differs least."""
_AGREES, _CONTRADICTS, _OF_ANOTHER_TYPE = 5.0, -25.0, -30.0
_LOOKED_AT = 25
"""How many of a kind are held against what is said of the thing, whatever the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A thing that is perhaps meant. `sure` says that what was written means it, and that nothing said of it is
    otherwise; `lent` that it goes by the name of another thing, as an area by that of its council."""

    entity: Entity
    score: float
    sure: bool
    likeness: float
    lent: bool = False
    agreeing: int = 0
    contradicting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The candidates of one query, the best first, and the one that is certainly meant."""

    candidates: tuple[Candidate, ...]
    match: Candidate | None


def find_candidates(site: Site, query: Query) -> Result:
    """What a query may mean, of the types that it asks for."""
    asked, others = _kinds(query)
    found = [one for kind in asked for one in _of_kind(site, query, kind)]
    found += [_of_another_type(one) for kind in others for one in _of_kind(site, query, kind)]
    judged = [_judged(site, one, query.conditions) for one in found]
    ordered = sorted(judged, key=_rank)
    return Result(candidates=tuple(ordered[: query.limit]), match=_only_sure(ordered))


def _rank(one: Candidate) -> tuple[object, ...]:
    return (-one.score, one.lent, -one.likeness, one.entity.name, one.entity.id)


def _kinds(query: Query) -> tuple[Sequence[Kind], Sequence[Kind]]:
    """The types asked for, and those that come after them; of several that all must hold, nothing has two."""
    if not query.types:
        return tuple(KINDS.values()), ()
    asked = [kind for kind in KINDS.values() if kind.id in query.types]
    if query.strict == "should":
        return asked, [kind for kind in KINDS.values() if kind not in asked]
    return ([], ()) if query.strict == "all" and len(set(query.types)) > 1 else (asked, ())


def _of_kind(site: Site, query: Query, kind: Kind) -> Iterable[Candidate]:
    if not query.text.strip():
        return ()
    return _datasets(site, query) if kind is DATASET else _concepts(site, query, kind)


def _concepts(site: Site, query: Query, kind: Kind) -> Iterator[Candidate]:
    """What the vocabulary reads, and what is spelt nearly so."""
    near = near_names(site.vocabulary, kind.id).find(query.text, max(query.limit + 1, _LOOKED_AT))
    likeness = {concept.iri: alike for concept, alike in near}
    read = _read(site, query, kind)
    if read:
        alike = likeness.get(read.concept.iri, 0.0)
        score = _SURE if read.sure else max(_LIKELY, _NEAR * alike)
        yield Candidate(
            entity=concept_entity(site, read.concept),
            score=score,
            sure=read.sure,
            likeness=alike,
            lent=read.lent,
        )
    for concept, alike in near:
        if read is None or concept.iri != read.concept.iri:
            entity = concept_entity(site, concept)
            yield Candidate(entity=entity, score=_NEAR * alike, sure=False, likeness=alike)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    concept: Concept
    sure: bool
    lent: bool = False


def _read(site: Site, query: Query, kind: Kind) -> _Read | None:
    """What the vocabulary says that the words mean."""
    if kind.id == "body":
        return _read_body(site, query)
    match = site.vocabulary.schemes[kind.schemes[0]].match(query.text)
    prose = PROSE.get(kind.id)
    if match is None or match.concept.scheme not in BY_SCHEME or (prose and match.concept.code == prose.own):
        return None
    # A word that portals use for a theme ("Bins") is within it, and no name of it.
    sure = match.sure and (kind.id != "theme" or match.how in _NAMED)
    lent = kind.id == "place" and match.how is How.ALTERNATIVE
    return _Read(concept=match.concept, sure=sure, lent=lent)


def _read_body(site: Site, query: Query) -> _Read | None:
    bodies = bodies_of(site.vocabulary)
    found = bodies.find(query.text.strip()) or bodies.find(query.text.strip().upper())
    if found:
        return _Read(concept=found, sure=True)
    reading = bodies.named(query.text, query.stated("nation"))
    if reading is None or not reading.sure:
        reading = _without_council(bodies, query.text) or reading
    return _Read(concept=reading.body, sure=reading.sure) if reading else None


def _without_council(bodies: Bodies, text: str) -> Reading | None:
    """The body whose official name is these words with "Council" behind them: "Wyre Forest District"."""
    reading = bodies.named_in_full(f"{text} Council")
    return reading if reading and fold(reading.body.label()) == f"{fold(text)} council" else None


def _datasets(site: Site, query: Query) -> Iterator[Candidate]:
    """What a search for the words finds, of the publisher that is stated if it has any."""
    words = fold(query.text)
    if not words:
        return
    slug = _publisher(site, query.stated("publisher"))
    narrowed = Search(
        text=words, filters={"publisher": (slug,)} if slug else {}, limit=_LOOKED_AT, snippets=False
    )
    hits = site.index.search(narrowed).hits
    if slug and not hits:
        hits = site.index.search(replace(narrowed, filters={})).hits
    for card in map(make_card, hits):
        alike = _shared_words(words, fold(card.title))
        same = fold(card.title) == words
        entity = dataset_entity(site, card.id, card.title, card.publisher)
        yield Candidate(entity=entity, score=_SURE if same else _NEAR * alike, sure=same, likeness=alike)


def _publisher(site: Site, said: str) -> str:
    """The slug of a publisher by its slug, its name or one of those that its body goes by; "" for none of ours."""
    publishers = site.names.table().publishers
    if not said or said in publishers:
        return said
    if entity := entities_at(site, [said]).get(said):
        said = entity.name
    reading = bodies_of(site.vocabulary).named(said)
    slug = (reading.body.facts.get("slug") or reading.body.code) if reading and reading.sure else ""
    if slug in publishers:
        return slug
    return next((one for one, name in publishers.items() if fold(name) == fold(said)), "")


def _shared_words(one: str, other: str) -> float:
    ours, theirs = set(one.split()), set(other.split())
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 0.0


def _of_another_type(one: Candidate) -> Candidate:
    return replace(one, score=max(0.0, one.score + _OF_ANOTHER_TYPE), sure=False)


def _judged(site: Site, one: Candidate, conditions: Sequence[Condition]) -> Candidate:
    """A candidate held against what is said of the thing; what is not known of it counts neither way."""
    if not conditions:
        return one
    whole = one.entity
    if whole.kind is DATASET:
        whole = entities_at(site, [whole.id]).get(whole.id, whole)
    facts = facts_of(site, whole)
    said = [verdict for each in conditions if (verdict := _agrees(facts, each)) is not None]
    agreeing, contradicting = sum(said), len(said) - sum(said)
    score = one.score + agreeing * _AGREES + contradicting * _CONTRADICTS
    return replace(
        one,
        score=min(_SURE if one.sure else _NEAR, max(0.0, score)),
        sure=one.sure and not contradicting,
        agreeing=agreeing,
        contradicting=contradicting,
    )


def _agrees(facts: Facts, condition: Condition) -> bool | None:
    known = facts.get(condition.property, ())
    if not known or not condition.values:
        return None
    spelt = frozenset().union(*map(spellings, known))
    return any(fold(value) in spelt for value in condition.values)


def _only_sure(found: Sequence[Candidate]) -> Candidate | None:
    """The one that is sure, if it alone is; a thing under its own name goes before one that borrows it."""
    sure = [one for one in found if one.sure]
    own = [one for one in sure if not one.lent] or sure
    return own[0] if len(own) == 1 else None
