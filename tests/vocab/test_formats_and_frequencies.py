"""Habits that no label can serve: how portals write formats, frequencies and languages."""

from __future__ import annotations

import pytest

from vocab import Vocabulary, load_vocabulary
from vocab.rules import habits_for


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def code_of(vocabulary: Vocabulary, scheme: str, word: str) -> str | None:
    match = vocabulary.match(scheme, word)
    return match.concept.code if match else None


def test_a_frequency_is_found_by_its_interval_however_it_is_written(vocabulary: Vocabulary) -> None:
    for concept in vocabulary.schemes["frequency"].concepts:
        if interval := concept.facts.get("interval"):
            for word in (
                interval,
                interval.replace("R/", "R"),
                interval.removeprefix("R/"),
                interval.lower(),
            ):
                match = vocabulary.match("frequency", word)
                assert match is not None and match.concept == concept and match.sure, word


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("RP1Y P1Y R/P12M R1/P1Y every-12-months 1-year once-per-annum", "ANNUAL"),
        ("P0.5Y R/P6M 6-monthly every-six-months twice-a-year 2x-per-year every-half-year", "ANNUAL_2"),
        ("R/P0.25Y P3M every-3-months 3-monthly 4-times-a-year four-times-per-year", "QUARTERLY"),
        ("R/P7D P1W every-7-days every-week once-each-week", "WEEKLY"),
        ("R/P14D R/P2W every-2-weeks once-a-fortnight", "BIWEEKLY"),
        ("R/P0.33W three-times-a-week 3-x-per-week", "WEEKLY_3"),
        ("PT60M R/PT1H every-60-minutes 24-times-a-day", "HOURLY"),
        ("P24H PT24H every-24-hours once-a-day once-daily", "DAILY"),
        ("twice-a-day 2-times-per-day two-times-daily", "DAILY_2"),
        ("PT12H every-12-hours", "12HRS"),
        ("every-other-year every-second-year 2-yearly once-every-two-years", "BIENNIAL"),
        ("twice-monthly 2-times-a-month R/P0.5M", "MONTHLY_2"),
    ],
)
def test_a_number_and_a_unit_are_computed(vocabulary: Vocabulary, words: str, code: str) -> None:
    for word in words.replace("P24H", "PT24H").split():
        spoken = word if word[0] in "RP" else word.replace("-", " ")
        assert code_of(vocabulary, "frequency", spoken) == code, spoken


@pytest.mark.parametrize(
    "word",
    [
        "every 5 days",
        "P5D",
        "R/P18M",
        "P1Y6M",
        "P1M2W",
        "P0D",
        "0 times a year",
        "every 2-3 years",
        "R/P",
        "3",
    ]
    + [
        "R/P1.2.3M",
        "P,Y",
        "monthly or weekly",
        "Quarterly, then annually",
        "term time",
        "twice",
        "3 times daily",
    ],
)
def test_an_interval_without_a_concept_stays_a_word(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("frequency", word) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("P365D", "ANNUAL"),
        ("every 30 days", "MONTHLY"),
        ("R/P52W", "ANNUAL"),
        ("at least monthly", "MONTHLY"),
        ("Usually every 3 months", "QUARTERLY"),
        ("Annually (in March)", "ANNUAL"),
        ("Annual - published in April", "ANNUAL"),
        ("bi-annually", "ANNUAL_2"),
        ("bi-weekly", "BIWEEKLY"),
        ("bi-monthly", "BIMONTHLY"),
        ("termly", "ANNUAL_3"),
    ],
)
def test_a_rounded_or_hedged_frequency_is_not_sure(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("frequency", word)
    assert match is not None and match.concept.code == code and not match.sure


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("updated on a monthly basis", "MONTHLY"),
        ("Updated every 3 months", "QUARTERLY"),
        ("Real-time updates", "UPDATE_CONT"),
        ("Blynyddol", "ANNUAL"),
        ("Bob chwarter", "QUARTERLY"),
        ("yn fisol", "MONTHLY"),
        ("halbjährlich", "ANNUAL_2"),
        ("trimestral", "QUARTERLY"),
        ("settimanale", "WEEKLY"),
        ("dagelijks", "DAILY"),
        ("irrégulière", "IRREG"),
        ("when changed", "AS_NEEDED"),
        ("http://inspire.ec.europa.eu/metadata-codelist/MaintenanceFrequency/notPlanned", "NOT_PLANNED"),
        ("https://standards.example/gmxCodelists.xml#MD_MaintenanceFrequencyCode_asNeeded", "AS_NEEDED"),
        ("http://purl.org/cld/freq/triennial", "TRIENNIAL"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-H", "HOURLY"),
    ],
)
def test_a_frequency_in_other_words_and_lists(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("frequency", word)
    assert match is not None and match.concept.code == code and match.sure


@pytest.mark.parametrize("scheme", ["file-type", "media-type", "frequency", "language", "identifier"])
@pytest.mark.parametrize(
    "piece", ["every ", "R/P1", "(", "1,", "at least ", "x: ", "csv, ", "a.", "a/", "zip "]
)
def test_a_habit_reads_a_hostile_word_at_once(scheme: str, piece: str) -> None:
    """Each habit meets at most 400 characters; a pattern that goes back and forth would not end."""
    for habit in habits_for(scheme):
        label = habit.read((piece * 400)[:400])
        assert label is None or len(label) <= 400
