"""How fresh data is: counted in days from the day of the search."""

from __future__ import annotations

import numpy as np
import pytest

from catalogue.indexes.freshness import freshness_column
from catalogue.indexes.schema import date_key


@pytest.mark.parametrize(
    ("modified", "value"),
    [
        ("2026-11-28", "30-days"),
        ("2026-10-29T23:59:00Z", "30-days"),
        ("2026-10-28", "12-months"),
        ("2026", "12-months"),
        ("2025-11-27", "3-years"),
        ("2023-11-28", "3-years"),
        ("2023-11-20", "older"),
        ("1999", "older"),
        ("2030-01-01", "30-days"),
    ],
)
def test_a_date_has_the_shortest_time_that_holds_it(modified: str, value: str) -> None:
    column = freshness_column(np.array([date_key(modified)]), "2026-11-28")

    assert column.values[column.codes[0]] == value


def test_what_states_no_date_has_no_freshness() -> None:
    column = freshness_column(np.array([0, date_key("2020")]), "2026-11-28")

    assert column.docs.tolist() == [1]


def test_without_a_day_every_date_is_old() -> None:
    assert freshness_column(np.array([date_key("2026-11-28")]), "").codes.tolist() == [3]
