"""The spider of a round: it does not crawl, but lends a round Scrapy's way of asking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response

from catalogue.linkage.answer import BODY_BYTES

MOST = "most_bytes"
"""In a request's meta: how many bytes of its answer are read, where not as many as of a link."""

_TAKEN = "bytes_taken"  # in a request's meta
_ROBOTS = 524_288  # bytes of a robots.txt (RFC 9309, 2.5)


class Asking(Protocol):
    """A round over many hosts: of links, or of files."""

    async def run(self, download: Callable[[Request], Awaitable[Response]], /) -> None:
        """Does what there is to do."""

    def end(self) -> None:
        """Ends after the questions that are out."""


class RoundSpider(Spider):
    """Runs one round, and ends with it."""

    name = "round"

    def __init__(self, round_: Asking, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.round = round_

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> RoundSpider:
        """As Scrapy's own, listening to what arrives."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.headers_received, signals.headers_received)
        crawler.signals.connect(spider.bytes_received, signals.bytes_received)
        crawler.signals.connect(spider.engine_stopping, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Scrapy's way in. No request goes through its scheduler: a visit waits for each answer."""
        await self.round.run(self._download)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def headers_received(self, request: Request) -> None:
        """An answer begins: what was read of one that led here does not count."""
        request.meta[_TAKEN] = 0

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Leaves an answer after its first bytes, however long it is or says to be."""
        request.meta[_TAKEN] = request.meta.get(_TAKEN, 0) + len(data)
        robots = request.meta.get("dont_obey_robotstxt")  # Scrapy's own question
        if request.meta[_TAKEN] >= request.meta.get(MOST, _ROBOTS if robots else BODY_BYTES):
            raise StopDownload(fail=False)

    def engine_stopping(self) -> None:
        """The process was asked to end."""
        self.round.end()

    async def _download(self, request: Request) -> Response:
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - a spider that has started has one
        return await engine.download_async(request)
