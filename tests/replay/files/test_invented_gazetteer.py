"""The invented gazetteer agrees with itself, and nothing of it can be taken for a real place's."""

import re

import pytest

from catalogue.space.systems import BRITISH_GRID, to_degrees
from harvester.replay.files.gazetteer import load_gazetteer
from vocab import load_vocabulary

KNOWN = load_gazetteer()


def test_a_property_lies_on_a_street_of_its_place() -> None:
    for one in KNOWN.properties.values():
        assert KNOWN.streets[one.usrn].place == one.place


def test_a_street_lies_in_a_ward_and_an_lsoa_of_its_place() -> None:
    for street in KNOWN.streets.values():
        ward, lsoa = KNOWN.areas[street.ward], KNOWN.areas[street.lsoa]
        assert (ward.place, ward.level, lsoa.place, lsoa.level) == (
            street.place,
            "ward",
            street.place,
            "lsoa",
        )


def test_an_lsoa_lies_in_an_msoa_of_the_council_of_its_place() -> None:
    for area in KNOWN.areas.values():
        council = KNOWN.places[area.place].council
        assert council == (KNOWN.areas[area.within].within if area.level == "lsoa" else area.within)


def test_a_postcode_is_of_one_street() -> None:
    postcodes = [street.postcode for street in KNOWN.streets.values()]
    assert len(set(postcodes)) == len(postcodes)


def test_easting_and_northing_are_the_longitude_and_latitude() -> None:
    degrees = to_degrees(BRITISH_GRID)
    for one in KNOWN.properties.values():
        longitude, latitude = degrees(one.easting, one.northing)
        assert float(one.longitude) == pytest.approx(longitude, abs=0.0001)
        assert float(one.latitude) == pytest.approx(latitude, abs=0.0001)


def test_codes_stand_in_ranges_that_are_not_allotted() -> None:
    assert all(re.fullmatch("999[0-9]{9}", uprn) for uprn in KNOWN.properties)
    assert all(re.fullmatch("999[0-9]{5}", usrn) for usrn in KNOWN.streets)
    assert all(re.fullmatch("[EWS][0-9]{2}999[0-9]{3}", code) for code in KNOWN.areas)


def test_no_place_has_the_code_of_a_council() -> None:
    councils = {one.code for one in load_vocabulary().schemes["council"].concepts}
    assert not councils & {one.council for one in KNOWN.places.values()}
