"""Columns of values as numpy arrays, so that counting and filtering never touch documents one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.protocol import NOT_STATED
from catalogue.indexes.words import sort_key

_MANY = 64

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Pairs of the number of a document and the number of one of its `values`, one for each that it has. Many values
    are in their order."""

    values: tuple[str, ...]
    docs: Numbers
    codes: Numbers
    size: int

    def stated(self) -> Mask:
        """The documents that have a value."""
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[self.docs] = True
        return mask

    def having(self, chosen: Iterable[str]) -> Mask:
        """The documents that have any of the chosen values; NOT_STATED stands for those without one."""
        wanted = set(chosen)
        selected = self._selected(wanted)
        mask = ~self.stated() if NOT_STATED in wanted else np.zeros(self.size, dtype=np.bool_)
        mask[self.docs[selected[self.codes]]] = True
        return mask

    def _selected(self, wanted: set[str]) -> Mask:
        """Which of the values are wanted; a few are looked up where there are many, which `join` puts in order."""
        if len(self.values) < _MANY or len(wanted) * _MANY > len(self.values):
            return np.array([value in wanted for value in self.values], dtype=np.bool_)
        selected = np.zeros(len(self.values), dtype=np.bool_)
        for value in wanted:
            place = bisect_left(self.values, value)
            selected[place : place + 1] = self.values[place : place + 1] == (value,)
        return selected

    def ranks(self) -> Numbers:
        """The place of each document's value in the alphabet; those without one come last."""
        order = sorted(range(len(self.values)), key=lambda code: (sort_key(self.values[code]), code))
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        ranks = np.full(self.size, len(order), dtype=np.int32)
        ranks[self.docs] = place[self.codes]
        return ranks


def join(columns: Sequence[Column]) -> Column:
    """One column over the documents of all, numbered on from each to the next."""
    values = tuple(sorted({value for column in columns for value in column.values}))
    code = {value: number for number, value in enumerate(values)}
    docs, codes, start = [_NONE], [_NONE], 0
    for column in columns:
        docs.append(column.docs + np.int32(start))
        codes.append(np.array([code[value] for value in column.values], dtype=np.int32)[column.codes])
        start += column.size
    return Column(values=values, docs=np.concatenate(docs), codes=np.concatenate(codes), size=start)


_NONE: Numbers = np.empty(0, dtype=np.int32)
