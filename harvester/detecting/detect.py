"""Detection as a function: which kind of portal stands at an address, and how we know."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from catalogue.checking.address import read_address
from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.portal import Portal
from catalogue.processes import die_with_parent
from catalogue.settings import Settings
from harvester.asking.guard import AddressRefused, check_address
from harvester.asking.manners import asker_for, scrapy_settings
from harvester.asking.turns import Haste, Turns
from harvester.crawl import obey_delay, quiet_scrapy
from harvester.detecting.outcome import Found, Nothing, from_json, to_json
from harvester.detecting.spider import DetectingSpider
from harvester.owner import own_name

_SECONDS = 300.0  # for a whole detection
_ANSWER_SECONDS = 20.0  # for one answer
_BUDGET = {"harvester.detecting.spider.BudgetMiddleware": 860}


def detect(address: str, settings: Settings) -> Found | Nothing:
    """Asks an address what it is, in at most 20 requests, as politely and as guarded as a harvest.

    Scrapy works in a process of its own. Raises PortalError for an address that may not be asked.
    """
    url = read_address(address)
    try:
        check_address(url, settings.allow)
    except AddressRefused as refused:
        raise PortalError(str(refused)) from refused
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_alone, args=(url, settings, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        return from_json(ours.recv()) if ours.poll(_SECONDS + _ANSWER_SECONDS) else _too_slow(url)
    except EOFError:
        raise PortalError(
            f"the detection of {url} broke off; its process ended with {process.exitcode}"
        ) from None
    finally:
        process.kill()
        process.join()


def turns_for(
    url: str, settings: Settings, ledger: Ledger, *, haste: Haste | None = None, portal: Portal | None = None
) -> Turns:
    """Whose turn it is to ask a host, as the ledger keeps it; the asker is this process, on the terms of a portal."""
    asker = asker_for(portal or _portal(url), settings, own_name())
    return Turns(ledger=ledger, asker=asker, haste=haste)


def scrapy_for(url: str, settings: Settings, turns: Turns) -> dict[str, Any]:
    """The settings of a harvest, with the bounds of a detection."""
    made = scrapy_settings(_portal(url), settings, whole=False)
    return made | {
        "STOOK_TURNS": turns,
        "DOWNLOADER_MIDDLEWARES_BASE": made["DOWNLOADER_MIDDLEWARES_BASE"] | _BUDGET,
        "DOWNLOAD_TIMEOUT": min(_ANSWER_SECONDS, settings.timeout),
        "CLOSESPIDER_TIMEOUT": _SECONDS,
    }


def _alone(url: str, settings: Settings, answer: Connection) -> None:
    """One detection in a process of its own; its outcome goes into the pipe."""
    die_with_parent()
    ledger = open_ledger(settings.ledger_url)
    process = AsyncCrawlerProcess(scrapy_for(url, settings, turns_for(url, settings, ledger)))
    quiet_scrapy()
    crawler = process.create_crawler(DetectingSpider)
    obey_delay(crawler)
    process.crawl(crawler, address=url)
    process.start()
    spider = crawler.spider
    outcome = spider.outcome if isinstance(spider, DetectingSpider) else None
    ledger.close()
    answer.send(to_json(outcome or _too_slow(url)))


def _portal(url: str) -> Portal:
    return Portal(slug="detection", title="", kind="", address=url)


def _too_slow(url: str) -> Nothing:
    return Nothing(reason=f"{url} did not answer in time.", advice="Ask again later.")
