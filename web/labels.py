"""Finding a concept by what people call it: the beginnings of words in every label, and a search over all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from vocab import Concept, Vocabulary, fold

LONGEST = 100
"""Characters of what was typed that are looked at."""

_LONGEST_LABEL, _LONGEST_DEFINITION = 160, 1_000
_MOST_WORDS = 14  # of a label that a person may begin to type with


Weight = Callable[[Concept], int]
"""How much a concept is used."""

_MOST_WEIGHED = 400  # labels of a rank that are put in order: one letter begins thousands


def _no_weight(_: Concept) -> int:
    return 0


class Kind(IntEnum):
    """What sort of label it is, the one people know best first."""

    PREFERRED = 0
    ALTERNATIVE = 1
    CODE = 2
    SPELLING = 3
    DEFINITION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A label of a concept. `lang` is "" for codes and spellings."""

    concept: Concept
    text: str
    lang: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Keys:
    """Folded beginnings in the order of the alphabet, each with the label that begins so."""

    keys: Sequence[str]
    labels: Sequence[Named]

    def beginning(self, prefix: str) -> Iterator[Named]:
        """The labels whose key begins so; one that is just the prefix comes first."""
        for place in range(bisect_left(self.keys, prefix), len(self.keys)):
            if not self.keys[place].startswith(prefix):
                return
            yield self.labels[place]


class Labels:
    """The tables of all vocabularies together and of each, made when first asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tables: dict[str, LabelTable] = {}

    def table(self, scheme: str = "") -> LabelTable:
        """The labels of one scheme, or of all; KeyError for one that there is not."""
        held = self._tables.get(scheme)
        if held is None:
            schemes = self._vocabulary.schemes
            wanted = [schemes[scheme]] if scheme else list(schemes.values())
            held = LabelTable(concept for one in wanted for concept in one.concepts)
            self._tables[scheme] = held  # two threads may both make it; either will do
        return held


class LabelTable:
    """The labels of some concepts, folded once.

    Beginnings are kept in ranks, the best first: the names of concepts in use from their start; their other
    names and codes; any further word of either; concepts no longer in use; spellings seen on portals.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        folded_labels = [(_folded(label), label) for one in concepts for label in _named(one)]
        self._labels = [(f" {folded}", label) for folded, label in folded_labels]
        ranks: list[list[tuple[str, int]]] = [[] for _ in range(_SPELLINGS + 1)]
        for number, (folded, label) in enumerate(folded_labels):
            for key, rank in _ranked(folded, label):
                ranks[rank].append((key, number))
        self._ranks = [_keys(rank, self._labels) for rank in ranks]

    def suggest(self, text: str, *, limit: int = 10, weight: Weight = _no_weight) -> tuple[Named, ...]:
        """Concepts with a word that begins so, best first, each once; spellings only where nothing else fits.

        Within a rank the label that is just what was typed comes first, then the concept of the greatest weight.
        """
        prefix = fold(text[:LONGEST])
        if not prefix:
            return ()
        found: dict[str, Named] = {}
        for rank, keys in enumerate(self._ranks):
            if rank == _SPELLINGS and found:
                break
            near = islice(keys.beginning(prefix), _MOST_WEIGHED)
            for label in sorted(near, key=lambda one: (fold(one.text) != prefix, -weight(one.concept))):
                found.setdefault(label.concept.iri, label)
                if len(found) >= limit:
                    return tuple(found.values())
        return tuple(found.values())

    def search(self, text: str) -> tuple[Named, ...]:
        """Concepts of which one label has all the words, or the definition has, best first, each once."""
        words = [f" {word}" for word in dict.fromkeys(fold(text[:LONGEST]).split())]
        if not words:
            return ()
        whole = fold(text[:LONGEST])
        best: dict[str, tuple[tuple[int, ...], Named]] = {}
        for spaced, label in self._labels:
            if all(word in spaced for word in words):
                cost = (_fit(spaced[1:], whole), int(label.concept.former), label.kind, len(spaced))
                held = best.get(label.concept.iri)
                if held is None or cost < held[0]:
                    best[label.concept.iri] = (cost, label)
        ordered = sorted(best.values(), key=lambda each: (each[0], each[1].concept.label()))
        return tuple(label for _, label in ordered)


_STARTS, _OTHERS, _WORDS, _FORMER, _SPELLINGS = range(5)


def _folded(label: Named) -> str:
    return fold(label.text[: _LONGEST_DEFINITION if label.kind is Kind.DEFINITION else _LONGEST_LABEL])


def _fit(folded: str, whole: str) -> int:
    """0 where the label is just what was typed, 1 where it begins so, else 2."""
    return 0 if folded == whole else 1 if folded.startswith(whole) else 2


def _ranked(folded: str, label: Named) -> Iterator[tuple[str, int]]:
    """The beginnings under which a label is found, each with its rank."""
    if label.kind is Kind.DEFINITION or not folded:
        return
    if label.kind is Kind.SPELLING:
        yield folded, _SPELLINGS
        return
    former = label.concept.former
    yield folded, _FORMER if former else _STARTS if label.kind is Kind.PREFERRED else _OTHERS
    words = folded.split(" ")[:_MOST_WORDS]
    for place in range(1, len(words)):
        yield " ".join(words[place:]), _FORMER if former else _WORDS


def _keys(rank: list[tuple[str, int]], labels: Sequence[tuple[str, Named]]) -> _Keys:
    ordered = sorted(rank)
    return _Keys([key for key, _ in ordered], [labels[number][1] for _, number in ordered])


def _named(concept: Concept) -> Iterator[Named]:
    """Everything a concept is called, and last what it means."""
    for label in concept.labels:
        yield Named(concept=concept, text=label.text, lang=label.lang, kind=Kind.PREFERRED)
    for label in concept.alternatives:
        yield Named(concept=concept, text=label.text, lang=label.lang, kind=Kind.ALTERNATIVE)
    yield Named(concept=concept, text=concept.code, lang="", kind=Kind.CODE)
    for text in (*concept.hidden, *concept.likely):
        yield Named(concept=concept, text=text, lang="", kind=Kind.SPELLING)
    if concept.definition:
        yield Named(concept=concept, text=concept.definition, lang="en", kind=Kind.DEFINITION)
