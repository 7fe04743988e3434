"""Scrapy's settings for the sampling of files, and what is owed to each host.

robots.txt is asked for and kept, though the checking of links passes it by: here the content of a file is read, for a
purpose that its publisher may not have thought of, and whoever closes a folder to programs means exactly that. Consent
that a council gave to the harvest of its records is none for its files.
"""

from __future__ import annotations

from typing import Any

from catalogue.ledger.ledger import Ledger
from catalogue.settings import Settings
from harvester.linking.manners import MIDDLEWARES, LinkTurns, scrapy_for_links, turns_beside

_OF_THE_DAY = (
    4  # files get a quarter of the requests that a host gets in a day: links and harvests need the others
)
_ROBOTS = {"scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100}
_ACCEPT = (
    "text/csv, text/tab-separated-values, application/geo+json, "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, */*;q=0.5"
)


def sample_turns(ledger: Ledger, settings: Settings) -> LinkTurns:
    """The turns of a process that samples files."""
    return turns_beside(ledger, settings, delay=settings.samples_delay, of_the_day=_OF_THE_DAY)


def scrapy_for_samples(settings: Settings, turns: LinkTurns) -> dict[str, Any]:
    """Scrapy as for links, but that robots.txt is kept. Nothing is unpacked on the way."""
    return scrapy_for_links(settings, turns) | {
        "DEFAULT_REQUEST_HEADERS": {"Accept": _ACCEPT, "Accept-Encoding": "identity"},
        "DOWNLOADER_MIDDLEWARES_BASE": MIDDLEWARES | _ROBOTS,
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 2 * settings.samples_parallel,  # a file, and the robots.txt that it waits for
    }
