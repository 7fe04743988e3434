"""Recorded records of kinds of which no whole portal is recorded: each is read and drafted, or says why not."""

from __future__ import annotations

import json
import lzma
import os
from pathlib import Path

import pytest
from scrapy.http import TextResponse

from catalogue.errors import RecordError
from catalogue.portal import Portal
from harvester.record import PageUnreadable
from harvester.spiders import spider_for

CORPUS = os.environ.get("STOOK_CORPUS")
HOME = "https://recorded.example"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals"),
]


def spider(kind: str):
    return spider_for(Portal(slug="recorded", title="Recorded", kind=kind, address=HOME))


def found(folder: str, pattern: str = "*.json") -> list[Path]:
    return sorted((Path(CORPUS or "/") / "fixtures" / folder).glob(pattern)) if CORPUS else []


def test_recorded_datasets_of_opendatasoft_are_drafted() -> None:
    datasets = [json.loads(path.read_bytes()) for path in found("ods/udata-ods")]
    body = json.dumps({"nhits": len(datasets), "datasets": datasets}).encode()
    page = spider("opendatasoft").catalogue(TextResponse(HOME, body=body), api="v1")
    drafts = [spider("opendatasoft").draft(record).dataset for record in page.records]
    assert len(drafts) == len(datasets) == 6
    assert {len(dataset.distribution) for dataset in drafts} == {0, 2, 4, 8, 11}


def test_recorded_assets_of_socrata_are_drafted() -> None:
    (path,) = found("socrata")
    reader = spider("socrata")
    reader.portal = Portal(
        slug="recorded", title="Recorded", kind="socrata", address=HOME, origin="https://data.seattle.gov"
    )
    page = reader.catalogue(
        TextResponse(HOME, body=path.read_bytes()), types=["datasets"], order="dataset_id"
    )
    drafts = [reader.draft(record).dataset for record in page.records]
    assert [len(dataset.distribution) for dataset in drafts] == [2, 3]
    assert drafts[0].publisher and drafts[0].publisher.name[0].value == "Office of the Mayor"


@pytest.mark.parametrize("path", found("pod", "**/*.json*"), ids=lambda path: path.name)
def test_recorded_and_broken_documents_of_data_json_are_read_or_refused_in_words(path: Path) -> None:
    reader = spider("pod")
    body = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    try:
        records = list(reader.document(TextResponse(f"{HOME}/data.json", body=body)).records)
    except PageUnreadable as unreadable:
        assert path.name in NO_DATA_JSON, str(unreadable)
        return
    for record in records:
        try:
            assert reader.draft(record).dataset.title
        except RecordError as error:
            assert "has no title" in str(error) or "not an object" in str(error)
    assert len(records) >= HELD.get(path.name, 0)


HELD = {  # what documents of 3.0 hold beside their lists of datasets counts as well
    "dcatus3_0.json": 4,
    "dcatus3_0_nested_catalog.json": 3,
    "dcatus3_0_with_services.json": 3,
    "dcatus3_0_series_with_members.json": 3,
    "dcatus3_0_series_member_also_top_level.json": 3,
    "dcatus3_0_service_serves_dataset.json": 2,
    "dcatus3_0_no_identifier.json": 1,
}
NO_DATA_JSON = ("invalid_catalog_empty.json", "dol-example.json")
