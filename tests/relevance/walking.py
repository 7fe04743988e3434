"""Recorded portals as a harvest reads and settles them, without HTTP and without a ledger, up to the documents."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse
from starlette.types import ASGIApp

from catalogue.document import make_document
from catalogue.entry import Entry
from catalogue.errors import RecordError
from catalogue.indexes.protocol import Document
from catalogue.portal import Portal
from catalogue.snapshot import Snapshot, with_id
from harvester.record import Page, PageUnreadable, Record
from harvester.replay.recording import Recording
from harvester.replay.server import replay_app, replay_of
from harvester.settle import settle
from harvester.spider import PortalSpider
from harvester.spiders import spider_for
from vocab import Vocabulary

HOME = "http://recorded.example"


def documents(recording: Recording, vocabulary: Vocabulary) -> Iterator[Document]:
    """Every dataset of a recorded portal that can be read, as `portal/key of the record`; each key once."""
    portal = portal_of(recording)
    spider, seen = spider_for(portal), set[str]()
    for record in records(spider, replay_app(recording)):
        if record.key in seen:
            continue
        seen.add(record.key)
        try:
            entry, _ = settle(spider.draft(record), record, portal, vocabulary)
        except RecordError:
            continue
        yield make_document(_snapshot(entry, recording), vocabulary, kind=portal.kind)


def portal_of(recording: Recording) -> Portal:
    """A recorded portal, registered at an address of its own."""
    replay = replay_of(recording)
    if replay is None:
        raise ValueError(f"{recording.slug}: nothing replays the kind {recording.kind!r}")
    return Portal(
        slug=recording.slug,
        title=recording.title,
        kind=replay.kind or recording.kind,
        address=HOME + replay.entry,
        origin=recording.origin or "",
        body=recording.body or "",
        settings={"publisher": recording.publisher or ""},
    )


def records(spider: PortalSpider, app: ASGIApp) -> Iterator[Record]:
    """The records of every page that the spider asks for, or of what it asks instead where one cannot be read."""
    waiting, asked = deque(spider.begin()), set[str]()
    while waiting:
        request = waiting.popleft()
        if request.url in asked:
            continue
        asked.add(request.url)
        try:
            page = _page(request, app)
            yield from page.records
        except PageUnreadable:
            waiting.extend(request.meta["otherwise"])
            continue
        waiting.extend(page.follow)


def _page(request: Request, app: ASGIApp) -> Page:
    answer = asyncio.run(_answer(request.url, app))
    if answer.status != 200 or request.callback is None:
        raise PageUnreadable(f"{request.url}: {answer.status}")
    page: Page = request.callback(answer, **request.cb_kwargs)
    return page


async def _answer(url: str, app: ASGIApp) -> Response:
    """What an app answers to a plain GET."""
    parts = urlsplit(url)
    scope = {
        "type": "http", "method": "GET", "scheme": "http", "server": (parts.hostname, 80), "headers": [],
        "path": parts.path, "raw_path": parts.path.encode(), "root_path": "", "query_string": parts.query.encode(),
        "http_version": "1.1",
    }  # fmt: skip
    begun: dict[str, Any] = {}
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return await asyncio.Future()  # nobody goes away while the answer is streamed

    async def send(message: Any) -> None:
        begun.update(message)
        body.extend(message.get("body", b""))

    await app(scope, receive, send)
    headers = {name.decode(): value.decode("latin-1") for name, value in begun["headers"]}
    return TextResponse(url, status=begun["status"], headers=headers, body=bytes(body))


def _snapshot(entry: Entry, recording: Recording) -> Snapshot:
    seen = (recording.captured or "").replace("/", "-")[:10] + "T00:00:00Z"
    named = with_id(entry, f"{recording.slug}/{entry.key}")
    return Snapshot(entry=named, first_seen=seen, last_changed=seen, run=1, mapper="")
