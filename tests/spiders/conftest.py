"""What the tests of spiders share: an answer as Scrapy gives it, and a portal's spider."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from starlette.testclient import TestClient

from catalogue.errors import RecordError
from catalogue.finding import Finding
from catalogue.model import Dataset
from catalogue.portal import Portal
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import Recording
from harvester.replay.server import build_app, builders
from harvester.spider import PortalSpider
from harvester.spiders import spider_for

Answer = Callable[..., TextResponse]
SpiderOf = Callable[..., PortalSpider]
Walk = Callable[..., "Walked"]


@pytest.fixture
def answer() -> Answer:
    """Makes a 200 of a body; what is not bytes is sent as JSON."""

    def make(body: Any, url: str = "https://madeup.example/", content_type: str = "") -> TextResponse:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": content_type} if content_type else {}
        return TextResponse(url, body=sent, headers=headers)

    return make


@pytest.fixture
def spider_of() -> SpiderOf:
    """Makes the spider of a made-up portal."""

    def make(kind: str, address: str = "https://madeup.example", **settings: str) -> PortalSpider:
        origin = settings.pop("origin", "")
        portal = Portal(
            slug="madeup", title="Made up", kind=kind, address=address, origin=origin, settings=settings
        )
        return spider_for(portal)

    return make


@dataclass(slots=True)
class Walked:
    """What a spider brought home from a replayed portal."""

    spider: PortalSpider
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    declared: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    _met: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def keys(self) -> set[str]:
        """The keys of all its records."""
        return {record.key for record in self.records}

    def drafts(self) -> tuple[dict[str, Dataset], list[str]]:
        """The dataset of each record by its key, and what was said of those that are none."""
        drafted, refused = {}, []
        for record in self.records:
            try:
                drafted[record.key] = self.spider.draft(record).dataset
            except RecordError as error:
                refused.append(str(error))
        return drafted, refused


@pytest.fixture
def walk(spider_of: SpiderOf) -> Walk:
    """Lets a portal's spider ask a replayed portal for everything, each request's other ways where it fails."""

    def over(recording: Recording, *, most: int = 100, address: str = "", **settings: str) -> Walked:
        client = TestClient(build_app([recording]), raise_server_exceptions=True)
        built = builders()[recording.kind](recording)
        home = f"http://testserver/{recording.slug}{address or built.entry}"
        spider = spider_of(built.kind or recording.kind, home, origin=recording.origin or "", **settings)
        walked = Walked(spider)
        waiting: Sequence[Request] = list(spider.begin())
        while waiting and len(walked.asked) < most:
            request, *rest = waiting
            waiting = [*rest, *_take(walked, request, client)]
        return walked

    return over


def _take(walked: Walked, request: Request, client: TestClient) -> Sequence[Request]:
    """The requests that follow from one; those it names instead where it fails."""
    reader = getattr(request.callback, "__name__", "")
    question = (request.method, request.url, request.body.decode(), reader)
    if question in walked._met:
        return ()
    walked._met.add(question)
    walked.asked.append(request.url)
    headers = {name.decode(): values[0].decode() for name, values in request.headers.items()}
    answer = client.request(request.method, request.url, content=request.body, headers=headers)
    if answer.status_code not in (200, *getattr(walked.spider, "handle_httpstatus_list", ())):
        return _lost(walked, request, f"{answer.status_code}")
    response = TextResponse(
        str(answer.url),
        status=answer.status_code,
        body=answer.content,
        headers=dict(answer.headers),
        request=request,
    )
    try:
        page = request.callback(response, **request.cb_kwargs)  # type: ignore[misc]
        walked.records.extend(page.records)
    except PageUnreadable as unreadable:
        return _lost(walked, request, str(unreadable))
    walked.findings.extend(page.findings)
    walked.declared.extend([] if page.declared is None else [page.declared])
    return page.follow


def _lost(walked: Walked, request: Request, reason: str) -> Sequence[Request]:
    if not request.meta["otherwise"]:
        walked.failed.append(f"{request.url} {reason}")
    return request.meta["otherwise"]
