"""How recent what was found is, against how often it must be published."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.coverage.currency import Currency, Standing, judge_currency, last_day_named
from catalogue.coverage.requirements import Every

TODAY = date(2026, 11, 28)


def standing(every: Every, *, title: str = "", covers: str = "", modified: str = "") -> Standing:
    """The standing of a dataset today."""
    return judge_currency(every, title=title, covers=covers, modified=modified, today=TODAY).standing


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Spend over £500 2023/24", date(2024, 3, 31)),
        ("Spend over £500 2023-2024", date(2024, 3, 31)),
        ("Payments to suppliers (1 April 2023 to 31 March 2024)", date(2024, 3, 31)),
        ("Spending 2014-2016", date(2016, 12, 31)),
        ("Spending April 2013 - November 2014", date(2014, 11, 30)),
        ("Spend Q1 2023", date(2023, 3, 31)),
        ("Spend Q1 2023/24", date(2023, 6, 30)),
        ("Spend quarter 4 2023-24", date(2024, 3, 31)),
        ("Spend 2026-09", date(2026, 9, 30)),
        ("Gwariant Medi 2025", date(2025, 9, 30)),
        ("Pay multiple 2025", date(2025, 12, 31)),
        ("Contracts over £2,000", None),
        ("Contracts over £2000", None),
        ("Contracts over £5,000", None),
        ("Contracts register", None),
        ("Census 1991", None),
    ],
)
def test_the_last_day_of_the_latest_period_in_a_title(title: str, day: date | None) -> None:
    assert last_day_named(title) == day


def test_a_quarter_is_in_time_until_a_month_after_the_next_has_ended() -> None:
    assert standing(Every.QUARTERLY, title="Spend July to September 2026") is Standing.CURRENT
    assert standing(Every.QUARTERLY, modified="2026-07-28") is Standing.CURRENT
    assert standing(Every.QUARTERLY, modified="2026-07-20") is Standing.OLD
    assert standing(Every.QUARTERLY, title="Spend Q1 2026") is Standing.OLD


def test_a_year_is_in_time_until_a_month_after_the_next_has_ended() -> None:
    assert standing(Every.ANNUALLY, title="Senior salaries 2025/26") is Standing.CURRENT
    assert standing(Every.ANNUALLY, modified="2025-10-28") is Standing.CURRENT
    assert standing(Every.ANNUALLY, title="Senior salaries 2023/24") is Standing.OLD


def test_a_day_that_is_stated_roughly_counts_for_the_publisher() -> None:
    assert standing(Every.ANNUALLY, modified="2025") is Standing.CURRENT
    assert standing(Every.QUARTERLY, modified="2026-07") is Standing.CURRENT


def test_the_period_in_the_title_counts_before_a_later_change() -> None:
    found = judge_currency(
        Every.ANNUALLY, title="Pay multiple 2023", covers="", modified="2026-11-01", today=TODAY
    )
    assert found == Currency(standing=Standing.OLD, day=date(2023, 12, 31), by="period")


def test_the_period_stated_counts_before_a_later_change() -> None:
    assert standing(Every.ANNUALLY, covers="2023", modified="2026-11-01") is Standing.OLD


def test_without_period_and_date_nobody_knows() -> None:
    assert standing(Every.ANNUALLY) is Standing.UNDATED
    assert standing(Every.ANNUALLY, modified="sometime") is Standing.UNDATED


def test_what_is_published_once_is_never_old() -> None:
    assert standing(Every.ONCE, title="Waste contracts 2015") is Standing.CURRENT
    assert standing(Every.ONCE) is Standing.CURRENT
