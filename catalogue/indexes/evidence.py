"""What one piece of a reading finds: which documents have it, how well, and in their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Numbers
from catalogue.indexes.generation import Generation
from catalogue.indexes.phrases import Standing, least_weights, standing
from catalogue.indexes.postings import Floats, bm25
from catalogue.indexes.protocol import Meaning
from catalogue.indexes.reading import Phrase, Piece, Word, read_phrase
from catalogue.indexes.words import stem

BEGINNING_BOOST = 0.5  # for a word that only begins like the last one typed
MOST_BEGINNINGS = 64
RARE = 5  # documents; a word that more of them have is whole, and not the beginning of another
VALUE_WEIGHT = 2.0  # of a facet's value or a period, as of a word among the names of places
SAID_OTHERWISE = 0.6  # of a title that says it in other words than those typed
SURE = 0.5  # weight from which another thing is as good as meant, and tells how common the run is
NEARLY = 0.4  # what weight falls short of that: 0.6 is all of a run, 0.3 seven tenths
PART = 0.5
MOST_YEARS = 5  # of a period whose years are also looked for as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What stood for words that a document does not have: a phrase, or `facet:value`, and the documents with it."""

    label: str
    docs: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a piece says of the documents that have any of it.

    `docs`, ascending, with the score of each and how much of the piece it has (1: all); `titled` are those whose
    title has some of it, and `named` how many words of the title that is. `having` counts those with all of it.
    """

    docs: Numbers
    scores: Floats
    whole: Floats | np.float32
    titled: Numbers
    named: Floats | np.float32
    having: int
    marked: frozenset[str] = frozenset()
    reasons: tuple[Reason, ...] = ()


def weigh_piece(piece: Piece, generation: Generation, *, beginning: Word | None) -> Evidence:
    """The evidence of a word, or of a run of words beside what it also means; the better of the two counts."""
    if piece.meaning is None:
        return _weigh_word(piece.words[0], generation, beginning=piece.words[0] == beginning)
    return _weigh_run(piece, piece.meaning, generation)


def _weigh_word(word: Word, generation: Generation, *, beginning: bool) -> Evidence:
    postings = generation.postings("text", word.term)
    endings = _endings(word, generation) if beginning and len(postings.docs) < RARE else ()
    if endings or word.acronym or not len(postings.docs):
        return _weigh_forms(word, endings, generation)
    return Evidence(
        docs=postings.docs,
        scores=generation.scores(postings),
        whole=_ONE,
        titled=generation.postings("titled", word.term).docs,
        named=_ONE,
        having=len(postings.docs),
        marked=frozenset((word.term,)),
    )


def _weigh_forms(word: Word, endings: Sequence[str], generation: Generation) -> Evidence:
    """A word with what it may be the beginning or the first letters of; the best of them counts."""
    scores, named = _zeros(generation), _zeros(generation)
    for term in endings:
        postings = generation.postings("text", term)
        _raise(scores, postings.docs, generation.scores(postings) * BEGINNING_BOOST)
        named[generation.postings("titled", term).docs] = BEGINNING_BOOST
    whole = generation.postings("text", word.term)
    _raise(scores, whole.docs, generation.scores(whole))
    if word.acronym or not len(whole.docs):
        acronyms = generation.postings("acronym", word.typed)
        _raise(scores, acronyms.docs, generation.scores(acronyms))
    named[generation.postings("titled", word.term).docs] = 1
    docs, titled = _present(scores), _present(named)
    return Evidence(
        docs=docs,
        scores=scores[docs],
        whole=_ONE,
        titled=titled,
        named=named[titled],
        having=len(docs),
        marked=frozenset((word.term, *endings)),
    )


def _weigh_run(piece: Piece, meaning: Meaning, generation: Generation) -> Evidence:
    """All of a run's words, or any other thing that it means, are one: as common as all that mean it together."""
    each = [_weigh_word(word, generation, beginning=False) for word in piece.words]
    scores, whole, named = (_zeros(generation) for _ in range(3))
    for one in each:
        scores[one.docs] += one.scores
        whole[one.docs] += np.float32(1 / len(each))
        named[one.titled] += one.named
    every = whole > _ALMOST
    own = np.flatnonzero(every).astype(np.int32)
    if len(each) > 1:  # of a run of two words, one says little of what both do
        for held in (scores, named):
            held *= np.where(every, np.float32(1), np.float32(PART))
    weights, reasons = _zeros(generation), []
    _raise(weights, own, least_weights((word.term for word in piece.words), own, generation))
    marked, sure = {term for one in each for term in one.marked}, [own]
    for found in _alternatives(meaning, generation):
        _raise(weights, found.docs, found.weights)
        _raise(whole, found.docs, np.float32(min(1, found.weight + NEARLY)))
        _raise(named, found.titled, np.float32(found.size))
        sure += [found.docs] if found.weight >= SURE else []
        marked |= found.marked
        reasons.append(Reason(label=found.label, docs=found.docs[~every[found.docs]]))
    having = _count(sure, generation)
    docs = _present(weights)
    if meaning.values:  # the words of a place's name are no subject, however rare each is
        scores = _zeros(generation)
    _raise(scores, docs, bm25(weights[docs], having=having, documents=generation.size))
    docs, titled = _present(scores), _present(named)
    return Evidence(
        docs=docs,
        scores=scores[docs],
        whole=whole[docs],
        titled=titled,
        named=named[titled],
        having=having,
        marked=frozenset(marked),
        reasons=tuple(reasons),
    )


