"""What the tests of spiders share: an answer as Scrapy gives it, and a portal's spider."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from scrapy.http import TextResponse

from catalogue.portal import Portal
from harvester.spider import PortalSpider
from harvester.spiders import spider_for

Answer = Callable[..., TextResponse]
SpiderOf = Callable[..., PortalSpider]


@pytest.fixture
def answer() -> Answer:
    """Makes a 200 of a body; what is not bytes is sent as JSON."""

    def make(body: Any, url: str = "https://madeup.example/", content_type: str = "") -> TextResponse:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": content_type} if content_type else {}
        return TextResponse(url, body=sent, headers=headers)

    return make


@pytest.fixture
def spider_of() -> SpiderOf:
    """Makes the spider of a made-up portal."""

    def make(kind: str, address: str = "https://madeup.example", **settings: str) -> PortalSpider:
        origin = settings.pop("origin", "")
        portal = Portal(
            slug="madeup", title="Made up", kind=kind, address=address, origin=origin, settings=settings
        )
        return spider_for(portal)

    return make
