"""One round as Scrapy's process: that of a command, or one that a worker starts beside itself."""

from __future__ import annotations

import os
import string
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from catalogue.clock import now_utc, shifted
from catalogue.console import set_up_logs
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.link_checks import wanted_now
from catalogue.settings import load_settings
from harvester.crawl import quiet_scrapy
from harvester.linking.keeper import CUT_OFF
from harvester.linking.manners import link_turns, scrapy_for_links
from harvester.linking.round import Round
from harvester.linking.spider import Asking, RoundSpider

_NICE = 10
_HOSTS = string.ascii_lowercase + string.digits

LONGEST = timedelta(minutes=15)
"""How long a round takes what is due."""


def run_round(round_: Round) -> None:
    """Lets Scrapy work until the round is done. Call once in a process: its reactor cannot be started twice.

    The process gives way to others from then on: nobody waits for a link, and people wait for pages.
    """
    turns = link_turns(round_.ledger, round_.settings)
    let_work(round_, scrapy_for_links(round_.settings, turns))


def let_work(round_: Asking, scrapy: Mapping[str, Any]) -> None:
    """The same for any round, with Scrapy's settings."""
    os.nice(_NICE)
    process = AsyncCrawlerProcess(dict(scrapy))
    quiet_scrapy()
    process.crawl(process.create_crawler(RoundSpider), round_=round_)
    process.start()


def first_host() -> str:
    """Behind which host this process begins: whatever ended the last round would else end them all at the same host."""
    return _HOSTS[os.getpid() % len(_HOSTS)]


def main() -> int:
    """One round over all that is due, as a process: of some minutes, so that what it found is told meanwhile."""
    set_up_logs()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        now = now_utc()
        with ledger.reading() as connection:
            wanted = wanted_now(connection, now=now)
        round_ = Round(ledger, settings, wanted, until=shifted(now, LONGEST), after=first_host())
        run_round(round_)
    finally:
        ledger.close()
    return CUT_OFF if round_.cut_off else 0
