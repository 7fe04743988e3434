"""Things found by the beginnings of the words of their names: a sorted list of words, and who has each."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np

from vocab import fold

T = TypeVar("T")

_LONGEST_NAME = 160
_MOST_WORDS = 16
_AFTER = "\U0010ffff"  # sorts behind every letter


class Beginnings(Generic[T]):
    """Things with their names, the ones to be offered first coming first. A look costs the same for one letter, which
    begins half of all names, as for a word."""

    def __init__(self, named: Iterable[tuple[T, Sequence[str]]]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        whole: list[tuple[str, int]] = []
        self._things: list[T] = []
        for number, (thing, names) in enumerate(named):
            self._things.append(thing)
            folded = [fold(name[:_LONGEST_NAME]) for name in names]
            whole += [(name, number) for name in folded if name]
            for word in {word for name in folded for word in name.split()[:_MOST_WORDS]}:
                holders[word].append(number)
        whole.sort()
        self._names = [name for name, _ in whole]
        self._named = np.array([number for _, number in whole], dtype=np.int32)
        self._words = sorted(holders)
        self._holders = _joined([holders[word] for word in self._words])
        self._starts = np.cumsum([0, *(len(holders[word]) for word in self._words)])

    def find(self, text: str, limit: int) -> list[T]:
        """The first things with a name of which each word typed begins a word; before them those with a name that
        begins so, and before these those of just that name."""
        folded = fold(text[:_LONGEST_NAME])
        if not folded:
            return []
        first = self._called(folded, exactly=True), self._called(folded, exactly=False), self._having(folded)
        numbers = dict.fromkeys(int(number) for found in first for number in found[:limit])
        return [self._things[number] for number in list(numbers)[:limit]]

    def _called(self, folded: str, *, exactly: bool) -> np.ndarray:
        """The numbers of things with a name that is, or begins, so."""
        left = bisect_left(self._names, folded)
        right = bisect_left(self._names, folded + ("\x00" if exactly else _AFTER))
        return np.unique(self._named[left:right])

    def _having(self, folded: str) -> np.ndarray:
        """The numbers of things of which every word typed begins a word."""
        every = np.ones(len(self._things), dtype=np.bool_)
        for part in folded.split()[:_MOST_WORDS]:
            left, right = bisect_left(self._words, part), bisect_left(self._words, part + _AFTER)
            some = np.zeros_like(every)
            some[self._holders[self._starts[left] : self._starts[right]]] = True
            every &= some
        return np.flatnonzero(every)


def _joined(lists: Sequence[Sequence[int]]) -> np.ndarray:
    return np.array([number for each in lists for number in each], dtype=np.int32)
