"""One run of one portal: a Scrapy process of its own, from the first request to the commit."""

from __future__ import annotations

import logging
import math
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.utils.defer import deferred_from_coro

from catalogue.clock import now_utc, shifted
from catalogue.comparison import Verdict
from catalogue.console import set_up_logs
from catalogue.errors import CatalogueError, PortalError
from catalogue.ledger.commit import commit_run
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import get_portal, set_next_run
from catalogue.ledger.runs import OpenRun, open_run, tally, unfinished_owner
from catalogue.portal import Portal
from catalogue.settings import Settings, load_settings
from harvester.desk import Desk
from harvester.harvest import Ended
from harvester.road import mapper_version
from harvester.spider import PortalSpider
from harvester.spiders import spider_for
from harvester.verdict import Circumstances, judge
from vocab import load_vocabulary

log = structlog.get_logger()

ROBOT = "Stook"  # the name that a robots.txt may use for us

_PULSE_SECONDS = 10.0
_CRAWL_DELAY_CAP = 10.0
_LEAVE_SECONDS = 5.0
_STARTED = 19  # proc_pid_stat(5): the start time, counted behind the name in brackets


@dataclass(frozen=True, slots=True)
class Circle:
    """What a run works with. `clock` gives the ledger's instants; `sample` ends it after that many records (0: all)."""

    settings: Settings
    ledger: Ledger
    clock: Callable[[], str] = now_utc
    sample: int = 0


def crawl(slug: str, circle: Circle) -> Verdict | None:
    """Harvests one portal, or goes on where a killed process stopped, and commits what it read.

    None when the process was asked to end: the run is then left as it is, for the next one to take up.
    Call once in a process: Scrapy's reactor cannot be started twice. Raises PortalError when the portal is
    not known, its kind has no reader, or another process is harvesting it.
    """
    with circle.ledger.reading() as connection:
        portal = get_portal(connection, slug)
    spider_for(portal)  # a kind without a reader is told before a run is begun
    mapper = mapper_version(portal)
    with circle.ledger.writing() as connection:
        alive = is_alive(unfinished_owner(connection, slug))
        run = open_run(
            connection, slug, now=circle.clock(), owner=own_name(), mapper=mapper, owner_alive=alive
        )
    desk, reason = _fetch(portal, run, circle)
    return None if reason == "shutdown" else _end(desk, reason, circle)


def own_name() -> str:
    """This process, as runs name their owner: host, process number, and when it started.

    Numbers are used again, after a restart of a container even at once; the start tells the two apart.
    """
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str) -> bool | None:
    """Whether the process that a run names still lives; None where that cannot be known from here."""
    host, _, process = owner.partition(":")
    number, _, started = process.partition(":")
    if host != socket.gethostname() or not (number.isascii() and number.isdigit()):
        return None
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return started == _started(int(number)) and owner != own_name()


