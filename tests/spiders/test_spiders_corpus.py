"""Every recorded page and record of the kinds we read: nothing is lost, and every draft succeeds or says why not."""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

from catalogue.errors import RecordError
from catalogue.portal import Portal
from harvester.record import Page, PageUnreadable, Record
from harvester.spider import PortalSpider
from harvester.spiders import spider_for

CORPUS = os.environ.get("STOOK_CORPUS")
READ_HERE = ("arcgis_hub", "ckan", "dcat", "pod")  # test_spiders_walked.py reads the others
SHELVES = ("portals", "portals-us", "large")
HOME = "https://recorded.example"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals"),
]


def recorded() -> Iterator[tuple[Path, dict[str, Any]]]:
    for shelf in SHELVES if CORPUS else ():
        for about in sorted((Path(CORPUS or "") / shelf).glob("*/portal.json")):
            facts = json.loads(about.read_bytes())
            if facts["kind"] in READ_HERE:
                yield about.parent, facts


FOLDERS = list(recorded())


def unpacked(path: Path) -> bytes:
    body = path.read_bytes()
    return lzma.decompress(body) if path.suffix == ".xz" else body


def envelope(packages: list[Any]) -> bytes:
    return json.dumps({"success": True, "result": {"count": len(packages), "results": packages}}).encode()


def answers(folder: Path, spider: PortalSpider) -> Iterator[Page | None]:
    """Each recorded answer as its reader takes it; None for one that cannot be read."""
    if (folder / "records.jsonl.xz").exists():
        lines = unpacked(folder / "records.jsonl.xz").splitlines()
        yield spider.search(  # type: ignore[attr-defined]
            TextResponse(HOME, body=envelope([json.loads(line) for line in lines])), path=""
        )
        return
    for entry in json.loads((folder / "pages.json").read_bytes()):
        body, path = unpacked(folder / entry["file"]), entry["path"]
        answer = TextResponse(HOME + path, body=body, headers={"Content-Type": entry["media_type"]})
        try:
            yield read(spider, answer, path)
        except PageUnreadable as unreadable:
            assert str(unreadable)
            yield None


def read(spider: Any, answer: TextResponse, path: str) -> Page:
    if "package_show" in path:
        return spider.search(answer.replace(body=envelope([answer.json()["result"]])), path="")
    if spider.kind == "ckan":
        return spider.search(answer, path="", start=int(path.partition("start=")[2] or 0))
    if spider.kind == "arcgis_hub":
        return spider.legacy(answer) if "/v3/" in path else spider.feed(answer)
    return spider.page(answer) if spider.kind == "dcat" else spider.document(answer)


def distinct(kind: str, records: list[Record]) -> int:
    """How the corpus counts: a package once however often it was answered, other records as they stand."""
    return len({record.key for record in records}) if kind == "ckan" else len(records)


@pytest.mark.parametrize(("folder", "facts"), FOLDERS, ids=[facts["slug"] for _, facts in FOLDERS])
def test_every_recorded_dataset_is_read_and_drafted(folder: Path, facts: dict[str, Any]) -> None:
    spider = spider_for(Portal(slug="recorded", title=facts["title"], kind=facts["kind"], address=HOME))
    pages = [page for page in answers(folder, spider) if page is not None]
    records = [record for page in pages for record in page.records]
    rejected = sum(finding.rejected for page in pages for finding in page.findings)
    assert distinct(facts["kind"], records) + rejected == facts["expected"]["records"]
    refused = list(reasons(spider, records))
    assert all(refused)
    assert len(refused) <= len(records) / 100 + 5


def reasons(spider: PortalSpider, records: list[Record]) -> Iterator[str]:
    for record in records:
        try:
            assert spider.draft(record).dataset.title[0].value
        except RecordError as error:
            yield str(error)
