"""How many documents of a search have each value of a column: the column laid out once, each count a few sums."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Column, Mask, Numbers
from catalogue.indexes.protocol import NOT_STATED, FacetValue

Counts = NDArray[np.int64]

_KEPT = 1 << 15
_FEW = 8  # of so many documents one is few, and looking at each is quicker than at a whole column


class Among:
    """The documents to count among. `groups` numbers those that count as one (below 0: one alone)."""

    def __init__(self, mask: Mask, groups: Numbers | None) -> None:
        self.mask = mask
        self.docs = np.flatnonzero(mask)
        self.alone = self.docs if groups is None else self.docs[groups[self.docs] < 0]


class Counter:
    """Counts the values of one column. A value that several documents of one of the `groups` have counts once;
    without groups each document counts."""

    def __init__(self, column: Column, groups: Numbers | None) -> None:
        silent = np.flatnonzero(~column.stated()).astype(np.int32)
        self._values = column.values
        self._docs = np.concatenate((column.docs, silent))
        self._codes = np.concatenate((column.codes, np.full(len(silent), len(column.values), dtype=np.int32)))
        self._size = column.size
        self._groups = groups

    def count(self, among: Among, chosen: Iterable[str] = ()) -> tuple[FacetValue, ...]:
        """Each value that occurs or is chosen, the most frequent first, NOT_STATED last."""
        if len(self._docs) == self._size or len(among.alone) * _FEW < self._size:
            counts = np.bincount(self._codes_of(among.alone), minlength=len(self._values) + 1)
        else:
            counts = self._alone.counts(among.mask)
        if len(among.alone) < len(among.docs):
            counts = counts + self._together.counts(among.mask)
        return self._listed(counts, chosen)

    def _listed(self, counts: Counts, chosen: Iterable[str]) -> tuple[FacetValue, ...]:
        occurring = np.flatnonzero(counts[:-1])
        ordered = occurring[np.argsort(-counts[occurring], kind="stable")]
        values = [self._values[code] for code in ordered.tolist()]
        missed = sorted({value for value in chosen if value != NOT_STATED}.difference(values))
        numbers = [*counts[ordered].tolist(), *(0 for _ in missed), int(counts[-1])]
        return tuple(map(_facet_value, (*values, *missed, NOT_STATED), numbers))

    def _codes_of(self, docs: NDArray[Any]) -> Numbers:
        """The codes of some documents, one after the other's."""
        firsts, codes = self._by_document
        if len(codes) > self._size:  # more than one each
            times = firsts[docs + 1] - firsts[docs]
            shifts = firsts[docs] - (np.cumsum(times) - times)
            docs = np.repeat(shifts, times) + np.arange(times.sum())
        found: Numbers = codes[docs]
        return found

    @cached_property
    def _by_document(self) -> tuple[Numbers, Numbers]:
        """Where the codes of each document begin, and the codes."""
        times = np.bincount(self._docs, minlength=self._size)
        firsts = np.concatenate(([0], np.cumsum(times))).astype(np.int32)
        return firsts, self._codes[np.argsort(self._docs, kind="stable")]

    @cached_property
    def _alone(self) -> _Sums:
        """The pairs of documents that stand for themselves."""
        docs, codes = self._docs, self._codes
        if self._groups is not None:
            alone = self._groups[docs] < 0
            docs, codes = docs[alone], codes[alone]
        order = np.argsort(_narrow(codes, len(self._values)), kind="stable")
        return _Sums(docs[order], codes[order], len(self._values) + 1)

    @cached_property
    def _together(self) -> _Unions:
        """The pairs of documents that count as one with others."""
        groups = np.full(self._size, -1, dtype=np.int32) if self._groups is None else self._groups
        within = groups[self._docs] >= 0
        docs, codes = self._docs[within], self._codes[within]
        order = np.lexsort((groups[docs], codes))
        return _Unions(docs[order], codes[order], groups[docs[order]], len(self._values) + 1)


class _Sums:
    """Pairs of document and code, by code: how many documents of a mask each code has."""

    def __init__(self, docs: Numbers, codes: Numbers, size: int) -> None:
        self._docs = docs
        self._present, self._starts = np.unique(codes, return_index=True)
        self._size = size

    def counts(self, mask: Mask) -> Counts:
        counts = np.zeros(self._size, dtype=np.int64)
        if len(self._docs):
            held = mask.take(self._docs).view(np.int8)
            counts[self._present] = np.add.reduceat(held, self._starts, dtype=np.int64)
        return counts


class _Unions:
    """Pairs of document and code, by code and group: how many groups with a document of a mask each code has."""

    def __init__(self, docs: Numbers, codes: Numbers, groups: Numbers, size: int) -> None:
        self._docs = docs
        changes = np.flatnonzero((np.diff(codes) != 0) | (np.diff(groups) != 0)) + 1
        self._starts = np.concatenate(([0], changes))[: len(docs)]
        self._codes = codes[self._starts]
        self._size = size

    def counts(self, mask: Mask) -> Counts:
        if not len(self._docs):
            return np.zeros(self._size, dtype=np.int64)
        held = np.logical_or.reduceat(mask.take(self._docs), self._starts)
        return np.bincount(self._codes[held], minlength=self._size)


@lru_cache(_KEPT)
def _facet_value(value: str, count: int) -> FacetValue:
    """Made once: of a thousand publishers most have a few datasets, in one search as in the next."""
    return FacetValue(value=value, count=count)


def _narrow(codes: Numbers, most: int) -> NDArray[Any]:
    """The same numbers in two bytes if they fit, which sort in a fifth of the time."""
    return codes.astype(np.uint16) if most < 1 << 16 else codes
