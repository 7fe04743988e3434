"""Places: those listed, the areas of councils, and those known by their code alone."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab import Vocabulary, load_vocabulary
from vocab.index import shared_labels
from vocab.places import AREA, BOXES_FILE, area_boxes, area_name


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("United Kingdom", "K02000001"),
        ("UK", "K02000001"),
        ("http://publications.europa.eu/resource/authority/country/GBR", "K02000001"),
        ("http://www.geonames.org/2635167", "K02000001"),
        ("Cymru", "W92000004"),
        ("yr Alban", "S92000003"),
        ("England & Wales", "K04000001"),
        ("Greater London", "E12000007"),
        ("Llundain", "E12000007"),
        ("North East England", "E12000001"),
        ("UKE", "E12000003"),
        ("http://data.europa.eu/nuts/code/UKE", "E12000003"),
        ("Greater Manchester", "E11000001"),
        ("West Midlands Combined Authority", "E47000007"),
        ("Leeds", "E08000035"),
        ("LEEDS CITY COUNCIL", "E08000035"),
        ("Leeds City Council area", "E08000035"),
        ("Leeds (E08000035)", "E08000035"),
        ("E08000035: Leeds", "E08000035"),
        ("Leeds, UK", "E08000035"),
        ("City of Edinburgh", "S12000036"),
        ("Edinburgh", "S12000036"),
        ("Kent", "E10000016"),
        ("County Durham", "E06000047"),
        ("Newcastle upon Tyne", "E08000021"),
        ("Ynys Môn", "W06000001"),
        ("Perth & Kinross", "S12000048"),
        ("London Borough of Hackney", "E09000012"),
        (AREA + "E08000035", "E08000035"),
        ("http://statistics.gov.scot/id/statistical-geography/S12000033", "S12000033"),
        ("https://mapit.mysociety.org/area/gss/E08000035.html", "E08000035"),
    ],
)
def test_a_place_is_known_by_its_names_and_codes(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("place", word)
    assert match is not None and match.sure
    assert (match.concept.code, match.concept.scheme) == (code, "place")


@pytest.mark.parametrize(("word", "code"), [("West Midlands", "E12000005"), ("North East", "E12000001")])
def test_a_name_that_others_bear_too_is_not_sure(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("place", word)
    assert match is not None and match.concept.code == code and not match.sure


@pytest.mark.parametrize(
    "word",
    [
        "Yorkshire", "Perth", "Bath", "Bournemouth and Poole", "Telford", "National", "the area", "Area", "of",
        "E99000001", "E0500123", "E050012345", "E05000001 E05000002", "Boston, Massachusetts", "EC1A", "unknown",
    ],
)  # fmt: skip
def test_what_names_no_one_area_is_no_place(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("place", word) is None


@pytest.mark.parametrize(
    ("code", "label", "nation"),
    [
        ("E05001234", "Electoral ward E05001234", "E92000001"),
        ("W01000003", "Lower layer super output area W01000003", "W92000004"),
        ("S01006506", "Data zone S01006506", "S92000003"),
        ("N21000001", "Super data zone N21000001", "N92000002"),
        ("E04000001", "Civil parish E04000001", "E92000001"),
    ],
)
def test_a_code_of_a_known_kind_is_a_place_although_nobody_lists_it(
    vocabulary: Vocabulary, code: str, label: str, nation: str
) -> None:
    concept = vocabulary.find("place", code)
    match = vocabulary.match("place", code.lower())

    assert concept is not None and match is not None
    assert concept == match.concept == vocabulary.concept(AREA + code)
    assert (concept.label(), concept.broader) == (label, (AREA + nation,))
    assert vocabulary.label(AREA + code) == label
    assert vocabulary.concept(concept.broad_matches[0]) is not None


@given(st.text(max_size=12) | st.from_regex(r"[EWSNK]\d{8}", fullmatch=True))
def test_no_code_breaks_the_scheme(code: str) -> None:
    found = load_vocabulary().find("place", code)
    assert found is None or found.code == code


def test_the_area_of_every_council_is_a_place_under_a_name_that_is_not_the_councils(
    vocabulary: Vocabulary,
) -> None:
    with_area = [one for one in vocabulary.schemes["council"].concepts if one.facts.get("area")]
    assert len(with_area) > 400
    for council in with_area:
        area = vocabulary.concept(council.facts["area"])
        assert area is not None and area.scheme == "place", council.iri
        assert "council" not in area.label().lower(), council.iri


def test_no_two_present_places_share_a_name(vocabulary: Vocabulary) -> None:
    assert shared_labels(vocabulary.schemes["place"].concepts) == {}


def test_what_is_around_a_place_is_a_place(vocabulary: Vocabulary) -> None:
    for place in vocabulary.schemes["place"].concepts:
        for iri in (*place.broader, *place.replaced_by):
            around = vocabulary.concept(iri)
            assert around is not None and around.scheme == "place", place.iri


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("E08000035", "Leeds"),
        ("E06000010", "Kingston upon Hull"),
        ("E07000240", "St Albans"),
        ("S12000017", "Highland"),
        ("E09000020", "Kensington and Chelsea"),
    ],
)
def test_an_area_is_called_what_people_call_it(vocabulary: Vocabulary, code: str, name: str) -> None:
    council = vocabulary.find("council", code)
    assert council is not None and area_name(council) == name


def test_a_type_of_area_has_an_example_that_its_pattern_fits(vocabulary: Vocabulary) -> None:
    for kind in vocabulary.schemes["area-type"].concepts:
        assert kind.facts["pattern"] == f"^{kind.code}[0-9]{{6}}$"
        assert kind.facts["example"].startswith(kind.code)
        place = vocabulary.find("place", kind.facts["example"])
        assert place is not None and kind.definition.endswith(".")


def test_the_boxes_say_where_they_are_from_and_lie_in_the_united_kingdom() -> None:
    head = BOXES_FILE.read_text("utf-8").split("code,")[0]
    rows = list(csv.reader(BOXES_FILE.read_text("utf-8").splitlines()))
    west, south, east, north = area_boxes()["K02000001"]

    assert all(f"# {word}: " in head for word in ("source", "licence", "modified"))
    assert len(area_boxes()) == sum(len(row) == 5 and not row[0].startswith("#") for row in rows) - 1
    for code, box in area_boxes().items():
        assert box[0] < box[2] and box[1] < box[3], code
        assert west - 1 < (box[0] + box[2]) / 2 < east + 1 and south < (box[1] + box[3]) / 2 < north, code
