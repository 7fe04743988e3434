"""Dates are read as precise as they were said and no more; what is no date stays a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.dates import read_date

XSD = "http://www.w3.org/2001/XMLSchema#"

READ = [
    # ISO 8601, of any precision
    ("2026", "2026", "gYear"),
    ("2026-11", "2026-11", "gYearMonth"),
    ("2026-11-03", "2026-11-03", "date"),
    (" 2026-11-03 ", "2026-11-03", "date"),
    ("20261103", "2026-11-03", "date"),
    ("2026/11/3", "2026-11-03", "date"),
    ("2026-1-3", "2026-01-03", "date"),
    ("2024-02-29", "2024-02-29", "date"),
    ("2026-11-03T09:30", "2026-11-03T09:30:00", "dateTime"),
    ("2026-11-03 09:30:15", "2026-11-03T09:30:15", "dateTime"),
    ("2026-11-03T09:30:15.123456", "2026-11-03T09:30:15.123456", "dateTime"),
    # zones
    ("2026-11-03T09:30:15Z", "2026-11-03T09:30:15Z", "dateTime"),
    ("2026-11-03t09:30:15z", "2026-11-03T09:30:15Z", "dateTime"),
    ("2026-11-03T09:30:15+01:00", "2026-11-03T09:30:15+01:00", "dateTime"),
    ("2026-11-03T09:30:15+0100", "2026-11-03T09:30:15+01:00", "dateTime"),
    ("2026-11-03 09:30:15+00", "2026-11-03T09:30:15+00:00", "dateTime"),
    ("2026-11-03 09:30:15 -05:30", "2026-11-03T09:30:15-05:30", "dateTime"),
    # as people in the United Kingdom write
    ("3/11/2026", "2026-11-03", "date"),
    ("03.11.2026", "2026-11-03", "date"),
    ("03-11-2026", "2026-11-03", "date"),
    ("31/12/2026", "2026-12-31", "date"),
    ("3 November 2026", "2026-11-03", "date"),
    ("3rd of November, 2026", "2026-11-03", "date"),
    ("3 nov. 2026", "2026-11-03", "date"),
    ("November 3, 2026", "2026-11-03", "date"),
    ("NOVEMBER 2026", "2026-11", "gYearMonth"),
    ("Sept 2026", "2026-09", "gYearMonth"),
    ("3 Tachwedd 2026", "2026-11-03", "date"),
    ("1af Mai 2026", "2026-05-01", "date"),
    ("2il Gorffennaf 2026", "2026-07-02", "date"),
    ("Rhagfyr 2026", "2026-12", "gYearMonth"),
    # as software writes
    ("1762162215000", "2025-11-03T09:30:15Z", "dateTime"),
    ("1762162215", "2025-11-03T09:30:15Z", "dateTime"),
    ("946684800000", "2000-01-01T00:00:00Z", "dateTime"),
]

NO_DATE = [
    "", " ", "unknown", "n/a", "annually", "R/P1Y", "P1D", "2014/15", "2025-26", "26", "03/11/26", "13/13/2026",
    "31/02/2026", "2026-02-31", "2026-13", "2026-00", "2026-11-03T25:00", "2026-11-03T09:30+15:00", "2026-02-31T10:00",
    "0001", "0001-01-01", "0001-01-01T00:00:00", "9999", "9999-12-31", "9999-12-31T23:59:59Z", "9999999999999",
    "31 February 2026", "3 Novembre 2026", "November", "3 November", "Monday", "2026-11-03T09:30:15+99:99",
    "٢٠٢٦", "2026-11-03\n2026-11-04", "12345678901234567890", "-2026", "2026.5", "1e9", "2026 " * 40,
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "datatype"), READ)
def test_a_date_is_read_as_precise_as_it_was_said(text: str, value: str, datatype: str) -> None:
    found = read_date(text)

    assert found is not None
    assert (found.value, found.datatype) == (value, XSD + datatype)


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert read_date(text) is None


shapes = st.from_regex(
    r"[0-9]{1,4}[-/. ]?[0-9]{0,2}[-/. ]?[0-9]{0,4}[T ]?[0-9:.]{0,8}[Z+-]?[0-9:]{0,5}", fullmatch=True
)


@QUICK
@given(st.text(st.characters(exclude_categories=()), max_size=30) | shapes | st.integers().map(str))
def test_no_text_raises(text: str) -> None:
    found = read_date(text)

    assert found is None or found.value.isascii()


@QUICK
@given(st.dates())
def test_a_whole_day_reads_as_itself(day: object) -> None:
    found = read_date(str(day))

    assert found is None or found.value == str(day)