def _count(lists: Sequence[Numbers], generation: Generation) -> int:
    """How many documents the lists hold together."""
    present = np.zeros(generation.size, dtype=np.bool_)
    for docs in lists:
        present[docs] = True
    return int(np.count_nonzero(present))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alternative:
    """One other thing that a run means, and its weight among them: its documents with the weight of each, and those
    whose title has it, as `size` words."""

    label: str
    weight: float
    docs: Numbers
    weights: Floats
    titled: Numbers
    size: float
    marked: frozenset[str]


def _alternatives(meaning: Meaning, generation: Generation) -> Iterator[_Alternative]:
    for text, weight in (*meaning.phrases, *_years_as_words(meaning)):
        phrase = read_phrase(text)
        if phrase.terms:
            yield _by_phrase(text, phrase, weight, generation)
    for label, values in _by_weight(meaning.values):
        yield _by_values(label, values, generation)
    if meaning.years:
        yield _by_years(meaning.years, generation)


def _by_phrase(text: str, phrase: Phrase, weight: float, generation: Generation) -> _Alternative:
    found: Standing = standing(phrase, generation)
    return _Alternative(
        label=text,
        weight=weight,
        docs=found.docs,
        weights=found.weights * np.float32(weight),
        titled=found.titled,
        size=weight * len(phrase.terms) * SAID_OTHERWISE,
        marked=frozenset(term for _, term in phrase.terms),
    )


def _by_values(label: str, values: Sequence[tuple[str, str, float]], generation: Generation) -> _Alternative:
    facet, _, weight = values[0]
    mask = generation.column(facet).having(value for _, value, _ in values)
    return _plain(label, weight, np.flatnonzero(mask))


def _by_years(years: tuple[int, int], generation: Generation) -> _Alternative:
    """The part of the years asked for that a document covers is the weight that it has."""
    first, last = generation.years
    shared = np.minimum(last, years[1]) - np.maximum(first, years[0]) + 1
    docs = np.flatnonzero((shared > 0) & (first > 0))
    return _plain("covers", 1.0, docs, shared[docs] / (years[1] - years[0] + 1))


def _plain(label: str, weight: float, docs: NDArray[Any], parts: NDArray[Any] | float = 1.0) -> _Alternative:
    weights = (np.ones(len(docs)) * parts * VALUE_WEIGHT * weight).astype(np.float32)
    return _Alternative(
        label=label,
        weight=weight,
        docs=docs.astype(np.int32),
        weights=weights,
        titled=_NONE,
        size=0,
        marked=frozenset(),
    )


def _by_weight(
    values: Iterable[tuple[str, str, float]],
) -> Iterator[tuple[str, list[tuple[str, str, float]]]]:
    """Values of one facet and one weight together: a region has thirty councils, and they cost one look."""
    alike: dict[tuple[str, float], list[tuple[str, str, float]]] = {}
    for value in values:
        alike.setdefault((value[0], value[2]), []).append(value)
    for (facet, _), each in alike.items():
        yield f"{facet}:{each[0][1]}", each


def _years_as_words(meaning: Meaning) -> list[tuple[str, float]]:
    first, last = meaning.years or (1, 0)
    return [(str(year), 1.0) for year in range(first, last + 1)] if last - first < MOST_YEARS else []


def _endings(word: Word, generation: Generation) -> tuple[str, ...]:
    """The terms of words that begin like the word: of whole words, since "recyclin" begins no term."""
    whole = {stem(each) for each in generation.beginning("spelling", word.typed)}
    terms = (whole | generation.beginning("text", word.typed)) - {word.term}
    return tuple(sorted(terms, key=lambda term: (len(term), term))[:MOST_BEGINNINGS])


def _raise(held: Floats, docs: NDArray[Any], to: Floats | np.float32) -> None:
    """Lift what `held` says of `docs`, each there once, where it is less."""
    held[docs] = np.maximum(held[docs], to)


def _present(held: Floats) -> Numbers:
    return np.flatnonzero(held > 0).astype(np.int32)  # of truth values it is quick


def _zeros(generation: Generation) -> Floats:
    return np.zeros(generation.size, dtype=np.float32)


_NONE: Numbers = np.empty(0, dtype=np.int32)
_ONE = np.float32(1)
_ALMOST = 1 - 1e-3  # sums of thirds are not exact
