"""How concepts stand to one another, read the other way round: what is narrower, what a successor replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from vocab import Concept, Vocabulary

MOST_BELOW = 5_000
"""Concepts that a walk downwards takes in; a vocabulary of ours has fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesaurus:
    """The relations that the files state one way, by the IRI at their other end.

    `narrower` holds what states a concept as broader, in the same scheme or another; `narrow_matches` what
    states it as a wider concept of another scheme; `replaces` what it took over from; `owners` the organisations
    whose area a place is; `same` the concepts of other schemes that say they are the same.
    """

    vocabulary: Vocabulary
    narrower: Mapping[str, tuple[Concept, ...]]
    narrow_matches: Mapping[str, tuple[Concept, ...]]
    replaces: Mapping[str, tuple[Concept, ...]]
    owners: Mapping[str, tuple[Concept, ...]]
    same: Mapping[str, tuple[Concept, ...]]

    def below(self, concept: Concept) -> tuple[Concept, ...]:
        """Everything narrower, at any depth and in any scheme, each once; a circle is walked once."""
        return tuple(islice(self._below(concept), MOST_BELOW))

    def roots(self, concepts: Iterable[Concept]) -> tuple[Concept, ...]:
        """Those without a broader one in their own scheme, by name."""
        return by_label(one for one in concepts if not self.parents(one))

    def parents(self, concept: Concept) -> tuple[Concept, ...]:
        """The broader concepts in its own scheme."""
        found = (self.vocabulary.concept(iri) for iri in concept.broader)
        return tuple(one for one in found if one and one.scheme == concept.scheme)

    def children(self, concept: Concept) -> tuple[Concept, ...]:
        """The narrower concepts in its own scheme, by name."""
        return tuple(one for one in self.narrower.get(concept.iri, ()) if one.scheme == concept.scheme)

    def _below(self, concept: Concept) -> Iterator[Concept]:
        seen, waiting = {concept.iri}, [concept.iri]
        while waiting:
            iri = waiting.pop()
            for one in (*self.narrower.get(iri, ()), *self.narrow_matches.get(iri, ())):
                if one.iri not in seen:
                    seen.add(one.iri)
                    waiting.append(one.iri)
                    yield one


def make_thesaurus(vocabulary: Vocabulary) -> Thesaurus:
    """The relations of all schemes."""
    every = [concept for scheme in vocabulary.schemes.values() for concept in scheme.concepts]
    return Thesaurus(
        vocabulary=vocabulary,
        narrower=_turned(every, lambda one: one.broader),
        narrow_matches=_turned(every, lambda one: one.broad_matches),
        replaces=_turned(every, lambda one: one.replaced_by),
        owners=_turned(every, lambda one: (one.facts["area"],) if "area" in one.facts else ()),
        same=_turned(every, lambda one: one.exact_matches),
    )


def by_label(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """In the order of their names, those no longer in use last."""
    return tuple(sorted(concepts, key=lambda one: (one.former, one.label().casefold(), one.code)))


def _turned(
    concepts: Iterable[Concept], iris: Callable[[Concept], Iterable[str]]
) -> Mapping[str, tuple[Concept, ...]]:
    found: dict[str, list[Concept]] = {}
    for concept in concepts:
        for iri in iris(concept):
            found.setdefault(iri, []).append(concept)
    return {iri: by_label(bearers) for iri, bearers in found.items()}
