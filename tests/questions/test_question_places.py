"""Which words are places, and what is then looked for."""

from __future__ import annotations

import csv

import pytest

from catalogue.questions.places import ITSELF, WORDS_FILE
from catalogue.questions.question import Kind, Sense
from catalogue.questions.understanding import places_named, understand
from vocab import load_vocabulary

ROWS = list(
    csv.DictReader(line for line in WORDS_FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
)


def places(text: str) -> list[Sense]:
    """The places of a text."""
    senses = understand(text, load_vocabulary(), today="2026-11-28").senses
    return [sense for sense in senses if sense.kind is Kind.PLACE]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_name_that_people_use_means_areas_that_exist(row: dict[str, str]) -> None:
    scheme = load_vocabulary().schemes["place"]
    areas = [scheme.find(code) for code in row["codes"].split()]
    assert all(area and not area.former for area in areas)
    assert areas or row["kind"] == "word"
    assert row["kind"] in {"", "word", "same"} and (row["kind"] != "same" or len(areas) == 1)
    (place,) = places(f"trees in {row['name']}") or [None]
    assert place or (not areas and not scheme.match(row["name"]))


def test_names_stand_in_order_and_once() -> None:
    names = [row["name"] for row in ROWS]
    assert names == sorted(set(names))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Leeds", "E08000035"),
        ("leeds city council", "E08000035"),
        ("City of Leeds", "E08000035"),
        ("borough of Bolton", "E08000001"),
        ("Leeds's trees", "E08000035"),
        ("Leeds' trees", "E08000035"),
        ("e08000035", "E08000035"),
        ("Yorkshire", "E12000003"),
        ("the North East", "E12000001"),
        ("Scotland", "S92000003"),
        ("Cymru", "W92000004"),
        ("Llundain", "E12000007"),
        ("Ynys Môn", "W06000001"),
        ("yng Nghaerdydd", "W06000015"),
        ("Perth & Kinross", "S12000048"),
        ("perth and kinross", "S12000048"),
        ("Stoke on Trent", "E06000021"),
        ("Newcastle upon Tyne", "E08000021"),
        ("King's Lynn and West Norfolk", "E07000146"),
        ("St. Helen's", "E08000013"),
        ("St Helens", "E08000013"),
        ("Kings Lynn and West Norfolk", "E07000146"),
        ("England & Wales", "K04000001"),
    ],
)
def test_a_place_is_understood_by_every_name(text: str, code: str) -> None:
    (place,) = places(text)
    assert place.code == code


@pytest.mark.parametrize(
    "text",
    ["reading", "reading groups", "a bath a day", "rugby boots", "du", "eng", "wave", "the derby"],
)
def test_a_word_that_is_also_a_place_is_none_unless_it_stands_as_one(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    "text", ["Reading", "schools in reading", "near reading", "trees of Reading", "reading council tax"]
)
def test_a_word_stands_as_a_place_after_in_with_its_own_capital_or_where_all_else_is_clear(text: str) -> None:
    (place,) = places(text)
    assert place.code == "E06000038"


@pytest.mark.parametrize(
    "before", ["near", "around", "close to", "next to", "in and around", "surrounding", "neighbouring"]
)
def test_near_is_part_of_the_run(before: str) -> None:
    (place,) = places(f"trees {before} Leeds")
    assert (place.typed, place.label, place.also) == (f"{before} Leeds", "near Leeds", ("West Yorkshire",))


def test_a_name_of_several_areas_means_each() -> None:
    (place,) = places("Sussex")
    assert (place.label, place.code) == ("Sussex", "")
    found = [code for column, code, _ in place.meaning.values if column == "place"]
    assert found == ["E10000011", "E10000032", "E06000043"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cardiff", {"Caerdydd"}),
        ("Caerdydd", {"Cardiff"}),
        ("Scotland", {"Alba", "yr Alban", "scottish"}),
        ("Scottish", {"Scotland", "Alba", "yr Alban"}),
        ("Leeds City Council", {"Leeds"}),
        ("near Leeds", {"Leeds"}),
        ("Leeds", set()),
        ("Huddersfield", set()),
    ],
)
def test_a_place_is_also_looked_for_by_its_other_names_but_not_by_those_of_its_parts(
    text: str, names: set[str]
) -> None:
    (place,) = places(text)
    assert {name for name, _ in place.meaning.phrases} == names


def test_of_several_places_any_will_do() -> None:
    leeds, bradford = places("trees in Leeds and Bradford")
    own = {"E08000035", "E08000032"}
    for place in (leeds, bradford):
        assert {code for facet, code, weight in place.meaning.values if weight == ITSELF} == own
    assert ("Bradford", ITSELF) in leeds.meaning.phrases


def test_a_place_within_another_is_meant_with_it() -> None:
    leeds, county = places("trees in Leeds, West Yorkshire")
    assert ("place", "E08000035", ITSELF) in leeds.meaning.values
    assert ("place", "E08000035", ITSELF) not in county.meaning.values


def test_a_name_of_several_areas_is_shown_as_it_is_written() -> None:
    assert [place.label for place in places("north of england")] == ["North of England"]


def test_a_quoted_place_is_left_alone() -> None:
    assert places('"Leeds"') == places("title:Leeds") == places("-Leeds") == []


def test_a_metropolitan_borough_lies_within_its_county() -> None:
    scheme = load_vocabulary().schemes["place"]
    boroughs = [area for area in scheme.concepts if area.code.startswith("E08")]
    assert len(boroughs) == 36
    assert all("/E11" in area.broader[0] for area in boroughs)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Trees in Leeds and Bradford", ("E08000035", "E08000032")),
        ("Reading Groups", ()),
        ("Schools in Reading", ("E06000038",)),
        ("UK trees", ()),
        ("", ()),
    ],
)
def test_a_title_names_places_beyond_doubt_only(title: str, codes: tuple[str, ...]) -> None:
    assert places_named(title, load_vocabulary()) == codes
