"""One look at an address, in a process of its own: its kind, then a dry run of its first records, told as they come.

The records go into a ledger that is thrown away. Whose turn it is to ask a host, and how often it was asked today,
stands in the real one, as for every harvest.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from catalogue.checking.report import Blocking, Detected, Report
from catalogue.console import set_up_logs
from catalogue.errors import CatalogueError
from catalogue.ledger.checks import CheckState, Progress
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import get_portal, portal_at
from catalogue.portal import Portal
from catalogue.settings import Settings, load_settings
from harvester.asking.guard import AddressRefused, check_address
from harvester.asking.kept import Kept
from harvester.asking.manners import scrapy_settings
from harvester.asking.terms import of_meaning
from harvester.asking.turns import Haste, Turns
from harvester.checking.telling import (
    detected_of,
    document_line,
    first_answer,
    kind_line,
)
from harvester.checking.trial import Reading
from harvester.crawl import obey_delay, quiet_scrapy
from harvester.detecting.answer import Answer
from harvester.detecting.detect import scrapy_for, turns_for
from harvester.detecting.outcome import Nothing
from harvester.detecting.spider import DetectingSpider
from harvester.detecting.state import State
from harvester.nursery import LookOrder
from harvester.registering import slug_of
from harvester.spiders import kinds

HASTE_REQUESTS, HASTE_SECONDS = 30, 0.25
_LONGEST_WAIT, _BACKOFF, _ANSWER_SECONDS = 10.0, 0.5, 20.0  # a person waits
_KEPT = {"harvester.asking.kept.KeptAnswersMiddleware": 20}


def main(order: LookOrder, told: Connection) -> None:
    """Looks, and tells through the connection what was found; the last thing told is over."""
    set_up_logs()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        with suppress(BrokenPipeError):  # nobody listens: the worker is gone, and another begins anew
            Look(order, settings, ledger, told.send).run()
    finally:
        ledger.close()


@dataclass(slots=True)
class Look:
    """A look at work. `tell` is given each Progress."""

    order: LookOrder
    settings: Settings
    ledger: Ledger
    tell: Callable[[Progress], object]
    progress: Progress = field(default_factory=lambda: Progress(state=CheckState.DETECTING))
    haste: Haste | None = None
    _kept: Kept = field(default_factory=Kept)
    _began: float = field(default_factory=time.monotonic)
    _requests: int = 0

    def run(self) -> None:
        """Looks until everything is told. A bug of ours rises, and ends the process."""
        if self.order.hasty:
            self.haste = Haste(requests=HASTE_REQUESTS, delay=HASTE_SECONDS)
        address = self.order.portal.address if self.order.portal else self.order.address
        try:
            check_address(address, self.settings.allow)
        except AddressRefused as refused:
            self._fail(f"{refused}.")
            return
        self._crawl(address)

    def _crawl(self, address: str) -> None:
        """Starts Scrapy once, and lets it do one crawl after the other."""
        turns = turns_for(address, self.settings, self.ledger, haste=self.haste, portal=self.order.portal)
        process = AsyncCrawlerProcess(self._asking(scrapy_for(address, self.settings, turns)))
        quiet_scrapy()
        from twisted.internet import reactor  # only now: importing it earlier would choose one

        loop = asyncio.get_event_loop()
        task = loop.create_task(self._look(process, address, turns))
        halt: Callable[[], None] = getattr(reactor, "stop")  # noqa: B009 - a module to the type checker
        task.add_done_callback(lambda _: halt())
        process.start(stop_after_crawl=False)
        task.result()

    async def _look(self, process: AsyncCrawlerProcess, address: str, turns: Turns) -> None:
        portal = self.order.portal or await self._detect(process, address, turns)
        if portal is None:
            return
        portal = replace(portal, settings={**portal.settings, "limit": self.order.sample})
        try:
            await Reading(self, portal, turns).run(process)
        except CatalogueError as error:  # a portal that cannot be read as it is described
            self._fail(f"{error}.")

    async def _detect(self, process: AsyncCrawlerProcess, address: str, turns: Turns) -> Portal | None:
        """The portal that stands at the address; None where there is none, which is then told."""
        given = self._asking(scrapy_for(address, self.settings, turns))
        crawler = Crawler(DetectingSpider, given)
        obey_delay(crawler)
        await process.crawl(crawler, address=address, watch=self._watch, arrived=self._arrived)
        spider = crawler.spider
        outcome = spider.outcome if isinstance(spider, DetectingSpider) else None
        outcome = outcome or Nothing(
            reason=f"{address} did not answer in time.", advice="Try again later, or look at it in a browser."
        )
        kind = kinds().get(getattr(outcome, "kind", ""))
        found = detected_of(outcome, kind.title if kind else "")
        self._requests += found.requests
        with self.ledger.reading() as connection:
            registered = portal_at(connection, found.address or address) or portal_at(connection, address)
            known = get_portal(connection, registered) if registered else None
        self.note(found=found, portal=registered, line=kind_line(found) if found.kind else "")
        if not found.kind:
            self._fail(found.how)
            return None
        return _trial_portal(found, known)

    def _arrived(self, answer: Answer) -> None:
        """Tells at once that a document came, which has no title to wait for."""
        if not self.progress.lines and (line := document_line(answer)):
            self.note(line=line)

    def _watch(self, state: State) -> None:
        """Tells what the first answer was, once."""
        if not self.progress.lines:
            self.note(line=first_answer(state))

    def note(self, *, line: str = "", **changed: Any) -> None:
        """Tells what is new; a `line` is added to the tale and is what stands now."""
        if line:
            changed |= {"lines": (*self.progress.lines, line), "sentence": line}
        self.progress = replace(self.progress, **changed)
        self.tell(self.progress)

    def finish(self, report: Report, sentence: str, state: CheckState = CheckState.DONE) -> None:
        """Tells the end."""
        whole = replace(report, sentence=sentence, requests=self._requests, seconds=self.seconds)
        self.note(line=sentence, report=whole, state=state)

    @property
    def seconds(self) -> float:
        """How long the look has taken."""
        return round(time.monotonic() - self._began, 1)

    @property
    def is_waited_for(self) -> bool:
        """Whether a person waits for it, as for an address that is new."""
        return self.order.portal is None

    @property
    def left(self) -> float:
        """How long it may go on."""
        return max(1.0, self.order.seconds - self.seconds)

    def count(self, requests: int) -> None:
        """Counts requests that were made."""
        self._requests += requests

    def _fail(self, sentence: str) -> None:
        """Tells that nothing can be read there, and why."""
        blocking = (Blocking(code="no-portal", sentence=sentence, fix=self._fix()),)
        self.finish(replace(self.progress.report or Report(), blocking=blocking), sentence, CheckState.FAILED)

    def _fix(self) -> str:
        return self.progress.found.advice if self.progress.found else ""

    def _asking(self, given: dict[str, Any]) -> dict[str, Any]:
        """The settings of a crawl in a check: answers are shared, patience is short, and there is haste at first.

        A portal that is known is asked as it is for its harvest."""
        shared = {
            "STOOK_KEPT": self._kept,
            "DOWNLOADER_MIDDLEWARES_BASE": given["DOWNLOADER_MIDDLEWARES_BASE"] | _KEPT,
            "CLOSESPIDER_TIMEOUT": self.left,
        }
        if not self.is_waited_for:
            return given | shared
        delay = min(given["DOWNLOAD_DELAY"], HASTE_SECONDS) if self.haste else given["DOWNLOAD_DELAY"]
        return (
            given
            | shared
            | {
                "STOOK_LONGEST_WAIT": _LONGEST_WAIT,
                "STOOK_BACKOFF": min(_BACKOFF, given["STOOK_BACKOFF"]),
                "DOWNLOAD_DELAY": delay,
                "AUTOTHROTTLE_START_DELAY": delay,
                "DOWNLOAD_TIMEOUT": min(_ANSWER_SECONDS, given["DOWNLOAD_TIMEOUT"]),
            }
        )

    def asking(self, portal: Portal) -> dict[str, Any]:
        """The settings with which a portal's first records are asked for."""
        return self._asking(scrapy_settings(portal, self.settings, whole=kinds()[portal.kind].whole))


def _trial_portal(found: Detected, known: Portal | None) -> Portal:
    """The portal as it would be registered; one that is, with what its records mean there and without its secrets."""
    title = found.title or (known.title if known else "")
    plain = Portal(
        slug=slug_of(found.address) or "portal", title=title, kind=found.kind, address=found.address
    )
    if known is None or known.kind != found.kind:
        return plain
    return replace(
        plain, slug=known.slug, title=known.title, body=known.body, origin=known.origin,
        settings=of_meaning(known.settings),
    )  # fmt: skip
