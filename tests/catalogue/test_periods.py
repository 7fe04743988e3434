"""Periods are read from what was said, each end as precise as it was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.time.dates import Order
from catalogue.time.periods import Habits, read_period

AMERICAN = Habits(order=Order.MONTH_FIRST, british=False)

READ = [
    # intervals of ISO 8601 and EDTF
    ("2019-01-01/2019-12-31", "2019-01-01", "2019-12-31"),
    ("2019-01-01 / 2019-12-31", "2019-01-01", "2019-12-31"),
    ("2011/2040", "2011", "2040"),
    ("2004-01-01/..", "2004-01-01", ".."),
    ("../2019", "..", "2019"),
    ("2019/", "2019", ".."),
    ("2007-02-01T00:00:00Z/2017-12-31T00:00:00Z", "2007-02-01T00:00:00Z", "2017-12-31T00:00:00Z"),
    ("2019-01-01/P1Y", "2019-01-01", "2019-12-31"),
    ("2019-01-31/P1M", "2019-01-31", "2019-02-27"),
    ("P2W/2019-01-14", "2019-01-01", "2019-01-14"),
    ("start=1999-09-25; end=1999-09-26; scheme=W3C-DTF;", "1999-09-25", "1999-09-26"),
    ("name=The Great Depression; start=1929; end=1939;", "1929", "1939"),
    ("[2000 TO 2010]", "2000", "2010"),
    ("[1999?]", "1999", "1999"),
    ("[1970?-]", "1970", ".."),
    ("[191-?]", "1910", "1919"),
    ("[19--]", "1900", "1999"),
    ("201X", "2010", "2019"),
    ("1990s", "1990", "1999"),
    ("19th century", "1800", "1899"),
    ("[between 1914 and 1918?]", "1914", "1918"),
    # years over New Year
    ("2018-19", "2018", "2019"),
    ("2018/19", "2018", "2019"),
    ("2018/2019", "2018", "2019"),
    ("1999/00", "1999", "2000"),
    ("2011-12", "2011", "2012"),
    ("academic year 2018/19", "2018", "2019"),
    ("2018/19 to 2020/21", "2018", "2021"),
    ("2001/02-2018/19", "2001", "2019"),
    ("FY 2018-19", "2018-04-01", "2019-03-31"),
    ("Financial Year 2018/2019", "2018-04-01", "2019-03-31"),
    ("financial year 2018 to 2019", "2018-04-01", "2019-03-31"),
    ("2018-19 financial year", "2018-04-01", "2019-03-31"),
    ("tax year 2018-19", "2018-04-06", "2019-04-05"),
    # quarters
    ("Q1 2019", "2019-01", "2019-03"),
    ("2019 Q4", "2019-10", "2019-12"),
    ("Quarter 2 2019", "2019-04", "2019-06"),
    ("Q4 2018/19", "2019-01", "2019-03"),
    ("Apr-Jun 2019", "2019-04", "2019-06"),
    # in words
    ("April 2019 - March 2020", "2019-04", "2020-03"),
    ("April to June 2019", "2019-04", "2019-06"),
    ("1 April 2019 to 31 March 2020", "2019-04-01", "2020-03-31"),
    ("1-7 April 2019", "2019-04-01", "2019-04-07"),
    ("1st April – 30th June 2019", "2019-04-01", "2019-06-30"),
    ("01/04/2019 - 31/03/2020", "2019-04-01", "2020-03-31"),
    ("1 Ebrill 2019 hyd 31 Mawrth 2020", "2019-04-01", "2020-03-31"),
    ("Ionawr 2019 i Fawrth 2020", "2019-01", "2020-03"),
    ("year ending March 2020", "2019-04", "2020-03"),
    ("Year to 30 June 2019", "2018-07-01", "2019-06-30"),
    ("1954–1957", "1954", "1957"),
    ("2015, 2016 and 2017", "2015", "2017"),
    ("2015, 2016, 2017", "2015", "2017"),
    # open
    ("since 2010", "2010", ".."),
    ("From April 2010", "2010-04", ".."),
    ("2010 onwards", "2010", ".."),
    ("1936-", "1936", ".."),
    ("1997 - Present", "1997", ".."),
    ("2010 to date", "2010", ".."),
    ("until 31 March 2015", "..", "2015-03-31"),
    # a date by itself is when it happened
    ("March 2020", "2020-03", "2020-03"),
    ("10/03/2020", "2020-03-10", "2020-03-10"),
    ("2020", "2020", "2020"),
    ("spring 2019", "2019", "2019"),
]

NO_PERIOD = [
    "", "Summer", "annual", "ongoing", "present", "2011 Census", "2020/2019", "2019-21", "2011-14", "R/P1Y",
    "2015, 2017",
    "1934-8",
    "winter 2019", "FY 2019", "1900s", "31/02/2019 - 31/03/2019", "3rd century", "-", "/", "../..", "a to b",
    "to", "P1Y/P1Y",
    "April and June 2019", "9999/9999", "2019-01-01/P9999Y", "Q5 2019", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), READ)
def test_a_period_is_read_as_precise_as_it_was_said(text: str, start: str, end: str) -> None:
    span = read_period(text)
    ends = (
        (span.start.value if span.start else "..", span.end.value if span.end else "..")
        if span
        else (None, None)
    )
    assert ends == (start, end)


@pytest.mark.parametrize("text", NO_PERIOD)
def test_what_is_no_period_or_could_be_two_is_not_made_one(text: str) -> None:
    assert read_period(text) is None


def test_a_financial_year_elsewhere_says_only_its_years() -> None:
    span = read_period("FY 2018-19", AMERICAN)
    assert span is not None and span.start is not None and span.end is not None
    assert (span.start.value, span.end.value) == ("2018", "2019")
    assert read_period("Q1 2018/19", AMERICAN) is None


def test_the_order_of_day_and_month_is_the_portals() -> None:
    american, unsure = (
        read_period("04/05/2019 - 04/06/2019", AMERICAN),
        Habits(order=Order.UNSURE, british=False),
    )
    assert american is not None and american.start is not None and american.start.value == "2019-04-05"
    assert read_period("04/05/2019 - 04/06/2019", unsure) is None
    assert read_period("04/25/2019 - 04/26/2019", unsure) is not None


@QUICK
@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{1,4}[-/. ]{0,2}(to|P|Q)?[0-9]{0,4}[-/ ]?[0-9]{0,4}[?~-]?", fullmatch=True)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    span = read_period(text)
    assert span is None or span.start or span.end


@QUICK
@given(st.dates(), st.dates())
def test_two_days_are_read_in_their_order_only(one: object, other: object) -> None:
    first, last = sorted((str(one), str(other)))
    span = read_period(f"{first}/{last}")
    assert span is None or (span.start and span.start.value, span.end and span.end.value) == (first, last)
    assert first == last or read_period(f"{last}/{first}") is None
