"""Counts of a column against counts by hand, for few documents and for many, alone and in groups."""

from __future__ import annotations

from collections import Counter as Plain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.indexes.columns import Column
from catalogue.indexes.counting import Among, Counter
from catalogue.indexes.protocol import NOT_STATED

VALUES = ("a", "b", "c", "d")

rows = st.lists(
    st.tuples(st.sets(st.sampled_from(range(4)), max_size=3), st.integers(-3, 4)), min_size=1, max_size=80
) | st.lists(st.tuples(st.sets(st.sampled_from(range(4)), max_size=1), st.integers(-3, 4)), min_size=1)


@settings(deadline=None, max_examples=150)
@given(rows, st.data())
def test_counts_are_those_by_hand(rows: list[tuple[set[int], int]], data: st.DataObject) -> None:
    few = data.draw(st.booleans())
    docs = st.integers(0, len(rows) - 1)
    found = data.draw(st.sets(docs, max_size=len(rows) // 20) if few else st.sets(docs, min_size=1))
    grouped = data.draw(st.booleans())
    column, groups = _column(rows), np.array([group for _, group in rows], dtype=np.int32)
    mask = np.zeros(len(rows), dtype=np.bool_)
    mask[list(found)] = True

    counted = Counter(column, groups if grouped else None).count(
        Among(mask, groups if grouped else None), ["a", NOT_STATED]
    )

    said = {
        (
            VALUES[code] if code >= 0 else NOT_STATED,
            doc if groups[doc] < 0 or not grouped else f"g{groups[doc]}",
        )
        for doc in found
        for code in (rows[doc][0] or {-1})
    }
    expected = Plain(value for value, _ in said)
    assert {each.value: each.count for each in counted} == {"a": 0, NOT_STATED: 0} | expected
    assert counted[-1].value == NOT_STATED
    ordered = [(-each.count, each.value) for each in counted[:-1]]
    assert ordered == sorted(ordered)


def _column(rows: list[tuple[set[int], int]]) -> Column:
    pairs = [(doc, code) for doc, (codes, _) in enumerate(rows) for code in sorted(codes)]
    docs, codes = (np.array(each, dtype=np.int32) for each in zip(*pairs, strict=True)) if pairs else _none()
    return Column(values=VALUES, docs=docs, codes=codes, size=len(rows))


def _none() -> tuple[np.ndarray, np.ndarray]:
    return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)


def test_a_column_that_nobody_fills_counts_what_is_not_stated() -> None:
    docs, codes = _none()
    counter = Counter(Column(values=(), docs=docs, codes=codes, size=3), None)
    counted = counter.count(Among(np.array([True, False, True]), None))
    assert [(each.value, each.count) for each in counted] == [(NOT_STATED, 2)]


@pytest.mark.parametrize("groups", [None, np.empty(0, dtype=np.int32)])
def test_an_index_of_no_documents_counts_nothing(groups: np.ndarray | None) -> None:
    docs, codes = _none()
    counter = Counter(Column(values=(), docs=docs, codes=codes, size=0), groups)
    assert [each.count for each in counter.count(Among(np.zeros(0, dtype=np.bool_), groups))] == [0]
