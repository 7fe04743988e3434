"""Solr's dates and their arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.ckan.instants import read_instant

NOW = "2026-11-28T09:30:15Z"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("NOW", "2026-11-28T09:30:15"),
        ("NOW/DAY", "2026-11-28T00:00:00"),
        ("NOW-1DAY", "2026-11-27T09:30:15"),
        ("NOW-7DAYS/DAY", "2026-11-21T00:00:00"),
        ("NOW/YEAR-1YEAR", "2025-01-01T00:00:00"),
        ("NOW+3MONTHS", "2027-02-28T09:30:15"),
        ("NOW-9MONTHS", "2026-02-28T09:30:15"),
        ("NOW/HOUR+90MINUTES", "2026-11-28T10:30:00"),
        ("NOW-1DATE", "2026-11-27T09:30:15"),
        ("2024-01-31T00:00:00Z+1MONTH", "2024-02-29T00:00:00"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00"),
        ("2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.500000"),
        ("2024-01-01T00:00:00.123456Z", "2024-01-01T00:00:00.123456"),
        ("2024-01-01T00:00:00", "2024-01-01T00:00:00"),
        ("2024-01-02", "2024-01-02T00:00:00"),
        ("2024-03", "2024-03-01T00:00:00"),
        ("2024", "2024-01-01T00:00:00"),
    ],
)
def test_a_date_is_read_as_solr_reads_it(text: str, instant: str) -> None:
    found = read_instant(text, NOW)
    assert found
    assert found.isoformat() == f"{instant}+00:00"


@pytest.mark.parametrize(
    ("text", "instant"), [("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("2024-02-03", "2024-02-03")]
)
def test_the_last_instant_of_a_day_month_or_year_is_its_end(text: str, instant: str) -> None:
    found = read_instant(text, NOW, last=True)
    assert found
    assert found.isoformat() == f"{instant}T23:59:59+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "yesterday",
        "now",
        "NOW-",
        "NOW-1",
        "NOW-1FORTNIGHT",
        "NOW/MILLI",
        "2024-13-01",
        "24-01-01",
        "NOW+999999YEARS",
        "NOW-999999MONTHS",
        "0000-01-01",
        "2024-02-30T00:00:00Z",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_instant(text, NOW) is None


@given(st.text(alphabet="NOW0123456789-+/:TZ.DAYMONTHSECRU", max_size=30))
def test_no_text_is_more_than_no_date(text: str) -> None:
    read_instant(text, NOW)
    read_instant(f"NOW{text}", NOW, last=True)
