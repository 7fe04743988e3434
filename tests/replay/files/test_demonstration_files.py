"""The files behind the bundled portals: each can be made, is what its address says, and tells of the gazetteer."""

import csv
import io
import json
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from harvester.replay.files.gazetteer import load_gazetteer
from harvester.replay.files.listing import Listed, bodies, listed_files
from harvester.replay.files.table import table_of, topics
from harvester.replay.files.writing import written
from harvester.replay.recording import bundled_recordings

EVERY = [one for files in listed_files().values() for one in files if one.form]


def of(portal: str, ending: str) -> bytes:
    (listed,) = (one for one in listed_files()[portal] if one.address.endswith(ending))
    return written(listed, bodies()[portal])


def rows(portal: str, ending: str) -> list[dict[str, str]]:
    """A file's rows, as its body writes them."""
    body = bodies()[portal]
    lines = of(portal, ending).decode(body.encoding).splitlines()
    skipped = len(body.above) + 1 if body.above else 0
    return list(csv.DictReader(lines[skipped:], delimiter=body.separator))


def test_every_portal_with_files_is_a_bundled_one() -> None:
    assert set(listed_files()) <= {one.slug for one in bundled_recordings()}


def test_every_topic_is_told_by_some_file() -> None:
    assert set(topics()) - {one.topic for one in EVERY} == set()


@pytest.mark.parametrize("form", ["csv", "geojson", "xlsx"])
def test_a_file_is_the_same_each_time_it_is_made(form: str) -> None:
    listed = next(one for one in EVERY if one.form == form)
    body = bodies()[listed.portal]
    assert written(listed, body) == written(listed, body)


def test_every_file_has_a_head_and_rows() -> None:
    for listed in EVERY:
        body = written(listed, bodies()[listed.portal])
        assert _count(listed, body) > 1, listed.address


def test_bodies_that_serve_one_place_name_the_same_properties() -> None:
    """A county lists the properties of its districts; a street of another county it does not."""
    county = {row["UPRN"].removesuffix(".0") for row in rows("holmshire", "-asse.csv")}
    district = {row["LLPG UPRN"] for row in rows("thistlewick", "polling-stations/CSV")}
    stranger = {row["uprn"] for row in rows("wexcombe", "polling-stations/exports/csv")}
    assert county & district
    assert not county & stranger


def test_a_property_is_where_the_gazetteer_has_it() -> None:
    known = load_gazetteer()
    for row in rows("wexcombe", "planning-applications/exports/csv"):
        one = known.properties[row["uprn"]]
        assert (row["postcode"], row["easting"]) == (known.streets[one.usrn].postcode, str(one.easting))


def test_a_spreadsheet_rounds_the_numbers_that_passed_through_it() -> None:
    assert {row["UPRN"][-4:] for row in rows("ottermoor", "business-rates-properties-an.csv")} == {"E+11"}


def test_lines_stand_over_the_head_where_a_body_puts_them() -> None:
    assert of("aberfelin", "polling.csv").decode("cp1252").startswith("Cyngor Sir Aberfelin\r\n")


def _count(listed: Listed, body: bytes) -> int:
    if listed.form == "xlsx":
        assert zipfile.is_zipfile(io.BytesIO(body))
        return len(CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python())
    if listed.form == "geojson":
        return len(json.loads(body)["features"])
    encoding = "utf-16" if listed.damage == "utf-16" else bodies()[listed.portal].encoding
    return len(body.decode(encoding).splitlines())


def test_a_portal_that_lists_columns_lists_those_of_its_files() -> None:
    wexcombe, body = {one.path: one for one in listed_files()["wexcombe"]}, bodies()["wexcombe"]
    (recording,) = (one for one in bundled_recordings() if one.slug == "wexcombe")
    compared = 0
    for one in map(json.loads, recording.records):
        path = f"/api/explore/v2.1/catalog/datasets/{one['dataset_id']}/exports/csv"
        if one.get("fields") and (listed := wexcombe.get(path)):
            compared += 1
            assert tuple(field["name"] for field in one["fields"]) == table_of(listed, body).head
    assert compared > 25
