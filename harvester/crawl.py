"""One run of one portal: a Scrapy process of its own, from the first request to the commit."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.utils.defer import deferred_from_coro

from catalogue.clock import now_utc
from catalogue.comparison import Verdict
from catalogue.console import set_up_logs
from catalogue.errors import CatalogueError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import get_portal
from catalogue.ledger.runs import OpenRun, open_run, unfinished_owner
from catalogue.portal import Portal
from catalogue.settings import Settings, load_settings
from harvester.asking.manners import ROBOT, asker_for, scrapy_settings
from harvester.asking.turns import Turns
from harvester.canary import is_dead
from harvester.desk import Desk
from harvester.ended import Ended
from harvester.ending import Closing, end_run
from harvester.leaving import is_cancelled, leave_now
from harvester.owner import is_alive, own_name
from harvester.proving import plan_for
from harvester.road import mapper_version
from harvester.spider import PortalSpider
from harvester.spiders import spider_for
from harvester.verdict import Circumstances
from vocab import load_vocabulary

log = structlog.get_logger()

_PULSE_SECONDS = 10.0
_CRAWL_DELAY_CAP = 10.0
_LEAVE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Circle:
    """What a run works with. `clock` gives the ledger's instants; `sample` ends it after that many records (0: all);
    `full` asks for everything and believes nothing remembered; a `scheduled` one keeps the portal's quiet hours.
    `after_page` is called when a page was read, with the desk."""

    settings: Settings
    ledger: Ledger
    clock: Callable[[], str] = now_utc
    sample: int = 0
    full: bool = False
    scheduled: bool = False
    after_page: Callable[[Desk], None] = lambda _: None


@dataclass(slots=True)
class Crawl:
    """What a crawl is known by once it has begun: its desk, and at its end why Scrapy stopped."""

    desk: Desk | None = None
    reason: str = "finished"


def crawl(slug: str, circle: Circle) -> Verdict | None:
    """Harvests one portal, or goes on where a killed process stopped, and commits what it read.

    None when the process was asked to end: the run is then left as it is, for the next one to take up. So it is where
    the host's requests of the day are spent, which is PARTIAL until then.
    Call once in a process: Scrapy's reactor cannot be started twice. Raises PortalError when the portal is
    not known, its kind has no reader, or another process is harvesting it.
    """
    with circle.ledger.reading() as connection:
        portal = get_portal(connection, slug)
    spider = spider_for(portal)  # a kind without a reader is told before a run is begun
    mapper = mapper_version(portal)
    with circle.ledger.writing() as connection:
        alive = is_alive(unfinished_owner(connection, slug))
        now = circle.clock()
        plan = plan_for(connection, spider, mapper, now=now, full=circle.full)
        run = open_run(
            connection, slug, now=now, owner=own_name(), mapper=mapper, owner_alive=alive, plan=plan
        )
    desk, reason = _fetch(portal, run, circle)
    if desk.rests:
        return Verdict.PARTIAL
    return None if reason == "shutdown" and not desk.stopped else _end(desk, reason, circle)


def _fetch(portal: Portal, run: OpenRun, circle: Circle) -> tuple[Desk, str]:
    """Lets Scrapy work until the spider is done; the desk, and why Scrapy stopped."""
    kind = type(spider_for(portal))
    asker = asker_for(portal, circle.settings, own_name())
    given = scrapy_settings(portal, circle.settings, whole=kind.whole)
    process = AsyncCrawlerProcess(given | {"STOOK_TURNS": Turns(ledger=circle.ledger, asker=asker)})
    quiet_scrapy()  # not earlier: making the process sets Scrapy's own levels
    crawler = process.create_crawler(kind)
    begun = follow_run(crawler, run, circle)
    process.crawl(crawler, portal=portal)
    process.start()
    if begun.desk is None:
        raise RuntimeError(f"the spider of {portal.slug} was never opened")
    return begun.desk, begun.reason


def follow_run(crawler: Crawler, run: OpenRun, circle: Circle) -> Crawl:
    """Gives the spider that will be opened its desk, and minds it while it works."""
    begun, vocabulary = Crawl(), load_vocabulary()

    def opened(spider: PortalSpider) -> None:
        desk = Desk(circle.ledger, run, spider, vocabulary, circle.clock, sample=circle.sample)
        begun.desk = spider.desk = desk
        desk.look_up = _looking_up(crawler, desk, circle)
        _keep_beating(crawler, desk)
        _leave_in_time()

    def closed(reason: str) -> None:
        begun.reason = reason

    crawler.signals.connect(opened, signals.spider_opened, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    obey_delay(crawler)
    return begun


def _keep_beating(crawler: Crawler, desk: Desk) -> None:
    from twisted.internet.task import LoopingCall  # only now: importing it earlier would choose a reactor

    def beat() -> None:
        if desk.look_up():
            desk.pulse()

    pulse = LoopingCall(beat)
    pulse.start(_PULSE_SECONDS, now=False)

    def closed() -> None:
        if pulse.running:
            pulse.stop()

    crawler.signals.connect(closed, signals.spider_closed, weak=False)


def _looking_up(crawler: Crawler, desk: Desk, circle: Circle) -> Callable[[], bool]:
    """Whether the run goes on; where it must not, the crawl is asked to end."""

    gone: list[bool] = []

    def look_up() -> bool:
        circle.after_page(desk)
        if gone:
            return False
        if (
            circle.sample and desk.stopped
        ):  # the sample is there; a folder's other files were asked for already
            gone.append(True)
            deferred_from_coro(crawler.stop_async())
            return False
        with desk.ledger.reading() as connection:
            leave = leave_now(connection, desk.portal.slug, now=circle.clock(), scheduled=circle.scheduled)
        if leave is None:
            return True
        gone.append(True)
        desk.stopped = desk.stopped or leave.reason
        deferred_from_coro(crawler.stop_async())
        return False

    return look_up


def _leave_in_time() -> None:
    """Asked to end, we finish the page at hand, but wait no longer than a few seconds for a slow portal.

    Leaving in the middle is as good: a run goes on from its last page.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leaving(signal.getsignal(number)))


