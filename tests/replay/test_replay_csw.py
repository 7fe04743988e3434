"""The replayed CSW answers as the standard has it, exceptions in a 200 included."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from harvester.replay.recording import bundled_recordings, load_recording
from harvester.replay.server import build_app

(PARK,) = (recording for recording in bundled_recordings() if recording.slug == "esgairwen")
WHOLE = (PARK.expected or 0) + PARK.unreadable
ISO = "http://www.isotc211.org/2005/gmd"
CSW = "{http://www.opengis.net/cat/csw/2.0.2}"
RESULTS = {"request": "GetRecords", "resultType": "results"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build_app([PARK]))


def ask(client: TestClient, **given: str) -> etree._Element:
    answer = client.get("/esgairwen/csw", params={"service": "CSW", "version": "2.0.2", **given})
    assert answer.status_code == 200
    return etree.fromstring(answer.content)


def results(root: etree._Element) -> etree._Element:
    found = root.find(f"{CSW}SearchResults")
    assert found is not None
    return found


def test_hits_are_what_is_counted_unless_results_are_asked_for(client: TestClient) -> None:
    found = results(ask(client, request="GetRecords"))
    assert (found.get("numberOfRecordsMatched"), len(found)) == (str(WHOLE), 0)


def test_ten_records_come_unless_more_are_asked_for_and_the_last_page_leads_nowhere(
    client: TestClient,
) -> None:
    first = results(ask(client, **RESULTS))
    assert (len(first), first.get("nextRecord")) == (10, "11")
    last = results(ask(client, **RESULTS, startPosition="21", maxRecords="100"))
    assert (len(last), last.get("nextRecord")) == (WHOLE - 20, "0")


def test_records_come_as_iso_or_as_dublin_core(client: TestClient) -> None:
    assert results(ask(client, **RESULTS, outputSchema=ISO))[0].tag == f"{{{ISO}}}MD_Metadata"
    assert results(ask(client, **RESULTS))[0].tag == f"{CSW}Record"


def test_the_filter_by_date_is_the_same_by_get_and_by_post(client: TestClient) -> None:
    for day, count in (("1970-01-01", WHOLE), ("2100-01-01", 0)):
        asked = ask(client, request="GetRecords", constraint=f"apiso:Modified >= '{day}'")
        body = (
            '<c:GetRecords xmlns:c="http://www.opengis.net/cat/csw/2.0.2" xmlns:o="http://www.opengis.net/ogc" '
            'resultType="hits"><c:Query><c:Constraint><o:Filter><o:PropertyIsGreaterThanOrEqualTo>'
            f"<o:Literal>{day}</o:Literal></o:PropertyIsGreaterThanOrEqualTo></o:Filter></c:Constraint></c:Query>"
            "</c:GetRecords>"
        )
        posted = etree.fromstring(client.post("/esgairwen/csw", content=body).content)
        counts = {results(root).get("numberOfRecordsMatched") for root in (asked, posted)}
        assert counts == {str(count)}


def test_a_record_is_found_by_its_identifier_however_it_is_written(client: TestClient) -> None:
    first = results(ask(client, **RESULTS, outputSchema=ISO))[0]
    identifier = "".join(first.itertext())[:36]
    for written in (identifier, "{" + identifier.upper() + "}"):
        assert len(ask(client, request="GetRecordById", id=written, outputSchema=ISO)) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"request": "Transaction"}, "OperationNotSupported"),
        ({"request": "GetRecords", "outputSchema": "urn:x"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "startPosition": "one"}, "InvalidParameterValue"),
    ],
)
def test_what_it_will_not_do_is_an_exception_in_a_200(
    client: TestClient, given: dict[str, str], code: str
) -> None:
    (exception,) = ask(client, **given)
    assert exception.get("exceptionCode") == code


def test_a_post_that_is_no_xml_is_an_exception_as_well(client: TestClient) -> None:
    root = etree.fromstring(client.post("/esgairwen/csw", content="no").content)
    assert root[0].get("exceptionCode") == "NoApplicableCode"


def test_recorded_answers_are_searched_like_records(tmp_path: Path) -> None:
    made_up = (
        '<c:GetRecordsResponse xmlns:c="http://www.opengis.net/cat/csw/2.0.2">'
        '<c:SearchResults numberOfRecordsMatched="9">'
        '<g:MD_Metadata xmlns:g="http://www.isotc211.org/2005/gmd" xmlns:o="http://www.isotc211.org/2005/gco">'
        "<g:fileIdentifier><o:CharacterString>{0}</o:CharacterString></g:fileIdentifier></g:MD_Metadata>"
        "</c:SearchResults></c:GetRecordsResponse>"
    )
    entries = []
    for name in ("a", "b"):
        (tmp_path / f"{name}.xml").write_text(made_up.format(name))
        entries.append({"path": f"/csw?page={name}", "file": f"{name}.xml", "media_type": "application/xml"})
    (tmp_path / "pages.json").write_text(json.dumps(entries))
    (tmp_path / "portal.json").write_text(json.dumps({"slug": "made-up", "title": "Made up", "kind": "csw"}))
    client = TestClient(build_app([load_recording(tmp_path)]))
    given = {**RESULTS, "outputSchema": ISO}
    found = results(etree.fromstring(client.get("/made-up/csw", params=given).content))
    assert (len(found), found.get("numberOfRecordsMatched")) == (2, "2")
    assert client.get("/made-up/csw?page=a").text == made_up.format("a")
