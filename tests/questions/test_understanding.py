"""What people ask, and what is understood."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.indexes.words import WORD, fold
from catalogue.questions.question import Kind, Question, Sense
from catalogue.questions.understanding import MOST_SENSES, understand
from vocab import load_vocabulary

TODAY = "2026-11-28"
TABLE = Path(__file__).with_name("understood.csv")

TYPED = 'bins Leeds reading in near 2023 since 2019-21 "quoted title:x -not list of council tax tip , & é 🚲 the £2000'
WORDS = st.sampled_from(TYPED.split(" "))


def asked(text: str, *without: str) -> Question:
    return understand(text, load_vocabulary(), today=TODAY, without=without)


def written(sense: Sense) -> str:
    """A sense as the table has it."""
    if sense.kind is Kind.PERIOD:
        years = sense.meaning.years
        return f"years:{years[0]}-{years[1]}" if years else "series"
    return f"{sense.kind.value}:{sense.code or sense.label}"


def rows() -> list[list[str]]:
    return list(csv.reader(TABLE.read_text("utf-8").splitlines()))[1:]


@pytest.mark.parametrize(("text", "senses", "silent"), rows())
def test_a_question_is_understood(text: str, senses: str, silent: str) -> None:
    question = asked(text)
    assert " ".join(map(written, question.senses)) == senses
    assert not silent or " ".join(question.silent) == silent


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("bin|bins|wheelie bins", "bin-collection"),
        ("rubbish|refuse", "waste"),
        ("recycling", "recycling"),
        ("tip|HWRC", "household-waste-recycling-centre"),
        ("fly-tipping|fly tipping|flytipping", "fly-tipping"),
        ("pothole|carriageway defects", "pothole"),
        ("highway maintenance", "road-maintenance"),
        ("gritting|winter service", "winter-service"),
        ("council tax", "council-tax"),
        ("business rates|nndr", "business-rates"),
        ("councillor|elected members", "councillors"),
        ("spending|expenditure over £500|invoices|payments to suppliers", "council-spending"),
        ("procurement card", "procurement-cards"),
        ("toilets|public conveniences|loo", "public-toilets"),
        ("parking", "parking"),
        ("car park", "car-park"),
        ("pcn|penalty charge", "penalty-charge-notice"),
        ("schools", "schools"),
        ("catchment area|school admissions", "school-admissions"),
        ("hmo", "houses-in-multiple-occupation"),
        ("empty homes", "empty-homes"),
        ("homelessness|homeless", "homelessness"),
        ("planning applications", "planning-applications"),
        ("tpo", "tree-preservation-order"),
        ("conservation areas", "conservation-area"),
        ("brownfield", "brownfield-land"),
        ("article 4", "article-4-direction"),
        ("section 106|s106", "developer-contributions"),
        ("social care", "social-care"),
        ("population|mid-year estimates", "population"),
        ("census", "census"),
        ("deprivation|imd|simd|wimd|nimdm", "deprivation"),
        ("air quality|aqma|no2|pm2.5", "air-quality"),
        ("street lights|lamp columns", "street-lighting"),
        ("tree|trees", "trees"),
        ("allotment", "allotments"),
        ("play areas|playground", "play-areas"),
        ("library", "libraries"),
        ("crime", "crime"),
        ("asb", "anti-social-behaviour"),
        ("elections", "elections"),
        ("polling station", "polling-stations"),
        ("wards", "wards"),
        ("ev charging|electric car charging", "electric-vehicle-charging"),
        ("rights of way|footpath|prow|core path", "rights-of-way"),
        ("premises licences", "licensing"),
        ("taxi", "taxi-licensing"),
        ("food hygiene|fhrs", "food-hygiene"),
        ("foi", "freedom-of-information"),
    ],
)
def test_an_everyday_word_is_understood_and_searched_with_others(words: str, topic: str) -> None:
    for word in words.split("|"):
        (sense,) = asked(word).senses
        assert (sense.code, sense.typed) == (topic, word)
        searched = tuple(phrase for phrase, _ in sense.meaning.phrases)
        assert sense.also == searched[: len(sense.also)] != ()  # then come Welsh names as sentences have them


def test_a_word_of_every_day_is_searched_with_the_words_of_councils_and_not_the_other_way_round() -> None:
    (rubbish,), (waste,) = asked("rubbish").senses, asked("waste").senses
    assert "waste" in rubbish.also and "refuse" in rubbish.also
    assert not any("rubbish" in phrase for phrase in waste.also)


def test_what_is_searched_too_finds_what_the_words_typed_do_not() -> None:
    (sense,) = asked("toilets").senses
    assert "public toilets" not in sense.also and "public conveniences" in sense.also


def test_parks_are_not_searched_for_parking_nor_parking_for_parks() -> None:
    (parks,), (parking,) = asked("parks").senses, asked("parking").senses
    assert not any("parking" in phrase for phrase in parks.also)
    assert not any("open space" in phrase for phrase in parking.also)


def test_near_a_place_counts_what_is_around_it_for_less() -> None:
    (sense,) = asked("near Leeds").senses
    assert (sense.typed, sense.label, sense.code) == ("near Leeds", "near Leeds", "E08000035")
    assert sense.meaning.values[:2] == (("place", "E08000035", 1.0), ("place", "E11000006", 0.5))


def test_what_is_about_a_whole_region_or_nation_is_about_a_place_in_it_for_a_little() -> None:
    (sense,) = asked("Leeds").senses
    assert sense.meaning.values == (
        ("place", "E08000035", 1.0),
        ("area", "E11000006", 0.3),
        ("area", "E12000003", 0.3),
        ("area", "E92000001", 0.3),
    )


def test_an_abolished_council_brings_those_that_took_over() -> None:
    (sense,) = asked("Northamptonshire").senses
    found = {code for column, code, _ in sense.meaning.values if column == "place"}
    assert found == {"E10000021", "E06000061", "E06000062"}


def test_the_kingdom_asks_nothing() -> None:
    (sense,) = asked("UK").senses
    assert not sense.meaning.needed and sense.meaning.values == ()


def test_the_places_around_are_named_the_nearest_first() -> None:
    assert asked("bins in Leeds").wider == ("E11000006", "E12000003", "E92000001")
    assert asked("bins").wider == ()


@pytest.mark.parametrize("text", ["2023", "2022/23", "2001 to 2021", "since 2015", "last year"])
def test_a_period_lifts_and_is_not_missed(text: str) -> None:
    (sense,) = asked(f"waste {text}").senses[1:]
    assert sense.meaning.years and not sense.meaning.needed


def test_a_sense_taken_off_leaves_its_words_as_they_stand() -> None:
    assert [sense.typed for sense in asked("Leeds City Council bins", "leeds city council").senses] == [
        "bins"
    ]
    assert [sense.typed for sense in asked("bins in Leeds", "BINS").senses] == ["Leeds"]


def test_a_word_within_a_sense_is_not_silent() -> None:
    assert "data" not in asked("data for data zones").silent


def test_of_two_words_none_is_silent() -> None:
    assert asked("contact information").silent == asked("open data").silent == ()


def test_the_same_text_is_understood_in_the_same_way() -> None:
    assert asked("bins in Leeds 2023") == asked("bins in Leeds 2023")


def test_a_vocabulary_without_topics_and_places_understands_periods(tmp_path: Path) -> None:
    (tmp_path / "made-up.ttl").write_text(
        "@prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        '<urn:made-up> a skos:ConceptScheme ; dct:title "Made up" ; dct:description "" ; dct:source "" ;'
        ' dct:license "" ; dct:modified "" .'
    )
    question = understand("bins in Leeds E08000035 2023", load_vocabulary(tmp_path), today=TODAY)
    assert list(map(written, question.senses)) == ["years:2023-2023"]


def holds(question: Question) -> None:
    """What is true of every question."""
    position = 0
    for sense in question.senses:
        assert sense.typed and sense.typed == sense.meaning.typed
        position = question.text.index(sense.typed, position) + len(sense.typed)
        assert all(0 < weight <= 1 for _, weight in sense.meaning.phrases)
    assert len(question.senses) <= MOST_SENSES
    assert set(question.silent) <= {fold(word) for word in WORD.findall(question.text)}


@given(st.text(max_size=200))
def test_any_text_is_a_question(text: str) -> None:
    holds(asked(text))


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_words_are_a_question_whose_senses_stand_in_its_text_in_order(text: str) -> None:
    holds(asked(text))


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_nothing_is_understood_where_every_sense_was_taken_off(text: str) -> None:
    taken: list[str] = []
    while senses := asked(text, *taken).senses:
        taken += [sense.typed for sense in senses]
        assert len(taken) < 100


def test_words_of_a_vocabulary_are_no_slips() -> None:
    assert asked("speeding finess").spelt == ("speeding",)
    assert "cyngor" in asked("treth y cyngor").spelt
