"""Where a term stands: lists of documents, weights and places as numpy arrays, and what is computed from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Numbers

T = TypeVar("T", bound=np.generic)
Floats = NDArray[np.float32]
Keys = NDArray[np.int64]
Counts = NDArray[np.uint32]

POSITION_BITS = 32
"""A Key is a document's number and a position in it: doc << POSITION_BITS | position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The documents that have a term, ascending, with its weight in each; deleted documents are among them."""

    docs: Numbers
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The documents that have a term, how often each, and at which positions, one document's after the other's."""

    docs: Numbers
    counts: Counts
    positions: Counts

    def keys(self, docs: Numbers) -> Keys:
        """Where the term stands in `docs`, which are some of those that have it, ascending."""
        chosen = np.searchsorted(self.docs, docs)
        counts = self.counts[chosen].astype(np.int64)
        shifts = np.cumsum(self.counts, dtype=np.int64)[chosen] - np.cumsum(counts)
        found = np.repeat(shifts, counts) + np.arange(counts.sum())
        keys: Keys = np.repeat(docs.astype(np.int64) << POSITION_BITS, counts)
        keys |= self.positions[found]
        return keys


def standing(words: Sequence[tuple[int, Places]]) -> Keys:
    """Where all words stand, each at its distance from the first; the rarest is looked at first."""
    words = sorted(words, key=lambda word: len(word[1].docs))
    docs = words[0][1].docs
    for _, places in words[1:]:
        docs = common(docs, places.docs)
    keys = words[0][1].keys(docs) - words[0][0]
    for distance, places in words[1:]:
        keys = common(keys, places.keys(docs) - distance)
    return keys


def common(left: NDArray[T], right: NDArray[T]) -> NDArray[T]:
    """What stands in both; each is ascending and has everything once."""
    if len(left) * _MUCH < len(right):
        at = np.searchsorted(right, left)
        at[at == len(right)] = 0
        shared: NDArray[T] = left[right[at] == left]
    else:
        both = np.concatenate((left, right))
        both.sort(kind="stable")  # two runs are merged in one go
        shared = both[:-1][both[1:] == both[:-1]]
    return shared


def bm25(weights: Floats, *, having: int, documents: int) -> Floats:
    """Robertson's BM25 of what `having` of the documents have, with the idf that Whoosh uses.

    How long a document is has been counted in the weights already.
    """
    idf = math.log(max(documents, 1) / (having + 1)) + 1
    score: Floats = weights / (weights + np.float32(_K1))
    score *= np.float32(idf * (_K1 + 1))
    return score


_K1 = 1.2
_MUCH = 30  # times as long, and looking up each is quicker than going through both
