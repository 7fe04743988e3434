"""The replayed list of datasets, and what others flattened served as one."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from scrapy.http import TextResponse
from starlette.testclient import TestClient

from catalogue.errors import RecordError
from catalogue.portal import Portal
from harvester.record import Record
from harvester.replay.flattened import rows_of
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings, load_recordings
from harvester.replay.server import build_app
from harvester.spider import PortalSpider
from harvester.spiders import spider_for

CORPUS = os.environ.get("STOOK_CORPUS")


def test_rows_are_written_as_the_options_say() -> None:
    (aberfelin,) = (one for one in bundled_recordings() if one.slug == "aberfelin")
    answer = TestClient(build_app([aberfelin])).get("/aberfelin/datasets.csv")
    lines = answer.content.decode("cp1252").split("\r\n")
    assert lines[0].startswith("Cyngor Sir Aberfelin")
    assert (
        len(list(csv.reader(lines[2:], delimiter=";"))) == len(aberfelin.records) + 2
    )  # its head and its end


def test_a_client_that_holds_the_list_is_told_so() -> None:
    town = Recording(
        slug="town", title="Town", kind="list", records=as_lines([b'{"Title": "A", "Notes": "B"}'])
    )
    client = TestClient(build_app([town]))
    first = client.get("/town/datasets.csv")
    again = client.get("/town/datasets.csv", headers={"If-None-Match": first.headers["etag"]})
    assert (first.text, again.status_code) == ("\ufeffTitle,Notes\r\nA,B\r\n", 304)


@pytest.mark.parametrize(
    ("made_up", "rows"),
    [
        ({"id": 1, "rows": [{"T": "a"}, {"T": None}]}, [{"T": "a"}, {"T": ""}]),
        (
            {
                "record": {
                    "title": "a",
                    "tags": ["x", "y"],
                    "resources": [{"fileType": "CSV"}, {"fileType": "XML"}],
                }
            },
            [
                {"title": "a", "tags": "x;y", "fileType": "CSV"},
                {"title": "a", "tags": "x;y", "fileType": "XML"},
            ],
        ),
        ({"Title": "a", "Words": {"b": 1}}, [{"Title": "a", "Words": '{"b":1}'}]),
        (
            {
                "id": "4x4",
                "text": "# Parks\n\n| Name | Value |\n| Host | h.example |\n\n## Description\n\nGreen.\n\n## Columns\n",
            },
            [{"id": "4x4", "title": "Parks", "description": "Green.", "Name": "Value", "Host": "h.example"}],
        ),
        (
            {
                "id": "1",
                "embedding_text": "Title:  Parks. Summary: Green. Published by A Council. Tags: a, b.",
            },
            [{"id": "1", "Title": "Parks", "Summary": "Green", "Published by": "A Council", "Tags": "a, b"}],
        ),
    ],
)
def test_what_was_flattened_becomes_rows(made_up, rows) -> None:
    assert list(rows_of(made_up)) == rows


def test_what_was_flattened_is_listed_as_a_list() -> None:
    town = Recording(
        slug="town", title="Town", kind="flattened", form="flattened", records=as_lines([b'{"Title": "A"}'])
    )
    (entry,) = TestClient(build_app([town])).get("/portals.json").json()
    assert (entry["kind"], entry["served"], entry["address"]) == (
        "list",
        True,
        "http://testserver/town/datasets.csv",
    )


FLATTENED = [one for one in load_recordings(Path(CORPUS)) if one.kind == "flattened"] if CORPUS else []


@pytest.mark.corpus
@pytest.mark.parametrize("recording", FLATTENED, ids=[one.slug for one in FLATTENED])
def test_every_flattened_portal_is_read_as_its_folder_says(recording: Recording) -> None:
    """A folder counts its lines: datasets, but for one whose lines are files; those are counted as such."""
    body = TestClient(build_app([recording])).get(f"/{recording.slug}/datasets.csv").content
    spider = spider_for(
        Portal(slug="recorded", title="Recorded", kind="list", address="https://recorded.example")
    )
    page = spider.table(TextResponse("https://recorded.example", body=body))
    records = list(page.records)
    refused = list(reasons(spider, records))
    assert all("has no title" in reason for reason in refused)
    assert len(refused) <= 1
    rejected = sum(finding.rejected for finding in page.findings)
    named = any(b'"rows":' in line or b'"id":' in line for line in recording.records)
    rows = len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))) - 1
    assert (len(records) + rejected if named else rows) == recording.expected
    assert len({record.key for record in records}) == len(records) > rejected


def reasons(spider: PortalSpider, records: Iterable[Record]) -> Iterator[str]:
    """Why records were refused."""
    for record in records:
        try:
            assert spider.draft(record).dataset.title
        except RecordError as error:
            yield str(error)
