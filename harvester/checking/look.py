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
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from catalogue.checking.report import Blocking, Detected, Report
from catalogue.clock import now_utc
from catalogue.comparison import Verdict
from catalogue.console import set_up_logs
from catalogue.errors import CatalogueError
from catalogue.ledger.checks import CheckState, Progress
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal, get_portal, portal_at
from catalogue.ledger.runs import OpenRun, open_run
from catalogue.ledger.staged import count_staged, declared_records, failed_asks, staged_records
from catalogue.ledger.tally import tally
from catalogue.portal import Portal
from catalogue.settings import Settings, load_settings
from harvester.asking.guard import AddressRefused, check_address
from harvester.asking.kept import Kept
from harvester.asking.manners import scrapy_settings
from harvester.asking.terms import of_meaning
from harvester.asking.turns import Haste, Turns
from harvester.checking.sampling import Looked, look_at, report_of
from harvester.checking.telling import (
    detected_of,
    document_line,
    first_answer,
    kind_line,
    sample_sentence,
    with_blocking,
)
from harvester.crawl import Circle, Crawl, follow_run, obey_delay, quiet_scrapy
from harvester.desk import Desk
from harvester.detecting.answer import Answer
from harvester.detecting.detect import scrapy_for, turns_for
from harvester.detecting.outcome import Nothing
from harvester.detecting.spider import DetectingSpider
from harvester.detecting.state import State
from harvester.nursery import LookOrder
from harvester.owner import own_name
from harvester.registering import slug_of
from harvester.road import mapper_version
from harvester.spiders import kinds, spider_for
from harvester.verdict import Circumstances, judge
from vocab import load_vocabulary

HASTE_REQUESTS, HASTE_SECONDS = 30, 0.25
_LONGEST_WAIT, _BACKOFF, _ANSWER_SECONDS = 10.0, 0.5, 20.0  # a person waits
ENOUGH, PATIENCE_SECONDS = 5, 12.0  # records that will do where a portal gives the others slowly
_SLOW = "enough to show"
_KEPT = {"harvester.asking.kept.KeptAnswersMiddleware": 20}
_OUT_OF_TIME = "closespider_timeout"  # Scrapy's word


def main(order: LookOrder, told: Connection) -> None:
    """Looks, and tells through the connection what was found; the last thing told is over."""
    set_up_logs()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        with suppress(
            BrokenPipeError
        ):  # nobody listens any more: the worker is gone, and another begins anew
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
            await _Reading(self, portal, turns).run(process)
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
            registered = portal_at(connection, found.address) if found.kind else ""
            known = get_portal(connection, registered) if registered else None
        self.note(found=found, portal=registered, line=kind_line(found))
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


@dataclass(slots=True)
class _Reading:
    """The dry run of one portal."""

    look: Look
    portal: Portal
    turns: Turns
    _looked: dict[str, Looked] = field(default_factory=dict)

    async def run(self, process: AsyncCrawlerProcess) -> None:
        """Reads the first records into a ledger of its own, and tells the report as it grows."""
        spider = spider_for(self.portal)
        trial = open_ledger(f"sqlite:///{Path(self.look.order.folder) / 'ledger.db'}")
        try:
            run = self._open(trial)
            circle = Circle(
                self.look.settings,
                trial,
                sample=self.look.order.sample,
                after_page=lambda desk: self._tell_more(trial, run, desk),
            )
            crawler = Crawler(type(spider), self.look.asking(self.portal) | {"STOOK_TURNS": self.turns})
            begun = follow_run(crawler, run, circle)
            self.look.note(state=CheckState.READING, sentence="Reading its first records.")
            await process.crawl(crawler, portal=self.portal)
            self.look.count(
                int(crawler.stats.get_value("downloader/request_count", 0)) if crawler.stats else 0
            )
            self._end(trial, run, begun)
        finally:
            trial.close()

    def _open(self, trial: Ledger) -> OpenRun:
        now = now_utc()
        with trial.writing() as connection:
            add_portal(connection, self.portal, now=now)
            mapper = mapper_version(self.portal)
            return open_run(connection, self.portal.slug, now=now, owner=own_name(), mapper=mapper)

    def _tell_more(self, trial: Ledger, run: OpenRun, desk: Desk) -> None:
        """Tells the report again where records have come; where they come slowly, a part of the sample will do."""
        with trial.reading() as connection:
            count = count_staged(connection, run)
        if self.look.is_waited_for and count >= ENOUGH and self.look.seconds > PATIENCE_SECONDS:
            desk.stopped = desk.stopped or _SLOW
        if min(count, self.look.order.sample) > len(self._looked):
            report = self._report(trial, run)
            read = f"{report.read + report.rejected:,} of its records have been looked at."
            self.look.note(report=report, sentence=read)

    def _report(self, trial: Ledger, run: OpenRun) -> Report:
        vocabulary, spider = load_vocabulary(), spider_for(self.portal)
        with trial.reading() as connection:
            staged = staged_records(connection, run, most=self.look.order.sample)
            declared = declared_records(connection, run)
        for one in staged:
            if one.key not in self._looked:
                self._looked[one.key] = look_at(one, spider, vocabulary)
        looked = [self._looked[one.key] for one in staged]
        report = report_of(looked, self.portal.kind, vocabulary)
        return replace(
            report,
            software=spider.title,
            address=self.portal.address,
            title=self.portal.title,
            declared=declared,
            seconds=self.look.seconds,
        )

    def _end(self, trial: Ledger, run: OpenRun, begun: Crawl) -> None:
        report = self._report(trial, run)
        desk = begun.desk
        reason = (desk.stopped if desk else "") or begun.reason
        if reason == _OUT_OF_TIME:
            reason = f"a check takes no longer than {self.look.order.seconds:,.0f} seconds"
        with trial.reading() as connection:
            ending = judge(
                tally(connection, run), Circumstances(reason=reason, faults=desk.faults if desk else 0)
            )
            failed = failed_asks(connection, run)
        sample = len(report.records) if reason == _SLOW else self.look.order.sample
        short = report.read + report.rejected < sample and ending.verdict is not Verdict.COMPLETE
        sentence = sample_sentence(report, sample, ending.sentence)
        state = CheckState.DONE if report.read else CheckState.FAILED
        self.look.finish(with_blocking(replace(report, partial=short), failed), sentence, state)


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


__all__ = ["Look", "main"]
