"""Which documents a reading matches, and how well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Mask
from catalogue.indexes.generation import Generation
from catalogue.indexes.reading import Demand, Phrase, Reading, Word, matches
from catalogue.indexes.schema import SPAN
from catalogue.indexes.segments import POSITION_BITS, Floats, Keys
from catalogue.indexes.words import stem

FEW = 5
"""Fewer documents than this with all the words, and most of the words are enough."""

PHRASE_BOOST = 1.5  # for the words side by side as they were typed
BEGINNING_BOOST = 0.5  # for a word that only begins like the last one typed
MOST_BEGINNINGS = 64

_COLUMNS = {
    "publisher": ("publisher", "publisher_label"),
    "format": ("format",),
    "licence": ("licence",),
    "portal": ("portal",),
    "theme": ("theme", "theme_labels"),
}
"""The columns in which an operator looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The documents that match, their scores (of all documents), and what to mark in their texts.

    `unknown` are the words typed that no document has.
    """

    mask: Mask
    scores: Floats
    relaxed: bool
    ranked: bool
    marked: frozenset[str]
    unknown: tuple[str, ...]


def match(reading: Reading, generation: Generation) -> Match:
    """Match all words, or most of them when fewer than FEW documents have all."""
    scores = np.zeros(generation.size, dtype=np.float32)
    found = np.zeros(generation.size, dtype=np.int16)
    marked: set[str] = set()
    unknown = []
    for word in reading.words:
        added, terms = _word_scores(word, generation, beginning=word == reading.beginning)
        scores += added
        found += added > 0
        marked |= terms
        if not added.any():
            unknown.append(word.typed)
    allowed = _allowed(reading, generation)
    mask, relaxed = _enough(found, allowed, words=len(reading.words), unknown=len(unknown))
    if relaxed:
        scores *= found / len(reading.words)
    phrases = [demand for demand in reading.demands if isinstance(demand, Phrase)]
    for phrase in phrases:
        scores += _phrase_scores(phrase, generation)
        marked |= {term for _, term in phrase.terms}
    _lift(scores, mask, reading, generation)
    return Match(
        mask=mask,
        scores=scores,
        relaxed=relaxed,
        ranked=bool(reading.words or phrases),
        marked=frozenset(marked),
        unknown=tuple(unknown),
    )


def _word_scores(word: Word, generation: Generation, *, beginning: bool) -> tuple[Floats, set[str]]:
    """The score of a word for every document, and the terms that stood for it."""
    scores = np.zeros(generation.size, dtype=np.float32)
    endings = _endings(word, generation) if beginning else set()
    for term in endings:
        postings = generation.postings("text", term)
        better = np.maximum(scores[postings.docs], generation.scores(postings) * BEGINNING_BOOST)
        scores[postings.docs] = better
    postings = generation.postings("text", word.term)
    scores[postings.docs] = np.maximum(scores[postings.docs], generation.scores(postings))
    return scores, {word.term, *endings}


def _endings(word: Word, generation: Generation) -> set[str]:
    """The terms of words that begin like the word: of whole words, since "recyclin" begins no term."""
    whole = {stem(each) for each in generation.beginning("spelling", word.typed)}
    terms = (whole | generation.beginning("text", word.typed)) - {word.term}
    return set(sorted(terms, key=lambda term: (len(term), term))[:MOST_BEGINNINGS])


def _enough(found: NDArray[np.int16], allowed: Mask, *, words: int, unknown: int) -> tuple[Mask, bool]:
    """The documents with enough of the words, and whether less than all were enough."""
    every = allowed & (found >= words)
    if words < 2 or np.count_nonzero(every) >= FEW:
        return every, False
    known = words - unknown
    most = allowed & (found >= max(1, math.ceil(known * 2 / 3) if known > 2 else 1))
    relaxed = np.count_nonzero(most) > np.count_nonzero(every)
    return (most, True) if relaxed else (every, False)


def _allowed(reading: Reading, generation: Generation) -> Mask:
    """The live documents that meet every demand and no refusal."""
    mask = generation.live
    for demand in reading.demands:
        mask = mask & _meeting(demand, generation)
    for refusal in reading.refusals:
        mask = mask & ~_meeting(refusal, generation)
    return mask


def _meeting(demand: Demand, generation: Generation) -> Mask:
    mask = np.zeros(generation.size, dtype=np.bool_)
    if isinstance(demand, Phrase):
        mask[_documents(_standing(demand, generation))] = True
        return mask
    for name in _COLUMNS[demand.name]:
        column = generation.column(name)
        mask |= column.having(value for value in column.values if matches(value, demand.words))
    return mask


def _standing(phrase: Phrase, generation: Generation) -> Keys:
    """Where the phrase stands."""
    lists = [generation.places(term) - distance for distance, term in phrase.terms]
    keys = reduce(lambda left, right: np.intersect1d(left, right, assume_unique=True), lists)
    return keys[(keys & ((1 << POSITION_BITS) - 1)) < SPAN] if phrase.title else keys


def _documents(keys: Keys) -> Keys:
    return np.unique(keys >> POSITION_BITS)


def _phrase_scores(phrase: Phrase, generation: Generation) -> Floats:
    """The sum of the scores of a phrase's terms for every document."""
    scores = np.zeros(generation.size, dtype=np.float32)
    for term in {term for _, term in phrase.terms}:
        postings = generation.postings("text", term)
        scores[postings.docs] += generation.scores(postings)
    return scores


def _lift(scores: Floats, mask: Mask, reading: Reading, generation: Generation) -> None:
    """Raise documents with the words side by side, and before all others those of just this title."""
    if reading.adjacent:
        scores[_documents(_standing(reading.adjacent, generation))] *= PHRASE_BOOST
    exact = generation.postings("exact", reading.title).docs if reading.title else ()
    if len(exact):
        # Doubling the score would not do: a longer text with the same rare words can still beat it.
        scores[exact] += scores[mask].max(initial=0)
