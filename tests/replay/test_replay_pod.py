"""The replayed data.json: one document, and nothing of it for a client that holds it."""

import orjson
from starlette.testclient import TestClient

from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording
from harvester.replay.server import build_app

RECORDS = [{"identifier": str(number), "title": f"Set {number}"} for number in range(5)]


def town(records: list[dict[str, str]]) -> TestClient:
    lines = as_lines(map(orjson.dumps, records))
    recording = Recording(slug="town", title="Town", kind="pod", captured="2024-11-18", records=lines)
    return TestClient(build_app([recording]))


def test_the_document_holds_the_records_in_their_order() -> None:
    document = town(RECORDS).get("/town/data.json").json()
    assert document["dataset"] == RECORDS
    assert document["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"


def test_a_portal_without_records_has_an_empty_list() -> None:
    assert town([]).get("/town/data.json").json()["dataset"] == []


def test_a_client_that_holds_the_document_is_told_so() -> None:
    client = town(RECORDS)
    first = client.get("/town/data.json")
    again = client.get("/town/data.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["last-modified"] == "Mon, 18 Nov 2024 00:00:00 GMT"


def test_another_document_has_another_etag() -> None:
    first, second = (
        town(records).get("/town/data.json").headers["etag"] for records in (RECORDS, RECORDS[1:])
    )
    assert first != second
