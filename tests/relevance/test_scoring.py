"""The measures: each against a value worked out by hand."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring import mean, ndcg, recall, reciprocal_rank, success

GRADES = {"a": 3, "b": 2, "c": 1}


def test_the_best_order_has_ndcg_one() -> None:
    assert ndcg(["a", "b", "c", "x"], GRADES) == 1.0


def test_a_gain_is_two_to_the_grade_less_one_over_the_logarithm_of_the_place() -> None:
    best = 7 + 3 / log2(3) + 1 / log2(4)
    assert ndcg(["x", "b", "a"], GRADES) == pytest.approx((3 / log2(3) + 7 / log2(4)) / best)


def test_what_stands_behind_the_kth_place_gains_nothing() -> None:
    assert ndcg(["x", "y", "a"], GRADES, 2) == 0.0


def test_the_best_order_of_many_is_cut_at_k_as_well() -> None:
    assert ndcg(["a", "b"], {"a": 1, "b": 1, "c": 1}, 2) == 1.0


def test_a_query_to_which_nothing_is_relevant_has_ndcg_nought() -> None:
    assert ndcg(["a"], {}) == 0.0


def test_recall_counts_what_is_relevant_at_any_grade() -> None:
    assert recall(["c", "x", "a"], GRADES, 3) == pytest.approx(2 / 3)


def test_a_reciprocal_rank_is_that_of_the_first_relevant() -> None:
    assert reciprocal_rank(["x", "c", "a"], GRADES) == 0.5
    assert reciprocal_rank(["x"], GRADES) == 0.0


def test_success_is_one_where_anything_relevant_is_listed_early() -> None:
    assert success(["x", "a"], GRADES, 2) == 1.0
    assert success(["x", "a"], GRADES, 1) == 0.0


def test_the_mean_of_nothing_is_nought() -> None:
    assert mean([]) == 0.0


@given(st.permutations(["a", "b", "c", "x", "y"]))
def test_no_order_is_better_than_the_best(ranked: list[str]) -> None:
    assert 0.0 <= ndcg(ranked, GRADES) <= 1.0
