"""Recorded portals, record by record, as their spiders read them: without HTTP, without a ledger."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from lxml import etree
from native_words import READERS, read_inventory
from scrapy.http import TextResponse

from catalogue.errors import RecordError
from catalogue.model import Dataset
from catalogue.portal import Portal
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spiders import kinds, spider_for

SHELVES = ("portals", "portals-us", "large")
HOME = "https://recorded.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A recorded portal: where it lies, and what is known of it."""

    path: Path
    slug: str
    kind: str
    country: str
    portal: Portal


def folders(corpus: Path) -> list[Folder]:
    """Every recorded portal whose kind a spider or a reader of words reads, largest first."""
    found = (about for shelf in SHELVES for about in sorted((corpus / shelf).glob("*/portal.json")))
    read = [_folder(about) for about in found]
    known = [one for one in read if one.kind in {*kinds(), *READERS, "lga_inventory"}]
    return sorted(known, key=lambda one: -sum(file.stat().st_size for file in one.path.rglob("*.*")))


def _folder(about: Path) -> Folder:
    facts = json.loads(about.read_bytes())
    portal = Portal(
        slug=facts["slug"][:80],
        title=facts["title"],
        kind=facts["kind"],
        address=facts["url"] or HOME,
        body=facts["gss"] or "",
        settings={"publisher": facts["publisher"]} if facts["publisher"] else {},
    )
    return Folder(
        path=about.parent, slug=facts["slug"], kind=facts["kind"], country=facts["country"], portal=portal
    )


def drafts(folder: Folder, most: int) -> Iterator[tuple[Draft, Record]]:
    """The first `most` records of a portal, as drafts. Those that cannot be read are left out."""
    return islice(_drafts(folder), most)


def _drafts(folder: Folder) -> Iterator[tuple[Draft, Record]]:
    if folder.kind in kinds():
        yield from _by_spider(folder)
        return
    for number, dataset in enumerate(_by_words(folder)):
        record = Record(key=str(number), body=b"", media_type="", source=f"{HOME}/{number}")
        yield Draft(dataset=dataset), record


def _by_words(folder: Folder) -> Iterator[Dataset]:
    lines = folder.path / "records.jsonl.xz"
    if lines.exists():
        for line in unpacked(lines).splitlines():
            with suppress(etree.XMLSyntaxError):  # a record that is no XML is nobody's word
                yield from READERS[folder.kind](orjson.loads(line))
    elif folder.kind == "lga_inventory":
        for file in sorted((folder.path / "pages").iterdir()):
            yield from read_inventory(unpacked(file))


def _by_spider(folder: Folder) -> Iterator[tuple[Draft, Record]]:
    spider = spider_for(folder.portal)
    for page in _pages(folder, spider):
        for record in page.records:
            try:
                yield spider.draft(record), record
            except RecordError:
                continue


def _pages(folder: Folder, spider: Any) -> Iterator[Page]:
    lines = folder.path / "records.jsonl.xz"
    if lines.exists():
        packages = [json.loads(line) for line in unpacked(lines).splitlines()]
        yield spider.search(TextResponse(HOME, body=_envelope(packages)), path="")
        return
    for entry in json.loads((folder.path / "pages.json").read_bytes()):
        body, path = unpacked(folder.path / entry["file"]), entry["path"]
        answer = TextResponse(HOME + path, body=body, headers={"Content-Type": entry["media_type"]})
        try:
            page = _read(spider, answer, path)
            yield Page(records=list(page.records))
        except PageUnreadable:
            continue


def _read(spider: Any, answer: TextResponse, path: str) -> Page:
    """An answer, by the reader that asked for it."""
    if "package_show" in path:
        found: Page = spider.search(answer.replace(body=_envelope([answer.json()["result"]])), path="")
    elif spider.kind == "ckan":
        found = spider.search(answer, path="", start=int(path.partition("start=")[2] or 0))
    elif spider.kind == "arcgis_hub":
        found = spider.legacy(answer) if "/v3/" in path else spider.feed(answer)
    else:
        found = spider.page(answer) if spider.kind == "dcat" else spider.document(answer)
    return found


def _envelope(packages: list[Any]) -> bytes:
    return json.dumps({"success": True, "result": {"count": len(packages), "results": packages}}).encode()


def unpacked(path: Path) -> bytes:
    """A file's bytes, unpacked where it is packed."""
    body = path.read_bytes()
    return lzma.decompress(body) if path.suffix == ".xz" else body
