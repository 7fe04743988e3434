"""Names that are spelt nearly alike, by the groups of three letters that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from vocab import Concept, Vocabulary, fold
from web.reconciling.kinds import KINDS

_LONGEST = 160
_LEAST = 0.35
"""The least likeness, from 0 to 1, that is worth showing."""


class NearNames:
    """The names of some concepts, folded and cut up once."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._named = [(name, concept) for concept in concepts for name in _names(concept)]
        self._sizes = [len(_cut(name)) for name, _ in self._named]
        self._having: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(self._named):
            for piece in _cut(name):
                self._having.setdefault(piece, []).append(number)

    def find(self, text: str, limit: int) -> list[tuple[Concept, float]]:
        """Concepts with how alike their likest name is (Dice's coefficient), the likest first, each once."""
        pieces = _cut(fold(text)[:_LONGEST])
        shared = Counter(number for piece in pieces for number in self._having.get(piece, ()))
        best: dict[str, tuple[Concept, float]] = {}
        for number, count in shared.items():
            likeness = 2 * count / (len(pieces) + self._sizes[number])
            concept = self._named[number][1]
            if likeness > max(_LEAST, best.get(concept.iri, (concept, 0.0))[1]):
                best[concept.iri] = (concept, likeness)
        ordered = sorted(best.values(), key=lambda one: (-one[1], one[0].former, one[0].label(), one[0].iri))
        return ordered[:limit]


@lru_cache(maxsize=2 * len(KINDS))
def near_names(vocabulary: Vocabulary, kind: str) -> NearNames:
    """The names of one kind of thing, made when they are first looked at."""
    schemes = (vocabulary.schemes[name] for name in KINDS[kind].schemes if name in vocabulary.schemes)
    return NearNames(concept for scheme in schemes for concept in scheme.concepts)


def _names(concept: Concept) -> Iterator[str]:
    labels = (label.text for label in (*concept.labels, *concept.alternatives))
    yield from dict.fromkeys(name for text in labels if (name := fold(text)[:_LONGEST]))


def _cut(name: str) -> set[str]:
    """Every three letters in a row, the ends of the name being letters too."""
    padded = f"  {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)} if name else set()
