"""Scrapy's settings: safe and polite, whatever its own defaults are."""

from __future__ import annotations

import pytest
from protego import Protego
from small_spider import small_spider

from catalogue.errors import PortalError
from catalogue.settings import Settings
from harvester.asking.manners import ROBOT, scrapy_settings, user_agent


def test_no_console_and_no_remote_control_is_there() -> None:
    """Nor anything else that Scrapy would load without being asked."""
    made = scrapy_settings(small_spider().portal, Settings(), whole=False)
    assert made["TELNETCONSOLE_ENABLED"] is False
    assert made["REMOTE_CONTROL_ENABLED"] is False
    assert [name.rpartition(".")[2] for name in made["EXTENSIONS_BASE"]] == [
        "CoreStats", "CloseSpider", "AutoThrottle",
    ]  # fmt: skip


def test_certificates_are_verified_unless_the_portal_is_known_to_have_none() -> None:
    """A written choice for one portal."""
    assert scrapy_settings(small_spider().portal, Settings(), whole=False)["DOWNLOAD_VERIFY_CERTIFICATES"]
    portal = small_spider(tls="unverified").portal
    assert not scrapy_settings(portal, Settings(), whole=False)["DOWNLOAD_VERIFY_CERTIFICATES"]


def test_every_request_passes_the_guard_first_and_names_are_looked_up_by_it() -> None:
    """Before robots.txt is asked for as well; redirects come back through it."""
    made = scrapy_settings(small_spider().portal, Settings(), whole=False)
    order = sorted(made["DOWNLOADER_MIDDLEWARES_BASE"], key=made["DOWNLOADER_MIDDLEWARES_BASE"].__getitem__)
    assert order[0] == "harvester.asking.guard.GuardMiddleware"
    assert made["TWISTED_DNS_RESOLVER"] == "harvester.asking.guard.GuardedResolver"


def test_one_request_at_a_time_with_a_pause() -> None:
    """Robots are obeyed, and nothing larger than the limits is read."""
    made = scrapy_settings(small_spider().portal, Settings(), whole=False)
    assert made["CONCURRENT_REQUESTS"] == made["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert made["DOWNLOAD_DELAY"] == 1.0
    assert made["AUTOTHROTTLE_ENABLED"]
    assert made["ROBOTSTXT_OBEY"]
    assert made["DOWNLOAD_MAXSIZE"] == 50_000_000
    assert scrapy_settings(small_spider().portal, Settings(), whole=True)["DOWNLOAD_MAXSIZE"] == 256_000_000


@pytest.mark.parametrize("delay", ["fast", "", -1, "nan", "inf"])
def test_a_pause_that_is_no_number_is_told_before_anything_is_asked(delay: str | int) -> None:
    """Rather than broken in the middle of a run."""
    with pytest.raises(PortalError, match="portals/small: setting delay is"):
        scrapy_settings(small_spider(delay=delay).portal, Settings(), whole=False)


def test_a_portal_may_agree_to_another_pause() -> None:
    """Shorter or longer."""
    assert scrapy_settings(small_spider(delay="0.5").portal, Settings(), whole=False)["DOWNLOAD_DELAY"] == 0.5


def test_we_say_who_we_are_and_robots_txt_can_name_us() -> None:
    """With an address to look at and one to write to."""
    agent = user_agent(Settings(base="https://stook.example", contact="mailto:data@stook.example"))
    assert agent == "Stook/0.1 (open data catalogue; +https://stook.example; mailto:data@stook.example)"
    robots = Protego.parse("User-agent: *\nAllow: /\n\nUser-agent: stook\nDisallow: /api/\nCrawl-delay: 7")
    assert not robots.can_fetch("https://x.example/api/3", ROBOT)
    assert robots.crawl_delay(ROBOT) == 7
