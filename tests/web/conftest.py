"""The site over a small made-up catalogue, opened once for all tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import chromium
from made_up_catalogue import BASE, open_site
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The site, read only."""
    return open_site(tmp_path_factory.mktemp("site"), many=45)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, where it is installed."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone that runs no script."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=str)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page as wide as a phone in the light scheme, and as a desk in the dark one."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def client(app: Starlette) -> Iterator[TestClient]:
    """A client that sees what a browser or program would see, errors included."""
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened
