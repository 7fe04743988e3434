"""Words side by side: in which documents a phrase stands, how well, and in which titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Numbers
from catalogue.indexes.generation import Generation
from catalogue.indexes.postings import POSITION_BITS, Floats, Keys
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
    weights = [_weights_at(term, docs, generation) for term in terms]
    lists = [generation.postings("titled", term).docs for term in terms]
    titled = docs
    for one in lists:
        titled = titled[_among(titled, one)]
    return Standing(docs=docs, weights=np.min(weights, axis=0), titled=titled)


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


def _weights_at(term: str, docs: Numbers, generation: Generation) -> Floats:
    postings = generation.postings("text", term)
    return postings.weights[np.searchsorted(postings.docs, docs)]


def _among(wanted: NDArray[Any], held: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of the wanted are among those held, which are ascending."""
    if not len(held):
        return np.zeros(len(wanted), dtype=np.bool_)
    found: NDArray[np.bool_] = held[np.searchsorted(held, wanted).clip(max=len(held) - 1)] == wanted
    return found


_POSITION = (1 << POSITION_BITS) - 1