def _started(process: int) -> str:
    """When a process started, in the kernel's ticks since boot; "" on a system that does not say."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[_STARTED]


def _fetch(portal: Portal, run: OpenRun, circle: Circle) -> tuple[Desk, str]:
    """Lets Scrapy work until the spider is done; the desk, and why Scrapy stopped."""
    kind = type(spider_for(portal))
    process = AsyncCrawlerProcess(scrapy_settings(portal, circle.settings, whole=kind.whole))
    crawler = process.create_crawler(kind)
    reasons = ["finished"]
    desks: list[Desk] = []
    vocabulary = load_vocabulary()

    def opened(spider: PortalSpider) -> None:
        spider.desk = Desk(circle.ledger, run, spider, vocabulary, circle.clock, sample=circle.sample)
        desks.append(spider.desk)
        _keep_beating(crawler, spider.desk)
        _leave_in_time()

    def closed(reason: str) -> None:
        reasons.append(reason)

    crawler.signals.connect(opened, signals.spider_opened, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    crawler.signals.connect(_slow_down(crawler), signals.robots_parsed, weak=False)
    process.crawl(crawler, portal=portal)
    process.start()
    return desks[0], reasons[-1]


def _keep_beating(crawler: Crawler, desk: Desk) -> None:
    from twisted.internet.task import LoopingCall  # only now: importing it earlier would choose a reactor

    def beat() -> None:
        if _is_ours(desk):
            desk.pulse()
        else:  # this machine slept, or its clock is wrong, and another took the run for left behind
            deferred_from_coro(crawler.stop_async())

    pulse = LoopingCall(beat)
    pulse.start(_PULSE_SECONDS, now=False)

    def closed() -> None:
        if pulse.running:
            pulse.stop()

    crawler.signals.connect(closed, signals.spider_closed, weak=False)


def _is_ours(desk: Desk) -> bool:
    with desk.ledger.reading() as connection:
        return unfinished_owner(connection, desk.portal.slug) == own_name()


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


def _slow_down(crawler: Crawler) -> Callable[..., None]:
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

    return parsed


def _end(desk: Desk, reason: str, circle: Circle) -> Verdict | None:
    """Judges the run, commits it, and says when the portal is due again.

    None when another process has taken the run up, whose it then is.
    """
    slug, now = desk.portal.slug, circle.clock()
    with circle.ledger.writing() as connection:
        if unfinished_owner(connection, slug) != own_name():
            return None
        told = Circumstances(reason=desk.stopped or reason, faults=desk.faults)
        ending = judge(tally(connection, desk.run), told)
        counts = commit_run(connection, desk.run, ending, now=now)
        set_next_run(connection, slug, at=shifted(now, timedelta(hours=circle.settings.harvest_hours)))
    log.info("run ended", portal=slug, run=desk.run.number, verdict=ending.verdict.value, **counts)
    return ending.verdict


def scrapy_settings(portal: Portal, settings: Settings, *, whole: bool) -> dict[str, Any]:
    """Scrapy as safe and as polite as it can be: most of its defaults are neither."""
    delay = _delay(portal, settings)
    return {
        "STOOK_ALLOW": list(settings.allow),
        "STOOK_BACKOFF": settings.backoff,
        "USER_AGENT": user_agent(settings),
        "ROBOTSTXT_USER_AGENT": ROBOT,
        "ROBOTSTXT_OBEY": portal.setting("robots", "obey") == "obey",
        "DOWNLOAD_VERIFY_CERTIFICATES": portal.setting("tls") != "unverified",
        "TWISTED_DNS_RESOLVER": "harvester.guard.GuardedResolver",
        "DOWNLOADER_MIDDLEWARES": {
            "harvester.guard.GuardMiddleware": 50,
            "harvester.patience.PatienceMiddleware": 550,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        },
        "DOWNLOAD_MAXSIZE": settings.document_bytes if whole else settings.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": 30.0,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "REDIRECT_MAX_TIMES": 5,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOGSTATS_INTERVAL": 0,
        "URLLENGTH_LIMIT": 8192,
        "CLOSESPIDER_TIMEOUT": settings.run_hours * 3600,
    }


def _delay(portal: Portal, settings: Settings) -> float:
    """Seconds between two requests; PortalError where the portal's own setting is no such number."""
    try:
        delay = float(portal.settings.get("delay", settings.delay))
    except ValueError:
        delay = math.nan
    if not 0 <= delay < math.inf:
        raise PortalError(
            f"portals/{portal.slug}: setting delay is {portal.setting('delay')!r}; seconds, such as 1.5, were expected"
        )
    return delay


def user_agent(settings: Settings) -> str:
    """Who we say we are: the name, where we live and whom to write to."""
    contact = f"; {settings.contact}" if settings.contact else ""
    return f"{ROBOT}/0.1 (open data catalogue; +{settings.public_base}{contact})"


def quiet_scrapy() -> None:
    """Scrapy tells its story in thousands of lines; ours says one line a fact."""
    for name in ("scrapy", "twisted", "filelock"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def main(slug: str, sample: int = 0) -> int:
    """One run as a process, of at most `sample` records if given; its exit status is `harvest.Ended.status`."""
    set_up_logs()
    quiet_scrapy()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        verdict = crawl(slug, Circle(settings, ledger, sample=sample))
    except CatalogueError as error:
        log.warning("run refused", portal=slug, reason=str(error))
        return Ended.FAILED.status
    finally:
        ledger.close()
    return Ended[verdict.name].status if verdict else Ended.INTERRUPTED.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
