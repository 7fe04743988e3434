"""Scrapy's settings: what it may do, how long it waits, who it says that it is."""

from __future__ import annotations

import math
import os
from typing import Any

from catalogue.consent import OBEY
from catalogue.errors import PortalError
from catalogue.ledger.hosts import Asker
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.asking.secrets import read_secrets
from harvester.asking.terms import check_terms, daily_requests
from harvester.asking.wholeness import PACKINGS
from harvester.owner import is_alive

ROBOT = "Stook"  # the name that a robots.txt may use for us

# All that Scrapy is given to work with. What it has beside (consoles, exports, cookies) is not even imported: that
# is half a second of each run, and nothing that could be switched on by mistake.
_SCRAPY = "scrapy.downloadermiddlewares"
_MIDDLEWARES = {
    "harvester.asking.guard.GuardMiddleware": 50,
    f"{_SCRAPY}.robotstxt.RobotsTxtMiddleware": 100,
    f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
    f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
    f"{_SCRAPY}.useragent.UserAgentMiddleware": 500,
    "harvester.asking.patience.PatienceMiddleware": 550,
    "harvester.asking.secrets.EchoMiddleware": 580,
    f"{_SCRAPY}.httpcompression.HttpCompressionMiddleware": 590,
    "harvester.asking.wholeness.WholenessMiddleware": 595,
    f"{_SCRAPY}.redirect.RedirectMiddleware": 600,
    "harvester.asking.secrets.SecretsMiddleware": 700,
    f"{_SCRAPY}.httpproxy.HttpProxyMiddleware": 750,
    "harvester.asking.turns.TurnMiddleware": 845,
    f"{_SCRAPY}.stats.DownloaderStats": 850,
}
_EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
LOADED = (*_MIDDLEWARES, *_EXTENSIONS)  # by name, as Scrapy wants them


def scrapy_settings(portal: Portal, settings: Settings, *, whole: bool) -> dict[str, Any]:
    """Scrapy as safe and as polite as it can be: most of its defaults are neither. PortalError where the portal's
    terms are none, or a secret is not there."""
    check_terms(portal)
    delay = delay_of(portal, settings)
    return {
        "STOOK_ALLOW": list(settings.allow),
        "STOOK_BACKOFF": settings.backoff,
        "STOOK_SECRETS": read_secrets(portal, settings.home, os.environ),
        "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": PACKINGS},
        "USER_AGENT": user_agent(settings),
        "ROBOTSTXT_USER_AGENT": ROBOT,
        "ROBOTSTXT_OBEY": portal.setting("robots", OBEY) == OBEY,
        "DOWNLOAD_VERIFY_CERTIFICATES": portal.setting("tls") != "unverified",
        "TWISTED_DNS_RESOLVER": "harvester.asking.guard.GuardedResolver",
        "EXTENSIONS_BASE": _EXTENSIONS,
        "DOWNLOADER_MIDDLEWARES_BASE": _MIDDLEWARES,
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


def asker_for(portal: Portal, settings: Settings, owner: str) -> Asker:
    """Who asks the portal's host, and how often; PortalError where the portal's own settings are no numbers."""
    delay, budget = delay_of(portal, settings), daily_requests(portal, settings.daily_requests)
    return Asker(owner=owner, delay=delay, budget=budget, is_gone=lambda other: is_alive(other) is False)


def delay_of(portal: Portal, settings: Settings) -> float:
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