def _leaving(told: Any) -> Callable[[int, Any], None]:
    def asked(number: int, frame: Any) -> None:
        timer = threading.Timer(_LEAVE_SECONDS, os._exit, [Ended.INTERRUPTED.status])
        timer.daemon = True
        timer.start()
        if callable(told):
            told(number, frame)

    return asked


def obey_delay(crawler: Crawler) -> None:
    """Obeys a Crawl-delay, up to ten seconds, where it asks for more than our own."""

    def parsed(robotparser: Any, request: Request) -> None:
        asked = robotparser.crawl_delay(ROBOT) or 0.0
        delay = min(float(asked), _CRAWL_DELAY_CAP)
        if crawler.engine is None or delay <= 0:
            return
        downloader, throttle = crawler.engine.downloader, crawler.get_extension(AutoThrottle)
        host = downloader.get_slot_key(request)
        downloader.per_slot_settings.setdefault(host, {})["delay"] = (
            delay  # for slots made anew after a pause
        )
        for name, slot in downloader.slots.items():
            slot.delay = max(slot.delay, delay) if name == host else slot.delay
        if throttle:  # which would come down to its least delay again
            throttle.mindelay = max(throttle.mindelay, delay)

    crawler.signals.connect(parsed, signals.robots_parsed, weak=False)


def _end(desk: Desk, reason: str, circle: Circle) -> Verdict | None:
    """Judges the run, commits it, and says when the portal is due again.

    None when another process has taken the run up, whose it then is.
    """
    slug, now = desk.portal.slug, circle.clock()
    with circle.ledger.writing() as connection:
        if unfinished_owner(connection, slug) != own_name():
            return None
        told = Circumstances(reason=desk.stopped or reason, faults=desk.faults, since=desk.run.since)
        forced = Verdict.PARTIAL if is_cancelled(desk.stopped) else None
        forced = Verdict.FAILED if is_dead(desk.stopped) else forced
        closing = Closing(now=now, settings=circle.settings, forced=forced)
        ending, _ = end_run(connection, slug, desk.run, told, closing)
    return ending.verdict


def quiet_scrapy() -> None:
    """Scrapy tells its story in thousands of lines; ours says one line a fact. Its errors stay: they are bugs."""
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # a robots.txt that cannot be had is no bug: then nothing is forbidden
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    # rdflib warns of each address that a portal wrote wrongly; a finding says so, with its place
    logging.getLogger("rdflib").setLevel(logging.ERROR)


def main(slug: str, sample: int = 0, *, full: bool = False, scheduled: bool = False) -> int:
    """One run as a process, of at most `sample` records if given, `full` where nothing is to be taken as known,
    `scheduled` where it keeps the portal's quiet hours.

    Its exit status is `ended.Ended.status`.
    """
    set_up_logs()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        circle = Circle(settings, ledger, sample=sample, full=full, scheduled=scheduled)
        verdict = crawl(slug, circle)
    except CatalogueError as error:
        log.warning("run refused", portal=slug, reason=str(error))
        return Ended.FAILED.status
    finally:
        ledger.close()
    return Ended[verdict.name].status if verdict else Ended.INTERRUPTED.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
