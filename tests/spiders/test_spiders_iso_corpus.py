"""Recorded answers of CSWs, listings of folders and ISO records: each is read and drafted, or says why not."""

from __future__ import annotations

import json
import lzma
import os
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

from catalogue.errors import RecordError
from catalogue.portal import Portal
from harvester.drafting.metadata_document import draft_document, records_in
from harvester.formats.folder_listing import read_listing
from harvester.formats.get_records import Query, read_results
from harvester.formats.xml import read_xml
from harvester.record import PageUnreadable, Record
from harvester.settle import settle
from harvester.spiders import spider_for
from vocab import load_vocabulary

CORPUS = os.environ.get("STOOK_CORPUS")
HOME = "https://recorded.example/csw"
FIXTURES = Path(CORPUS or "/nowhere") / "fixtures"
STEP = 40  # every fortieth of sixteen thousand

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals"),
]


def portal(kind: str) -> Portal:
    return Portal(slug="recorded", title="Recorded", kind=kind, address=HOME)


def answers(folder: str) -> list[Path]:
    return [
        path
        for path in sorted((FIXTURES / "csw" / folder).rglob("*.xml"))
        if b"GetRecordsResponse" in path.read_bytes()
    ]


def read(path: Path) -> Any:
    answer = TextResponse(HOME, body=path.read_bytes())
    spider: Any = spider_for(portal("csw"))
    return spider.results(answer, at=HOME, method="POST", query=Query().as_values())


def outcome(record: Record) -> str:
    """What a record becomes: an entry, or the reason why not without its key."""
    try:
        entry, _ = settle(draft_document(record), record, portal("csw"), load_vocabulary())
    except RecordError as error:
        return str(error).replace(record.key, "…")
    assert entry.dataset.title[0].value
    return "read"


def test_recorded_answers_of_real_catalogues_are_read_whole() -> None:
    paths = answers("udata")
    assert len(paths) == 7
    for path in paths:
        page = read(path)
        assert len(page.records) == len(read_results(path.read_bytes()).records), path.name
        assert {outcome(record) for record in page.records} == {"read"}, path.name


def test_recorded_answers_of_pycsw_are_read_or_say_what_they_lack() -> None:
    found: Counter[str] = Counter()
    for path in answers("pycsw"):
        try:
            found.update(outcome(record) for record in read(path).records)
        except PageUnreadable as unreadable:
            assert "an empty page" in str(unreadable), path.name
    assert set(found) == {"read", "record … has no title"}
    assert found["read"] > 200


def test_recorded_capabilities_lead_to_records() -> None:
    spider: Any = spider_for(portal("csw"))
    read_ones = 0
    for path in sorted((FIXTURES / "csw" / "pycsw").rglob("*.xml")):
        body = path.read_bytes()
        if b'Operation name="GetRecords"' in body and b":Capabilities" in body[:4000]:
            page = spider.capabilities(TextResponse(HOME, body=body), endpoint=HOME)
            assert page.follow[0].method == "POST", path.name
            read_ones += 1
    assert read_ones > 10


@pytest.mark.parametrize(
    ("file", "count", "dated"),
    [
        ("gsa-datagov-harvester/tests/waf-html-examples/bts-waf.html", 2, 2),
        ("gsa-datagov-harvester/tests/waf-html-examples/ms-iis-waf.html", 2, 2),
        ("ckanext-spatial-gemini/gemini2.1-waf/index.html", 2, 0),
    ],
)
def test_recorded_listings_are_read_with_their_dates(file: str, count: int, dated: int) -> None:
    body = (FIXTURES / "iso19139" / file).read_bytes()
    home = (
        body.partition(b"Captured from ")[2].partition(b"\n")[0].decode() or "https://recorded.example/waf/"
    )
    listed = read_listing(body, url=home, below=home)
    assert (len(listed), sum(bool(one.changed) for one in listed)) == (count, dated)


def test_recorded_files_of_folders_are_read_or_say_what_they_lack() -> None:
    found: Counter[str] = Counter()
    for path in sorted((FIXTURES / "iso19139").rglob("*.xml")):
        try:
            records, odd = records_in(read_xml(path.read_bytes()), source=HOME, key=path.name)
        except PageUnreadable:
            found["no XML"] += 1
            continue
        found.update(outcome(record) for record in records)
        found["other"] += len(odd)
    assert found["no XML"] <= 2
    assert set(found) <= {"read", "no XML", "other", "record … has no title"}
    assert found["read"] > 25


def test_a_recorded_library_is_read_but_for_the_records_that_are_empty() -> None:
    file = Path(CORPUS or "") / "large" / "stanford-earthworks-iso" / "records.jsonl.xz"
    found: Counter[str] = Counter()
    with lzma.open(file) as lines:
        for line in islice(lines, 0, None, STEP):
            xml = json.loads(line)["xml"].encode()
            try:
                (record,), _ = records_in(read_xml(xml), source=HOME)
            except PageUnreadable:
                found["empty"] += len(xml) == len("<gmd:MD_Metadata/>")
                continue
            found[outcome(record)] += 1
    assert set(found) <= {"read", "empty"}
    assert found["read"] > 400
