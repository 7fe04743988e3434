"""Whether data is on time: over every frequency of the EU table, and over dates of every precision."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.trust.timeliness import Punctuality, Step, judge, read_days, read_interval
from vocab import Concept, load_vocabulary

# The last change, and when the next was due; "" where the frequency sets no date.
DUE = {
    "10MIN": "2026-02-01",
    "12HRS": "2026-02-01",
    "15MIN": "2026-02-01",
    "1MIN": "2026-02-01",
    "30MIN": "2026-02-01",
    "5MIN": "2026-02-01",
    "ANNUAL": "2027-01-31",
    "ANNUAL_2": "2026-07-31",
    "ANNUAL_3": "2026-05-31",
    "AS_NEEDED": "",
    "BIDECENNIAL": "2046-01-31",
    "BIENNIAL": "2028-01-31",
    "BIHOURLY": "2026-02-01",
    "BIMONTHLY": "2026-03-31",
    "BIWEEKLY": "2026-02-14",
    "CONT": "",
    "DAILY": "2026-02-01",
    "DAILY_2": "2026-02-01",
    "DECENNIAL": "2036-01-31",
    "HOURLY": "2026-02-01",
    "IRREG": "",
    "MONTHLY": "2026-02-28",
    "MONTHLY_2": "2026-02-16",
    "MONTHLY_3": "2026-02-11",
    "NEVER": "",
    "NOT_PLANNED": "",
    "OTHER": "",
    "QUADRENNIAL": "2030-01-31",
    "QUARTERLY": "2026-04-30",
    "QUINQUENNIAL": "2031-01-31",
    "TRIDECENNIAL": "2056-01-31",
    "TRIENNIAL": "2029-01-31",
    "TRIHOURLY": "2026-02-01",
    "UNKNOWN": "",
    "UPDATE_CONT": "",
    "WEEKLY": "2026-02-07",
    "WEEKLY_2": "2026-02-04",
    "WEEKLY_3": "2026-02-03",
}
CHANGED = "2026-01-31"


def frequency(code: str) -> Concept:
    """A frequency of the EU table."""
    found = load_vocabulary().find("frequency", code)
    assert found
    return found


def test_every_frequency_that_we_know_is_judged_here() -> None:
    scheme = load_vocabulary().schemes["frequency"]
    assert {one.code for one in scheme.concepts} == set(DUE)


@pytest.mark.parametrize(("code", "due"), DUE.items())
def test_the_next_change_is_due_one_interval_after_the_last(code: str, due: str) -> None:
    found = judge(frequency(code), CHANGED, today=date(2026, 1, 31))
    assert found.due == (date.fromisoformat(due) if due else None)
    assert found.overdue == 0


@pytest.mark.parametrize("code", [code for code, due in DUE.items() if not due])
def test_a_frequency_without_a_date_is_never_overdue(code: str) -> None:
    found = judge(frequency(code), "1990-01-01", today=date(2026, 11, 28))
    assert found.verdict in (Punctuality.NO_DATE, Punctuality.UNKNOWN)


@pytest.mark.parametrize(("code", "due"), [(code, due) for code, due in DUE.items() if due])
def test_one_day_of_grace_is_given_and_no_more(code: str, due: str) -> None:
    day = date.fromisoformat(due)
    graced = judge(frequency(code), CHANGED, today=date.fromordinal(day.toordinal() + 1))
    late = judge(frequency(code), CHANGED, today=date.fromordinal(day.toordinal() + 2))
    assert (graced.verdict, graced.overdue) == (Punctuality.ON_TIME, 0)
    assert (late.verdict, late.overdue) == (Punctuality.OVERDUE, 2)


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ("2026-10", "2026-11-30"),
        ("2026-10-17", "2026-11-17"),
        ("2026-10-17T23:30:00-05:00", "2026-11-18"),
        ("2026-10-17T00:30:00+01:00", "2026-11-16"),
        ("2026-10-17T23:30:00", "2026-11-17"),
        ("2026-10-17T23:30:00.123Z", "2026-11-17"),
    ],
)
def test_a_date_is_read_as_late_as_it_may_mean(changed: str, due: str) -> None:
    assert judge(frequency("MONTHLY"), changed, today=date(2026, 11, 28)).due == date.fromisoformat(due)


def test_overdue_counts_the_days_since_a_change_was_due() -> None:
    assert judge(frequency("MONTHLY"), "2026-10-16", today=date(2026, 11, 28)).overdue == 12


def test_this_year_is_no_later_than_today() -> None:
    assert judge(frequency("MONTHLY"), "2026", today=date(2026, 11, 28)).due == date(2026, 12, 28)


@pytest.mark.parametrize(
    "changed",
    ["", "2026-11-29", "2027", "2026-13-01", "2026-02-30", "0000", "soon", "99999-01-01", "<script>",
     "9999-12-31T23:59:59-14:00", "2026-11", "x" * 10_000],
)  # fmt: skip
def test_what_is_no_past_date_is_never_overdue(changed: str) -> None:
    found = judge(frequency("DAILY"), changed, today=date(2026, 11, 28))
    assert found.verdict is (Punctuality.ON_TIME if changed == "2026-11" else Punctuality.UNKNOWN)
    assert found.reason


def test_without_a_frequency_nothing_is_claimed() -> None:
    assert judge(None, "1990-01-01", today=date(2026, 11, 28)).verdict is Punctuality.UNKNOWN


def test_a_leap_day_is_followed_by_the_last_day_of_february() -> None:
    assert Step(months=12).after(date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize("text", ["", "R/P", "P1M2D", "R/P1X", "R/PT1S", "monthly", "R/P-1M", "R/P0D"])
def test_what_is_no_interval_that_sets_a_date_gives_none(text: str) -> None:
    assert read_interval(text) is None


def test_an_interval_may_be_of_any_length_without_an_error() -> None:
    step = read_interval("R/P99999999Y")
    assert step
    assert step.after(date(2026, 1, 1)) == date.max


def test_a_year_is_all_its_days() -> None:
    assert read_days("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert read_days("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
