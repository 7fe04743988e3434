"""Which documents a reading matches, and how well."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Mask, Numbers
from catalogue.indexes.evidence import Evidence, Reason, weigh_piece
from catalogue.indexes.generation import Generation
from catalogue.indexes.phrases import documents_of, places_of
from catalogue.indexes.postings import Floats
from catalogue.indexes.reading import COLUMNS_OF, Demand, Phrase, Reading, matches

FEW = 5
"""Fewer documents than this with all the words, and most of the words are enough."""

FEW_FOR_QUESTION = 10
"""The same for a whole question, which nobody words as a dataset does."""

MOST = 1 / 2
"""The part of what was asked that is most of it."""

_ALL = 1 - 1e-5  # sums of 32-bit numbers are not exact

PHRASE_BOOST = 1.25  # for the words side by side as they were typed
ALL_BOOST = 1.3  # for all the pieces of a question, where most of them are enough
QUESTION = 6
"""Words, silent ones among them, from which a text is a question: what has each is not for that the better answer."""

TITLE_BOOST = 1.5  # for a title of which every word was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The documents that match, their scores (of all documents), and what to mark in their texts.

    `unknown` are the words typed that no document has. `reasons` say what stood for words that are not there.
    """

    mask: Mask
    scores: Floats
    relaxed: bool
    ranked: bool
    marked: frozenset[str]
    unknown: tuple[str, ...]
    reasons: tuple[Reason, ...]


def match(reading: Reading, generation: Generation, *, today: str = "") -> Match:
    """Match all pieces, or most of them when fewer than FEW documents have all."""
    evidence = [weigh_piece(each, generation, beginning=reading.beginning) for each in reading.pieces]
    share = _share(reading, evidence, generation)
    allowed = _allowed(reading, generation) & _on_subject(reading, evidence, generation)
    few = FEW_FOR_QUESTION if reading.length >= QUESTION else FEW
    mask, relaxed = _enough(share, allowed, few=few)
    phrases = [demand for demand in reading.demands if isinstance(demand, Phrase)]
    scores = np.zeros(generation.size, dtype=np.float32)
    for one in evidence:
        scores[one.docs] += one.scores
    for phrase in phrases:
        _add_phrase(scores, phrase, generation)
    _lift(scores, share, evidence, reading, generation)
    if today:
        scores *= generation.lift(today)
    if relaxed:
        _prefer_all(scores, mask, share, reading)
    _set_before(scores, mask, _titled(reading, generation))
    return Match(
        mask=mask,
        scores=scores,
        relaxed=relaxed,
        ranked=bool(reading.pieces or phrases),
        marked=frozenset(_marked(evidence, phrases)),
        unknown=_unknown(reading, evidence),
        reasons=tuple(reason for one in evidence for reason in one.reasons),
    )


def _share(reading: Reading, evidence: list[Evidence], generation: Generation) -> Floats:
    """How much of what was asked each document has, 1 for all; a rare piece is more of it than a common one."""
    share, asked = np.zeros(generation.size, dtype=np.float32), 0.0
    for piece, one in zip(reading.pieces, evidence, strict=True):
        if piece.needed:
            rarity = math.log(1 + generation.size / (one.having or generation.size or 1))
            share[one.docs] += one.whole * np.float32(rarity)
            asked += rarity
    if not asked:
        return np.ones_like(share)
    share /= np.float32(asked)
    return share


def _on_subject(reading: Reading, evidence: list[Evidence], generation: Generation) -> Mask:
    """The documents with anything of the subject, where there is one: to be of the right place alone is no answer."""
    pairs = zip(reading.pieces, evidence, strict=True)
    subjects = [one.docs for piece, one in pairs if piece.needed and piece.subject]
    mask = np.full(generation.size, not any(len(docs) for docs in subjects))
    for docs in subjects:
        mask[docs] = True
    return mask


def _enough(share: Floats, allowed: Mask, *, few: int) -> tuple[Mask, bool]:
    """The documents with enough of the pieces, and whether less than all were enough.

    When fewer than `few` have all, MOST of what the one of that number has is enough, so that a long question, of
    which no document has every word, is answered too.
    """
    every = allowed & (share >= _ALL)
    if np.count_nonzero(every) >= few:
        return every, False
    some = share[allowed & (share > 0)]
    if np.count_nonzero(every) >= min(few, len(some)):
        return every, False
    best = np.partition(some, -few)[-few] if len(some) > few else some.min()
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
        mask[documents_of(places_of(demand, generation))] = True
        return mask
    for name in COLUMNS_OF[demand.name]:
        column = generation.column(name)
        mask |= column.having(value for value in column.values if matches(value, demand.words))
    return mask


def _add_phrase(scores: Floats, phrase: Phrase, generation: Generation) -> None:
    """Add the scores of a phrase's terms."""
    for term in {term for _, term in phrase.terms}:
        postings = generation.postings("text", term)
        scores[postings.docs] += generation.scores(postings)


def _lift(
    scores: Floats, share: Floats, evidence: list[Evidence], reading: Reading, generation: Generation
) -> None:
    """Raise documents that have the words side by side, and those of whose title much was asked for."""
    if reading.adjacent:
        scores[documents_of(places_of(reading.adjacent, generation))] *= PHRASE_BOOST
    if evidence:
        titled = np.zeros(generation.size, dtype=np.float32)
        for one in evidence:
            titled[one.titled] += one.named
        docs = np.flatnonzero(titled > 0)  # of truth values it is quick
        named = np.minimum(titled[docs] / np.maximum(generation.title_size[docs], 1), 1)
        scores[docs] *= (1 + TITLE_BOOST * named * share[docs]).astype(np.float32)


def _titled(reading: Reading, generation: Generation) -> Numbers:
    """The documents whose title is just these words."""
    return generation.postings("exact", reading.title).docs if reading.title else _NONE


def _prefer_all(scores: Floats, mask: Mask, share: Floats, reading: Reading) -> None:
    """Where most is enough, what has all comes first; in a question, where words are many, it is only lifted."""
    every = np.flatnonzero(share >= _ALL)
    if reading.length < QUESTION:
        _set_before(scores, mask, every)
    else:
        scores[every] *= ALL_BOOST


def _set_before(scores: Floats, mask: Mask, docs: NDArray[np.integer]) -> None:
    """Score `docs` above all others of `mask`.

    Doubling their scores, as a boost would, is not enough: a longer text with the same rare words can still win.
    """
    if len(docs):
        scores[docs] += scores[mask].max(initial=0)


def _marked(evidence: list[Evidence], phrases: list[Phrase]) -> set[str]:
    terms = {term for one in evidence for term in one.marked}
    return terms | {term for phrase in phrases for _, term in phrase.terms}


def _unknown(reading: Reading, evidence: list[Evidence]) -> tuple[str, ...]:
    pairs = zip(reading.pieces, evidence, strict=True)
    return tuple(word.typed for piece, one in pairs if not len(one.docs) for word in piece.words)


_NONE: Numbers = np.empty(0, dtype=np.int32)
