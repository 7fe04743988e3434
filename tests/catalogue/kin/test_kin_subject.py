"""What a title is about: its words without publisher, place and period, in whatever words it says it."""

from __future__ import annotations

import pytest
from made_up_kin import made

from catalogue.kin.subject import LONGEST, kin_name, read_subject, subject_of
from catalogue.kin.wording import SAME_FILE, WORDS_FILE, load_words, rings_of, singular
from catalogue.model import Agent, Dataset, Location
from catalogue.values import Text
from vocab import load_vocabulary

TODAY = "2026-11-28"
LEEDS_AREA = "http://statistics.data.gov.uk/id/statistical-geography/E08000035"
LEEDS = Agent(slug="leeds", name=(Text("Leeds City Council"),), spatial=(LEEDS_AREA,))


def words(title: str, publisher: Agent | None = LEEDS) -> str:
    """What a title of a publisher is about, in its own words."""
    dataset = Dataset(title=(Text(title),), publisher=publisher)
    return subject_of(dataset, load_vocabulary(), today=TODAY).words


def name(title: str, publisher: str = "ambleford-council") -> str:
    """The name of the kin of what a title is about."""
    return subject_of(made(title, publisher), load_vocabulary(), today=TODAY).name


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Leeds tree surveys 2023", "tree surveys"),
        ("Tree surveys in Leeds", "tree surveys"),
        ("Leeds City Council: Council Tax bands", "council tax bands"),
        ("LCC tree surveys", "tree surveys"),
        ("Council Tax", "council tax"),
        ("Leeds City Council", ""),
        ("York tree surveys", "tree surveys"),
        ("Bins & recycling, since 2019", "bins and recycling"),
        ("", ""),
    ],
)
def test_a_title_is_about_what_is_left_without_its_publisher_place_and_period(title: str, left: str) -> None:
    assert words(title) == left


def test_a_place_is_left_out_where_it_is_the_datasets_own() -> None:
    dataset = Dataset(title=(Text("Leeds tree surveys"),), spatial=(Location(iri=LEEDS_AREA),))
    assert subject_of(dataset, load_vocabulary(), today=TODAY).words == "tree surveys"


@pytest.mark.parametrize(
    "title",
    [
        "Public Toilets",
        "Toilets",
        "Public conveniences",
        "Toiledau cyhoeddus",
        "Ambleford Council – Public Toilets (March 2024)",
        "PublicToilets",
        "public_toilets_2019.csv",
        "List of public toilets",
        "Public toilet locations",
    ],
)
def test_whatever_a_council_calls_its_toilets_they_are_one_kin(title: str) -> None:
    assert name(title) == "public-toilets"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Car parks", "Car park charges"),
        ("Parks", "Parking"),
        ("Core paths", "Cycle paths"),
        ("Schools", "School catchment areas"),
        ("Primary school catchments", "Secondary school catchments"),
        ("Litter bins", "Grit bins"),
        ("Planning applications", "Planning appeals"),
        ("Listed buildings", "Conservation areas"),
        ("Bus stops", "Bus lanes"),
        ("Historic landfill", "Landfill"),
    ],
)
def test_what_is_another_thing_has_another_name(one: str, other: str) -> None:
    assert name(one) != name(other)
    assert name(one) and name(other)


@pytest.mark.parametrize("title", ["Data 2019", "Performance", "Ambleford Council", "Map", "2023/24", ""])
def test_a_title_that_tells_nothing_has_no_kin(title: str) -> None:
    assert name(title) == ""


def test_editions_are_of_one_name() -> None:
    assert name("Budget 2019") == name("Budget 2020") == name("Council budget, financial year 2021/22")


def test_the_order_of_words_makes_no_difference() -> None:
    assert name("Scoreboards of cricket grounds") == name("Cricket ground scoreboards")


@pytest.mark.parametrize("title", ["Toilets", "Cricket ground scoreboards", "TPOs", "Spend over £500"])
def test_a_name_that_is_read_again_is_itself(title: str) -> None:
    found = name(title)
    assert read_subject(found, load_vocabulary()).name == found


def test_a_long_name_is_cut_and_stays_apart_from_its_likes() -> None:
    terms = frozenset(f"word{letter * 6}" for letter in "abcdefg")
    assert len(kin_name(terms)) == LONGEST
    assert kin_name(terms) != kin_name(terms - {"wordgggggg"} | {"wordhhhhhh"})


@pytest.mark.parametrize(
    ("word", "one"),
    [("libraries", "library"), ("benches", "bench"), ("bus", "bus"), ("buses", "bus"), ("parks", "park")],
)
def test_many_are_named_by_one(word: str, one: str) -> None:
    assert singular(word) == one


def test_the_tables_say_where_they_are_from_and_nothing_twice() -> None:
    for file in (SAME_FILE, WORDS_FILE):
        text = file.read_text("utf-8")
        assert "# Source: " in text and "Licence: " in text and "Modified: " in text
        first = [line.partition(",")[0] for line in text.splitlines() if not line.startswith("#")]
        assert len(first) == len(set(first)), file
    assert not {(word,) for word in load_words().weak} & load_words().asides
    assert rings_of(load_vocabulary()).longest > 2
