"""Words side by side: in which documents a phrase stands, how well, and in which titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from catalogue.indexes.columns import Numbers
from catalogue.indexes.generation import Generation
from catalogue.indexes.postings import POSITION_BITS, Floats, Keys, common
from catalogue.indexes.reading import Phrase
from catalogue.indexes.schema import PARTS, SPAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The documents that have a phrase, ascending, with the least weight of its terms; and those titled so."""

    docs: Numbers
    weights: Floats
    titled: Numbers


def standing(phrase: Phrase, generation: Generation) -> Standing:
    """Where a phrase stands; one word is a phrase as well."""
    terms = list(dict.fromkeys(term for _, term in phrase.terms))
    if len(phrase.terms) == 1:
        postings = generation.postings("text", terms[0])
        titled = generation.postings("titled", terms[0]).docs
        return Standing(docs=postings.docs, weights=postings.weights, titled=titled)
    docs = documents_of(places_of(phrase, generation))
    titled = docs
    for term in terms:
        titled = common(titled, generation.postings("titled", term).docs)
    return Standing(docs=docs, weights=least_weights(terms, docs, generation), titled=titled)


def places_of(phrase: Phrase, generation: Generation) -> Keys:
    """Where a phrase begins, in its part if it names one."""
    keys = generation.standing(phrase.terms)
    if phrase.part:
        keys = keys[(keys & _POSITION) // SPAN == PARTS.index(phrase.part)]
    return keys


def documents_of(keys: Keys) -> Numbers:
    """The documents of keys, which are ascending, each once."""
    docs: Numbers = (keys >> POSITION_BITS).astype(np.int32)
    once: Numbers = docs[np.diff(docs, prepend=-1) != 0]
    return once


def least_weights(terms: Iterable[str], docs: Numbers, generation: Generation) -> Floats:
    """The smallest weight that the terms have in each of the documents; 1 in one that has none of them."""
    least = np.full(len(docs), np.inf, dtype=np.float32)
    for term in terms:
        postings = generation.postings("text", term)
        if len(postings.docs):
            places = np.searchsorted(postings.docs, docs).clip(max=len(postings.docs) - 1)
            there = postings.docs[places] == docs
            least = np.where(there, np.minimum(least, postings.weights[places]), least)
    return np.where(np.isinf(least), np.float32(1), least)


_POSITION = (1 << POSITION_BITS) - 1
