"""The desk: where a spider's requests and pages meet the ledger. Each page is staged before its links are followed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from scrapy import Request
from scrapy.http import Response

from catalogue.finding import Finding
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.runs import (
    Ask,
    OpenRun,
    Staged,
    add_asks,
    beat,
    clear_page,
    declare,
    end_ask,
    look_up,
    pending_asks,
    stage,
)
from catalogue.portal import Portal
from harvester.record import Page, PageUnreadable
from harvester.road import PageRoad, names_of
from harvester.spider import PortalSpider
from vocab import Vocabulary

T = TypeVar("T")
log = structlog.get_logger()

_BATCH = 200
_MAX_PAGES = 20_000
_READ_AGAIN = (
    1  # an answer that cannot be read is asked for once more: portals send a page of HTML now and then
)


@dataclass(slots=True)
class Desk:
    """One run at work. `clock` gives the ledger's instants; `sample` ends the run after that many records (0: all of
    them); a portal that never ends is ended after its setting `max_pages`."""

    ledger: Ledger
    run: OpenRun
    spider: PortalSpider
    vocabulary: Vocabulary
    clock: Callable[[], str]
    sample: int = 0
    faults: int = 0
    pages: int = 0
    records: int = 0
    stopped: str = ""
    _tries: dict[str, int] = field(default_factory=dict)

    @property
    def portal(self) -> Portal:
        """The portal of this run."""
        return self.spider.portal

    def opening(self) -> list[Request]:
        """What is asked first: the requests a killed process left, else those that open the portal."""
        with self.ledger.writing() as connection:
            if not self.run.resumed or not pending_asks(connection, self.run):
                add_asks(connection, self.run, [to_ask(request) for request in self.spider.begin()])
            return [self._request(ask) for ask in pending_asks(connection, self.run)]

    def receive(
        self, response: Response, *, ask: str, reader: str, values: dict[str, Any]
    ) -> Iterable[Request]:
        """Reads an answer, stages what it holds, and gives the requests that follow from it."""
        self.pages += 1
        try:
            page = getattr(self.spider, reader)(response, **values)
            fresh = self._stage(page, ask)
        except PageUnreadable as unreadable:
            return self._unreadable(response, ask, str(unreadable))
        except Exception as error:
            self.faults += 1
            log.error("page failed", portal=self.portal.slug, url=response.url, exc_info=error)
            return self.lose(response.request, "could not be read because of a fault in our reader")
        return self._follow(page, ask, fresh=fresh)

    def lose(self, request: Request | None, remark: str) -> Iterable[Request]:
        """A request that failed for good: its other ways are taken, else the page counts as failed.

        The last way tells what was wrong with the first, which is what its portal's officer can mend.
        """
        if request is None:
            return ()
        ask, url = request.meta["ask"], _first_url(request)
        if url != request.url:
            remark = f"led to {request.url}, which {remark}"
        before = request.meta["before"] or f"{url} {remark}"
        others = [to_ask(other) for other in self._otherwise(request, before)]
        if request.meta["before"]:
            remark = f"{remark}; it was asked because {before}"
        with self.ledger.writing() as connection:
            new = add_asks(connection, self.run, others)
            end_ask(connection, self.run, ask, state="replaced" if others else "failed", remark=remark)
            beat(connection, self.run, now=self.clock())
        return [self._request(one) for one in new]

    def pulse(self) -> None:
        """Says in the ledger that this process lives."""
        with self.ledger.writing() as connection:
            beat(connection, self.run, now=self.clock())

    def _stage(self, page: Page, ask: str) -> int:
        """Stages a page's records in batches; returns how many of them this run had not met before.

        Settling happens outside the transactions, so that a large document does not keep others from writing.
        What is no record has no name to be known again by, so it does not count: it would keep a loop going.
        """
        road = PageRoad(self.spider, self.portal, self.vocabulary, ask)
        with self.ledger.writing() as connection:
            clear_page(connection, self.run, ask)
        fresh = 0
        size = min(_BATCH, self.sample or _BATCH)
        for records in _batches(page.records, size):
            if self._enough():
                break
            with self.ledger.reading() as connection:
                names = [name for record in records for name in names_of(record.key)]
                known = look_up(connection, self.run, names)
            fresh += self._write(list(road.walk(records, known)), ask)
            self.records += len(records)
        loose = [_loose(road, finding, count) for count, finding in enumerate(page.findings)]
        self._write(loose, ask)
        return fresh

    def _enough(self) -> bool:
        """Whether a dry run has read its sample."""
        if self.sample and self.records >= self.sample:
            self.stopped = f"dry run of {self.sample} records"
        return bool(self.stopped)

    def _write(self, staged: list[Staged], ask: str) -> int:
        if staged:
            with self.ledger.writing() as connection:
                stage(connection, self.run, staged, page=ask, now=self.clock())
                beat(connection, self.run, now=self.clock())
        return sum(one.outcome in ("read", "same", "rejected") for one in staged)

    def _follow(self, page: Page, ask: str, *, fresh: int) -> Iterable[Request]:
        """Closes a page that was read. One that brought only records met before leads nowhere: a loop ends here."""
        repeats = page.records != () and fresh == 0
        follow = () if repeats or self._enough() else page.follow
        if self.pages >= int(self.portal.settings.get("max_pages", _MAX_PAGES)) and follow:
            follow, self.stopped = (), "more pages than a portal may have"
        with self.ledger.writing() as connection:
            new = add_asks(connection, self.run, [to_ask(request) for request in follow])
            if page.declared is not None:
                declare(connection, self.run, page.declared)
            if repeats and page.follow:
                remark = "brought only records that earlier pages had, so its next page was not asked for"
                end_ask(connection, self.run, ask, state="failed", remark=remark)
            else:
                end_ask(connection, self.run, ask, state="done")
        return [self._request(one) for one in new]

    def _unreadable(self, response: Response, ask: str, reason: str) -> Iterable[Request]:
        tries = self._tries[ask] = self._tries.get(ask, 0) + 1
        if tries <= _READ_AGAIN and response.request is not None:
            return [_again(response.request)]
        return self.lose(response.request, f"could not be read: {reason}")

    def _request(self, ask: Ask) -> Request:
        return to_request(ask, self.spider.receive, self.spider.lost)

    def _otherwise(self, request: Request, before: str) -> Iterator[Request]:
        for held in request.meta["otherwise"]:
            yield self._request(Ask(fingerprint="", url=held["url"], request=held | {"before": before}))


def to_ask(request: Request) -> Ask:
    """A request as JSON values, so that another process can make it."""
    held = _held(request)
    name = f"{held['method']} {request.url}\n{held['body']}\n{held['reader']}"
    return Ask(fingerprint=hashlib.sha256(name.encode()).hexdigest(), url=request.url, request=held)


def to_request(ask: Ask, receive: Callable[..., Any], lost: Callable[..., Any]) -> Request:
    """The inverse of to_ask, answered through the desk."""
    held = ask.request
    meta = {
        "ask": ask.fingerprint,
        "reader": held["reader"],
        "values": held["values"],
        "otherwise": held["otherwise"],
        "before": held["before"],
    }
    return Request(
        ask.url,
        method=held["method"],
        body=held["body"],
        headers=held["headers"],
        callback=receive,
        errback=lost,
        meta=meta,
        dont_filter=True,
    )


def _again(request: Request) -> Request:
    """The same request anew, at the address it had before any redirect."""
    meta = {name: request.meta[name] for name in ("ask", "reader", "values", "otherwise", "before")}
    return request.replace(url=_first_url(request), meta=meta, dont_filter=True)


def _first_url(request: Request) -> str:
    """The address that was asked before any redirect."""
    return str(request.meta.get("redirect_urls", [request.url])[0])


def _held(request: Request) -> dict[str, Any]:
    reader = request.meta.get("reader") or getattr(request.callback, "__name__", "")
    otherwise = request.meta.get("otherwise", ())
    return {
        "url": request.url,
        "method": request.method,
        "body": request.body.decode("utf-8", "replace"),
        "headers": {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in request.headers.items()
        },
        "reader": reader,
        "values": request.meta.get("values", request.cb_kwargs),
        "before": request.meta.get("before", ""),
        "otherwise": [one if isinstance(one, dict) else _held(one) for one in otherwise],
    }


def _loose(road: PageRoad, finding: Finding, count: int) -> Staged:
    if finding.rejected:
        return road.reject(finding)
    return road.remark(finding, count)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`. What came before a document's end broke off is given before the break is raised."""
    batch: list[T] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except PageUnreadable:
        yield batch
        raise
    yield batch
