"""Dates are read as precise as they were said and no more; what is no date stays a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.time.dates import Order, is_placeholder, read_date

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
    ("/Date(1762162215000)/", "2025-11-03T09:30:15Z", "dateTime"),
    ("Mon, 03 Nov 2025 09:30:15 GMT", "2025-11-03T09:30:15Z", "dateTime"),
    ("Mon Nov 03 09:30:15 GMT 2025", "2025-11-03T09:30:15Z", "dateTime"),
    ("Wed Apr 03 10:15:30 BST 2019", "2019-04-03T10:15:30+01:00", "dateTime"),
    ("03/11/2026 09:30", "2026-11-03T09:30:00", "dateTime"),
    ("3 November 2026 at 9:30 pm", "2026-11-03T21:30:00", "dateTime"),
    ("2026-11-03 12:05 AM", "2026-11-03T00:05:00", "dateTime"),
    ("2026-11-03 09:30:15 UTC", "2026-11-03T09:30:15Z", "dateTime"),
    ("2026-11-03T09:30:15+00:00[Europe/London]", "2026-11-03T09:30:15+00:00", "dateTime"),
    ("20261103T093015Z", "2026-11-03T09:30:15Z", "dateTime"),
    # ISO 8601's weeks and days of the year
    ("2026-W45-2", "2026-11-03", "date"),
    ("2026-307", "2026-11-03", "date"),
    # by librarians, and in EDTF
    ("[1999]", "1999", "gYear"),
    ("[1999?]", "1999", "gYear"),
    ("©1999", "1999", "gYear"),
    ("c1999", "1999", "gYear"),
    ("ca. 1999", "1999", "gYear"),
    ("2019~", "2019", "gYear"),
    ("2019-04?", "2019-04", "gYearMonth"),
    # further shapes of people
    ("Tuesday 3rd November 2026", "2026-11-03", "date"),
    ("3-Nov-2026", "2026-11-03", "date"),
    ("2026 Nov 3", "2026-11-03", "date"),
    ("11/2026", "2026-11", "gYearMonth"),
    ("2026/04", "2026-04", "gYearMonth"),
    ("2026.11.03", "2026-11-03", "date"),
    ("12/31/2026", "2026-12-31", "date"),
    ("9/9/99", "1999-09-09", "date"),
    ("5 Fawrth 2026", "2026-03-05", "date"),
    ("1 Fedi 2026", "2026-09-01", "date"),
    ("mis Mai 2026", "2026-05", "gYearMonth"),
]

NO_DATE = [
    "", " ", "unknown", "n/a", "annually", "R/P1Y", "P1D", "2014/15", "2025-26", "26", "03/11/26", "13/13/2026",
    "31/02/2026", "2026-02-31", "2026-13", "2026-00", "2026-11-03T25:00", "2026-11-03T09:30+15:00", "2026-02-31T10:00",
    "0001", "0001-01-01", "0001-01-01T00:00:00", "9999", "9999-12-31", "9999-12-31T23:59:59Z", "9999999999999",
    "31 February 2026", "3 Novembre 2026", "November", "3 November", "Monday", "2026-11-03T09:30:15+99:99",
    "2026-W45", "2026-366", "2011/12", "9/9/45", "13 pm 2026", "1970-01-01T00:00:00Z", "1900-01-01 00:00:00",
    "1970-01-01T00:00:00.000+00:00", "0000-00-00", "1601-01-01T00:00:00Z", "1990s", "201X",
    "2019/2020", "1936-", "13:00",
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


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("4/5/2026", Order.DAY_FIRST, "2026-05-04"),
        ("4/5/2026", Order.MONTH_FIRST, "2026-04-05"),
        ("4/5/2026", Order.UNSURE, None),
        ("4-5-2026", Order.UNSURE, None),
        ("4/4/2026", Order.UNSURE, "2026-04-04"),
        ("4/25/2026", Order.UNSURE, "2026-04-25"),
        ("25/4/2026", Order.MONTH_FIRST, "2026-04-25"),
        ("4.5.2026", Order.UNSURE, "2026-05-04"),
        ("4 May 2026", Order.UNSURE, "2026-05-04"),
    ],
)
def test_a_day_and_a_month_are_told_apart_by_habit_or_by_their_numbers(
    text: str, order: Order, value: str | None
) -> None:
    found = read_date(text, order)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [("0001-01-01T00:00:00", True), ("1970-01-01T00:00:00Z", True), ("9999", True), ("1970-01-01", False)],
)
def test_what_software_writes_for_unknown_is_known(text: str, said: bool) -> None:
    assert is_placeholder(text) is said
    assert (read_date(text) is None) is said


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
