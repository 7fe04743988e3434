"""Titles are taken for the same as a person would, in the labelled set."""

from __future__ import annotations

import pytest
from judged_titles import SETS, figures, judged

LEAST_PRECISION, LEAST_RECALL = 0.95, 0.9


@pytest.mark.parametrize("which", SETS)
def test_titles_are_taken_for_the_same_as_a_person_would(which: str) -> None:
    found = figures(judged(which))
    assert found.right > 30
    assert found.precision >= LEAST_PRECISION, found.wrong
    assert found.recall >= LEAST_RECALL, found.missed
