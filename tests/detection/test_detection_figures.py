"""How rightly identifiers are told on labelled columns: the aims hold in the half tuned on and in the other."""

from __future__ import annotations

import pytest
from labelled_columns import HALVES, labelled
from measure_detection import by_kind, judged, tally

from catalogue.identifiers.kinds import known_kinds

PRECISION, RECALL = 0.98, 0.90


@pytest.mark.parametrize("half", HALVES)
def test_of_all_that_is_told_nearly_all_is_right_and_of_all_there_is_most_is_told(half: str) -> None:
    sums = tally(judged(half))
    assert sums.precision >= PRECISION
    assert sums.recall >= RECALL


@pytest.mark.parametrize("half", HALVES)
def test_the_labelled_columns_are_many_of_many_kinds_and_half_of_them_hold_none(half: str) -> None:
    columns = [column for table in labelled(half) for column in table]
    kinds = {column.kind for column in columns} - {""}
    assert len(columns) >= 400 and len(kinds) >= 60 and kinds <= known_kinds().keys()
    assert 0.4 < sum(not column.kind for column in columns) / len(columns) < 0.65


def test_no_kind_is_told_worse_than_at_random() -> None:
    sums = dict(by_kind([one for half in HALVES for one in judged(half)]))
    assert {kind for kind, one in sums.items() if one.recall < 0.5 and one.held > 1} == set()
