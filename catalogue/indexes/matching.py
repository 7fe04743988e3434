"""Which documents a reading matches, and how well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce

import numpy as np

from catalogue.indexes.columns import Mask, Numbers
from catalogue.indexes.generation import Generation
from catalogue.indexes.reading import Demand, Phrase, Reading, Word, matches
from catalogue.indexes.schema import SPAN
from catalogue.indexes.segments import POSITION_BITS, Floats, Keys
from catalogue.indexes.words import stem

FEW = 5
"""Fewer documents than this with all the words, and most of the words are enough."""

MOST = 2 / 3
"""The part of what was asked that is most of it."""

_ALL = 1 - 1e-5  # sums of 32-bit numbers are not exact

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
    evidence = _evidence(reading, generation)
    mask, relaxed = _enough(evidence.share, _allowed(reading, generation))
    phrases = [demand for demand in reading.demands if isinstance(demand, Phrase)]
    scores = sum((_phrase_scores(phrase, generation) for phrase in phrases), start=evidence.scores)
    _lift(scores, reading, generation)
    if relaxed:
        _set_before(scores, mask, np.flatnonzero(evidence.share >= _ALL))
    _set_before(scores, mask, _titled(reading, generation))
    return Match(
        mask=mask,
        scores=scores,
        relaxed=relaxed,
        ranked=bool(reading.words or phrases),
        marked=evidence.marked | {term for phrase in phrases for _, term in phrase.terms},
        unknown=evidence.unknown,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What the bare words say of each document: its score, and its share of what was asked (1: all of it)."""

    scores: Floats
    share: Floats
    marked: frozenset[str]
    unknown: tuple[str, ...]


def _evidence(reading: Reading, generation: Generation) -> _Evidence:
    scores, share = (np.zeros(generation.size, dtype=np.float32) for _ in range(2))
    marked: set[str] = set()
    unknown, asked = [], 0.0
    for word in reading.words:
        added, terms = _word_scores(word, generation, beginning=word == reading.beginning)
        having = np.count_nonzero(added)
        rarity = math.log(1 + generation.size / (having or generation.size or 1))
        scores += added
        share += (added > 0) * np.float32(rarity)
        asked += rarity
        marked |= terms
        if not having:
            unknown.append(word.typed)
    share = share / asked if reading.words else np.ones_like(share)
    return _Evidence(scores=scores, share=share, marked=frozenset(marked), unknown=tuple(unknown))


def _word_scores(word: Word, generation: Generation, *, beginning: bool) -> tuple[Floats, set[str]]:
    """The score of a word for every document, and the terms that stood for it."""
    scores = np.zeros(generation.size, dtype=np.float32)
    endings = _endings(word, generation) if beginning else set()
    for term in endings:
        postings = generation.postings("text", term)
        better = np.maximum(scores[postings.docs], generation.scores(postings) * BEGINNING_BOOST)
        scores[postings.docs] = better
    sources = [generation.postings("text", word.term)]
    if word.acronym or not len(sources[0].docs):
        sources.append(generation.postings("acronym", word.typed))
    for postings in sources:
        scores[postings.docs] = np.maximum(scores[postings.docs], generation.scores(postings))
    return scores, {word.term, *endings}


def _endings(word: Word, generation: Generation) -> set[str]:
    """The terms of words that begin like the word: of whole words, since "recyclin" begins no term."""
    whole = {stem(each) for each in generation.beginning("spelling", word.typed)}
    terms = (whole | generation.beginning("text", word.typed)) - {word.term}
    return set(sorted(terms, key=lambda term: (len(term), term))[:MOST_BEGINNINGS])


def _enough(share: Floats, allowed: Mask) -> tuple[Mask, bool]:
    """The documents with enough of the words, and whether less than all were enough.

    `share` is how much each document has of what was asked, 1 for all; a rare word is more of it than a common
    one. When fewer than FEW have all, MOST of what the FEWth best has is enough, so that a long question, of which
    no document has every word, is answered too.
    """
    every = allowed & (share >= _ALL)
    some = share[allowed & (share > 0)]
    if np.count_nonzero(every) >= min(FEW, len(some)):
        return every, False
    best = np.partition(some, -FEW)[-FEW] if len(some) > FEW else some.min()
    return allowed & (share >= MOST * best), True


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


def _lift(scores: Floats, reading: Reading, generation: Generation) -> None:
    """Raise documents that have the words side by side."""
    if reading.adjacent:
        scores[_documents(_standing(reading.adjacent, generation))] *= PHRASE_BOOST


def _titled(reading: Reading, generation: Generation) -> Numbers | Keys:
    """The documents whose title is just these words."""
    return generation.postings("exact", reading.title).docs if reading.title else _NONE


def _set_before(scores: Floats, mask: Mask, docs: Numbers | Keys) -> None:
    """Score `docs` above all others of `mask`.

    Doubling their scores, as a boost would, is not enough: a longer text with the same rare words can still win.
    """
    if len(docs):
        scores[docs] += scores[mask].max(initial=0)


_NONE: Numbers = np.empty(0, dtype=np.int32)
