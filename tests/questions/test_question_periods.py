"""Which periods a text names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.questions.periods import FIRST_YEAR, LAST_YEAR, read_periods
from catalogue.questions.question import Kind
from catalogue.questions.understanding import understand
from vocab import load_vocabulary

TODAY = "2026-11-28"


def understood(text: str) -> tuple[str, tuple[int, int] | None, str] | None:
    """The run, the years and the label of the one period of a text; None where it has none."""
    senses = [
        sense
        for sense in understand(text, load_vocabulary(), today=TODAY).senses
        if sense.kind is Kind.PERIOD
    ]
    assert len(senses) <= 1
    return (senses[0].typed, senses[0].meaning.years, senses[0].label) if senses else None


@pytest.mark.parametrize(
    ("text", "run", "years", "label"),
    [
        ("waste 2023", "2023", (2023, 2023), "covers 2023"),
        ("waste in 2023?", "2023", (2023, 2023), "covers 2023"),
        ("waste (2023)", "2023", (2023, 2023), "covers 2023"),
        ("census of 1841", "1841", (1841, 1841), "covers 1841"),
        ("households in 2043", "2043", (2043, 2043), "covers 2043"),
        ("waste 2019-2021", "2019-2021", (2019, 2021), "covers 2019–2021"),
        ("waste 2019–2021", "2019–2021", (2019, 2021), "covers 2019–2021"),
        ("waste 2019 to 2021", "2019 to 2021", (2019, 2021), "covers 2019–2021"),
        ("waste from 2019 to 2021", "from 2019 to 2021", (2019, 2021), "covers 2019–2021"),
        ("waste between 2019 and 2021", "between 2019 and 2021", (2019, 2021), "covers 2019–2021"),
        ("waste 2022/23", "2022/23", (2022, 2023), "covers 2022–2023"),
        ("waste 1999/00", "1999/00", (1999, 2000), "covers 1999–2000"),
        ("waste FY 2022-23", "FY 2022-23", (2022, 2023), "covers 2022–2023"),
        ("financial year 2022/23 waste", "financial year 2022/23", (2022, 2023), "covers 2022–2023"),
        ("waste 2019-03", "2019-03", (2019, 2019), "covers 2019"),
        ("waste March 2024", "March 2024", (2024, 2024), "covers 2024"),
        ("waste Q1 2024", "Q1 2024", (2024, 2024), "covers 2024"),
        ("waste since 2015", "since 2015", (2015, 2026), "covers 2015 or later"),
        ("waste after 2015", "after 2015", (2016, 2026), "covers 2016 or later"),
        ("waste 2015 onwards", "2015 onwards", (2015, 2026), "covers 2015 or later"),
        ("waste 2015 to present", "2015 to present", (2015, 2026), "covers 2015 or later"),
        ("waste before 2010", "before 2010", (FIRST_YEAR, 2009), "covers 2009 or earlier"),
        ("waste up to 2010", "up to 2010", (FIRST_YEAR, 2010), "covers 2010 or earlier"),
        ("waste last year", "last year", (2025, 2025), "covers 2025"),
        ("waste this year", "this year", (2026, 2026), "covers 2026"),
        ("waste next year", "next year", (2027, 2027), "covers 2027"),
        ("waste over the past 20 years", "over the past 20 years", (2006, 2026), "covers 2006–2026"),
        ("waste in the last ten years", "in the last ten years", (2016, 2026), "covers 2016–2026"),
        ("waste in the last decade", "in the last decade", (2016, 2026), "covers 2016–2026"),
        ("waste in the last 18 months", "in the last 18 months", (2024, 2026), "covers 2024–2026"),
        ("waste in recent years", "in recent years", (2021, 2026), "covers 2021–2026"),
        ("waste in the 1990s", "the 1990s", (1990, 1999), "covers 1990–1999"),
        ("waste in the 80s", "the 80s", (1980, 1989), "covers 1980–1989"),
        ("waste in the 19th century", "the 19th century", (1801, 1900), "covers 1801–1900"),
        ("waste over time", "over time", None, "over time"),
        ("historical waste", "historical", None, "over time"),
    ],
)
def test_a_period_is_understood(text: str, run: str, years: tuple[int, int] | None, label: str) -> None:
    assert understood(text) == (run, years, label)


@pytest.mark.parametrize(
    "text",
    [
        "waste £2019", "2019% waste", "A2019 waste", "waste 20199", "waste 12,019", "1000 people", "waste 2019.5",
        "2050 homes", "2000 new homes", "Localism Act 2011", "waste 3023", "waste 1066", "waste 2100",
        "over 60s", "waste in 20s", "waste ٢٠١٩", '"waste 2019"',
        "title:2019", "19:2019:3",
    ],
)  # fmt: skip
def test_a_number_that_is_no_year_is_no_period(text: str) -> None:
    assert understood(text) is None


def test_the_day_is_the_one_given() -> None:
    (period,) = read_periods("last year", "2001-01-01")
    assert period.years == (2000, 2000)


@given(st.from_regex(r"[a-z£ ]{0,9}[12]\d{3}[-/ ]{0,2}(\d{2,4})?s?[a-z ]{0,9}", fullmatch=True))
def test_a_period_stands_where_it_says_and_within_what_is_thinkable(text: str) -> None:
    for period in read_periods(text, TODAY):
        assert re.search(r"\d|\w", text[period.start : period.end])
        if period.years:
            assert FIRST_YEAR <= period.years[0] <= period.years[1] <= LAST_YEAR
