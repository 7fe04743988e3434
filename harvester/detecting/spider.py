"""The spider of a detection: it asks what the decision wants asked, one question after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.asking.failure import describe
from harvester.asking.patience import TRIES
from harvester.detecting.answer import Answer
from harvester.detecting.deciding import LIMIT, SPARE, next_step
from harvester.detecting.outcome import Found, Nothing
from harvester.detecting.state import Probe, Purpose, State, look
from harvester.detecting.table import load_table

HEAD_BYTES = 2_000_000  # of a long answer no more is taken
_FORBIDDEN = "Forbidden by robots.txt"


class DetectingSpider(Spider):
    """Asks until the decision is found. `outcome` is there when it has ended; `watch` is told after each answer, and
    `arrived` before it is read, which takes a while for a long one."""

    name = "detecting"

    def __init__(
        self,
        address: str,
        watch: Callable[[State], None] = lambda _: None,
        arrived: Callable[[Answer], None] = lambda _: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.watch, self.arrived = watch, arrived
        self.state = State(given=address, table=load_table())
        self.outcome: Found | Nothing | None = None
        self.requests = 0
        self._taken: dict[Request, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> DetectingSpider:
        """As Scrapy's own, listening to robots.txt and to what arrives."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.bytes_received, signals.bytes_received)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Scrapy's way in: the address as given."""
        for request in self._next():
            yield request

    def receive(self, response: Response) -> Iterator[Request]:
        """Scrapy's callback for every answer, of whatever status."""
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        answer = Answer(
            url=response.url,
            status=response.status,
            headers=headers,
            body=response.body,
            cut="download_stopped" in response.flags,
        )
        self.arrived(answer)
        return self._after(response.meta["probe"], answer)

    def lost(self, failure: Failure) -> Iterator[Request]:
        """Scrapy's errback for every request without an answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        answer = Answer(url=request.url, status=0, failure=describe(failure))
        return self._after(request.meta["probe"], answer, closed=str(failure.value) == _FORBIDDEN)

    def robots_parsed(self, robotparser: Any) -> None:
        """Keeps the sitemaps that robots.txt names."""
        named = tuple(getattr(getattr(robotparser, "rp", None), "sitemaps", ()))
        self.state = replace(self.state, sitemaps=self.state.sitemaps + named)

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stops an answer that is longer than what a sign needs."""
        self._taken[request] = self._taken.get(request, 0) + len(data)
        if self._taken[request] > HEAD_BYTES:
            raise StopDownload(fail=False)

    def _after(self, probe: Probe, answer: Answer, *, closed: bool = False) -> Iterator[Request]:
        self._taken.clear()
        seen = look(probe, answer, self.state.table, closed=closed)
        self.state = replace(self.state, seen=(*self.state.seen, seen), requests=self.requests)
        self.watch(self.state)
        return self._next()

    def _next(self) -> Iterator[Request]:
        step = next_step(self.state)
        if isinstance(step, Probe):
            yield self._request(step)
        else:
            self.outcome = step

    def _request(self, probe: Probe) -> Request:
        given = probe.purpose is Purpose.GIVEN
        headers = {"Accept": probe.sign.accept} if probe.sign and probe.sign.accept else {}
        request = Request(
            probe.url,
            callback=self.receive,
            errback=self.lost,
            headers={"Accept-Encoding": "gzip"} | headers,
            dont_filter=True,
        )
        # the first question may be asked twice and led on often; after it, every request is wanted for another
        request.meta.update(
            probe=probe,
            handle_httpstatus_all=False,
            handle_httpstatus_list=_EVERY,
            tries=TRIES - 1 if given else TRIES,
            redirect_ttl=5 if given else min(1, max(0, LIMIT - SPARE - self.requests)),
        )
        return request


class BudgetMiddleware:
    """Counts every request that leaves, robots.txt and redirects included, and lets no more leave than may."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BudgetMiddleware:
        """Counts on the crawler's spider."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuses by raising."""
        spider = self.crawler.spider
        if not isinstance(spider, DetectingSpider):
            return
        if spider.requests >= LIMIT:
            raise IgnoreRequest(f"{request.url}: a detection makes no more than {LIMIT} requests")
        spider.requests += 1


_EVERY = [status for status in range(200, 600) if status not in (301, 302, 303, 307, 308)]
